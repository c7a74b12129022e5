"""Writing a request in a real browser: rows added, moved and removed, each with the fields its kind needs."""

import pytest
from django.urls import reverse

from portal_cms.requests import kinds, services
from portal_cms.requests.models import Request, RequestItem
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SHOWN = "[data-item]:not([hidden])"


class Poll(kinds.Kind):
    """A kind with material, as an app above would register it."""

    key, label, order, takes_document = "poll", "Poll", 90, False
    material_label = "Which poll"

    def choices(self, matter):
        return [("summer", "Summer poll")]


@pytest.fixture
def poll(monkeypatch):
    monkeypatch.setitem(kinds._kinds, Poll.key, Poll())


@pytest.mark.feature("J22")
def test_rows_are_added_moved_and_removed(cast, screen, poll):  # noqa: F811
    asked = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers")
    items = [RequestItem(title=title) for title in ("First", "Second", "Third")]
    services.save_draft(asked, items, by=cast.carla)
    page = screen(cast.carla, reverse("portal_requests_admin:edit", args=[cast.matter.pk, asked.uuid]))
    page.wait_for_selector("[data-item-add]:visible")
    assert page.locator(SHOWN).count() == 3
    assert page.locator("[data-item-field=ORDER]:visible").count() == 0

    page.locator(SHOWN).nth(2).locator("[data-item-move=up]").press("Enter")
    assert page.evaluate("document.activeElement.dataset.itemMove") == "up"
    assert page.inner_text("[data-items-said]") == "The item was moved."
    page.locator(SHOWN).nth(0).locator("[data-item-remove]").click()
    for _more in range(5):  # more than there were empty rows
        page.click("[data-item-add]")
    last = page.locator(SHOWN).last
    assert last.locator("[data-item-field=material]").is_hidden()
    last.locator("[data-item-field=kind] select").select_option("sign")
    assert last.locator("[data-item-field=material]").inner_text().startswith("Where the signature stands")
    last.locator("[data-item-field=material] select").select_option("sheet")
    assert last.locator("[data-item-field=title] input").input_value() == ""
    last.locator("[data-item-field=kind] select").select_option("poll")
    assert last.locator("[data-item-field=material]").inner_text().startswith("Which poll")
    assert last.locator("[data-item-field=document]").is_hidden()
    last.locator("[data-item-field=material] select").select_option("summer")
    assert last.locator("[data-item-field=title] input").input_value() == "Summer poll"
    page.click("button:has-text('Save draft')")
    page.wait_for_selector("text=The draft is saved.")
    assert [item.title for item in asked.items.all()] == ["Third", "Second", "Summer poll"]
    assert page.complaints == []


@pytest.mark.feature("J22")
def test_after_an_error_rows_stay_as_they_were_left(cast, screen):  # noqa: F811
    asked = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers")
    services.save_draft(asked, [RequestItem(title=title) for title in ("First", "Second")], by=cast.carla)
    page = screen(cast.carla, reverse("portal_requests_admin:edit", args=[cast.matter.pk, asked.uuid]))
    page.wait_for_selector("[data-item-add]:visible")
    page.locator(SHOWN).nth(0).locator("[data-item-remove]").click()
    page.fill("[name=title]", "")
    page.click("button:has-text('Save draft')")
    page.wait_for_selector("text=Nothing is saved yet.")
    assert page.locator(SHOWN).count() == 1
    assert page.locator(f"{SHOWN} [data-item-field=title] input").input_value() == "Second"
    assert page.locator(f"{SHOWN} .w-field__errors > *").count() == 0
    page.fill("[name=title]", "Papers")
    page.click("button:has-text('Save draft')")
    page.wait_for_selector("text=The draft is saved.")
    assert [item.title for item in asked.items.all()] == ["Second"]


@pytest.mark.feature("J21")
def test_a_long_choice_of_material_stays_in_its_box(cast, screen):  # noqa: F811
    page = screen(cast.carla, reverse("portal_requests_admin:new", args=[cast.matter.pk]))
    row = page.locator(SHOWN).first
    row.locator("[data-item-field=kind] select").select_option("sign")
    box, select = row.bounding_box(), row.locator("[data-item-field=material] select").bounding_box()
    assert select["x"] + select["width"] <= box["x"] + box["width"]


@pytest.mark.feature("J25")
def test_a_personal_link_is_copied_with_one_click(cast, screen):  # noqa: F811
    asked = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers")
    services.save_draft(asked, [RequestItem(title="Passport")], by=cast.carla)
    services.send(asked, by=cast.carla)
    page = screen(cast.carla, reverse("portal_requests_admin:make_link", args=[cast.matter.pk, asked.uuid]))
    page.click("button:has-text('Make a new link')")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })"
    )
    page.click("text=Copy the link")
    page.wait_for_selector("text=Copied")
    assert "/r/" in page.evaluate("window.copied")
