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
    bell = page.get_by_role("button", name="1 new activity of clients")
    bell.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Show everything that is new").click()
    page.get_by_role("heading", name="What is new from clients").wait_for()
    page.get_by_text("Message written").wait_for()


@pytest.mark.feature("J17")
@pytest.mark.parametrize("width", [1280, 390])
def test_the_bell_opens_a_panel_by_keyboard_from_which_everything_is_marked_as_seen(cast, screen, width):  # noqa: F811
    doings.write(cast.matter, cast.anna)
    page = screen(cast.carla, "/admin/")
    page.set_viewport_size({"width": width, "height": 900})
    bell, panel = page.locator(".portal-bell button").first, page.locator(".portal-bell__panel")
    page.locator(".portal-bell__number", has_text="1").wait_for()
    assert not panel.is_visible()
    bell.focus()
    page.keyboard.press("Enter")
    panel.get_by_text("Message written").wait_for()
    assert bell.get_attribute("aria-expanded") == "true"
    assert panel.get_by_role("status").inner_text() == "1 new activity of clients"
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    assert panel.evaluate("panel => panel.contains(document.activeElement)"), "the panel follows the bell"
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert bell.evaluate("bell => bell === document.activeElement")
    page.keyboard.press("Space")
    panel.get_by_role("button", name="Mark everything as seen").click()
    panel.get_by_text("Nothing new.").wait_for()
    page.locator(".portal-bell__number").wait_for(state="hidden")
    assert page.complaints == []


@pytest.mark.feature("J17")
def test_without_scripts_the_bell_is_a_link_to_its_page(cast, screen):  # noqa: F811
    page = screen(cast.carla, "/admin/", java_script_enabled=False)
    page.locator(".portal-bell a").first.click()
    assert page.get_by_text("Nothing new. What clients do").is_visible()
    assert page.url.endswith("/admin/bell/")
