"""Signing on a phone, when something is missing."""

import pytest

from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture
from tests.signing import asking

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.feature("J7")
def test_what_is_missing_is_said_shortly_and_leaves_the_page_readable(screen, cast):  # noqa: F811
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    page = screen(cast.anna, asking.path(signer))
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Sign now").click()
    page.wait_for_selector(".notice--error")
    links = page.locator(".notice--error a").all_inner_texts()
    assert links == ["Please draw your signature, or type your name.", "Please tick the box to sign."]
    assert page.locator("label[for=id_is_agreed]").bounding_box()["width"] > 250
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
