"""The bell in a browser: its number arrives by itself, and nothing lies under it."""

import pytest

from tests.activity import doings
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
COVERED = """() => {
  const bell = document.querySelector('.portal-bell').getBoundingClientRect();
  return [...document.querySelectorAll('main a, main button, header a, header button, .w-slim-header input')]
    .filter(element => element.checkVisibility() && !element.classList.contains('portal-bell'))
    .map(element => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.left < bell.right && box.right > bell.left && box.top < bell.bottom && box.bottom > bell.top)
    .map(([element]) => element.outerHTML.slice(0, 120));
}"""


@pytest.mark.feature("J17")
@pytest.mark.parametrize("width", [1280, 390])
def test_the_number_stands_at_the_bell_and_leads_to_the_list(cast, screen, width):  # noqa: F811
    doings.write(cast.matter, cast.anna)
    page = screen(cast.carla, f"/admin/matters/edit/{cast.matter.pk}/")
    for address in ("/admin/", "/admin/matters/", f"/admin/matters/edit/{cast.matter.pk}/"):
        page.goto(page.url.split("/admin/")[0] + address)
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(".portal-bell__number", has_text="1").wait_for()
        assert page.evaluate(COVERED) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bell = page.get_by_role("link", name="1 new activity of clients")
    bell.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Message written").wait_for()
