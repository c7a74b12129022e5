"""The screen "Branding" in a browser, whose preview stands beside the form."""

import pytest

from sitesettings.models import Branding
from tests import make
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_title_keeps_clear_of_the_preview(nord, screen):  # noqa: F811
    marketing = make.staff(nord, "Mara", make.Role.MARKETING)
    page = screen(marketing, f"/admin/branding/edit/{Branding.of(nord).pk}/")
    page.locator(".side-panel-open").wait_for()
    title = page.locator("#header-title").bounding_box()
    panel = page.locator(".form-side--open").bounding_box()
    assert title["x"] + title["width"] <= panel["x"]
