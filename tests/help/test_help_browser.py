"""Help by keyboard, and a preview that follows what somebody types."""

import pytest
from django.urls import reverse

from sitesettings.models import Branding
from tests import make
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.feature("J33")
def test_suggestions_follow_the_typing_and_are_reached_by_keyboard(cast, screen):  # noqa: F811
    page = screen(cast.anna.user, "/help/")
    page.set_viewport_size({"width": 390, "height": 800})
    said = page.locator("#help-said")
    page.fill("#help-query", "photograph")
    assert said.inner_text() == "One suggestion."
    page.fill("#help-query", "zebra")
    assert "No question has these words." in said.inner_text()
    page.fill("#help-query", "")
    assert "the search field is empty" in said.inner_text()
    page.fill("#help-query", "letter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#photo[open]")
    page.wait_for_function("document.activeElement.closest('details')?.id === 'photo'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


@pytest.mark.feature("J23")
def test_the_preview_beside_the_form_follows_what_is_typed(nord, screen):  # noqa: F811
    mara = make.staff(nord, "Mara", make.Role.MARKETING)
    page = screen(mara, reverse("sitesettings_branding:edit", args=[Branding.of(nord).pk]))
    page.set_viewport_size({"width": 1500, "height": 900})
    page.reload()
    frame = page.frame_locator("#w-preview-iframe")
    frame.locator("h1").wait_for()
    page.wait_for_timeout(2_500)  # Wagtail takes what it sees two seconds after loading for the saved state
    page.locator("#id_welcome_de").press_sequentially("Guten Tag, schön, dass Sie da sind.")
    frame.get_by_text("Guten Tag, schön, dass Sie da sind.").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_welcome_de"
    assert page.complaints == []
