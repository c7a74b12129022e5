"""Publishing a matter by its form, and the question whether its clients shall be told (P23 to P30)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.matters import pending
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.matters.services import publish_due, publish_matter
from portal_cms.matters.staff import MatterEditView
from portal_cms.notices.models import OutboxMessage
from sitesettings.models import FirmSettings
from tests import make
from tests.matters.test_matter_forms import ADD, edit_form, edit_url, form

BOX = {"is_public": "on", "is_public-was": ""}  # ticked now
KEPT = {"is_public": "on", "is_public-was": "on"}
TAKEN = {"is_public-was": "on"}
QUESTION = "Notify the client"


def save(driver, matter, **values):
    """Save the form and follow to the page the person comes back to."""
    return driver.post(edit_url(matter), edit_form(matter, **values), follow=True).content.decode()


def notify_url(matter):
    return f"/admin/matters/{matter.pk}/notify/"


def answer(driver, matter, page, **values):
    """Press a button of the question, as the page has it."""
    clients = re.findall(r'name="client" value="([^"]+)"', page)
    return driver.post(notify_url(matter), {"client": clients, **values}, follow=True).content.decode()


def is_public(matter):
    return Matter.objects.get(pk=matter.pk).is_public


@pytest.fixture
def private(cast):
    return make.matter(cast.site, cast.carla, cast.anna, cast.ben, published=False, portal=False)


@pytest.mark.feature("P25", "P27")
def test_ticking_the_box_publishes_and_asks_whether_to_tell_the_clients_by_name(cast, private, browser):
    carla = browser(cast.carla)
    assert "Only staff see this matter" in carla.get(edit_url(private)).content.decode()
    page = save(carla, private, **BOX)
    assert is_public(private)
    assert browser(cast.anna).get(f"/matters/{private.uuid}/").status_code == 200
    assert "Notify the clients now?" in page
    assert "Anna Client and Ben Client" in page
    assert private.reference in page
    assert not OutboxMessage.objects.exists()
    page = answer(carla, private, page)
    assert "An e-mail is on its way to Anna Client and Ben Client." in page
    assert {row.recipient for row in OutboxMessage.objects.all()} == {cast.anna.user, cast.ben.user}


@pytest.mark.feature("P29")
def test_not_now_leaves_a_button_on_every_screen_and_many_changes_make_one_mail(cast, private, browser):
    carla = browser(cast.carla)
    save(carla, private, **BOX)
    for address in (edit_url(private), f"/admin/matters/{private.pk}/people/"):
        page = carla.get(address).content.decode()
        assert "Notify (1)" in page
        assert "portal-ask-title" not in page
    page = save(carla, private, **KEPT, subject="Another subject")
    assert "portal-ask-title" in page
    listed = carla.get(notify_url(private)).content.decode()
    assert "Another subject" in listed
    assert re.search(r"w-status[^>]*>\s*(<span[^>]*>[^<]*</span>)?\s*New\s*<", listed)
    assert "Changed" not in listed
    answer(carla, private, listed)
    assert OutboxMessage.objects.count() == 2  # one for each client
    assert "Notify (" not in carla.get(edit_url(private)).content.decode()


@pytest.mark.feature("P29")
def test_what_waits_survives_the_session_and_can_be_discarded_by_another_person(cast, private, browser):
    save(browser(cast.carla), private, **BOX)
    manager = browser(make.staff(cast.site, "Frida", *make.Role))
    page = answer(manager, private, manager.get(notify_url(private)).content.decode(), discard="1")
    assert "will get no e-mail" in page
    assert not PendingNotice.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert "Nothing waits" in manager.get(notify_url(private)).content.decode()


@pytest.mark.feature("P30")
@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({**KEPT, "description": "News for you"}, True),
        ({**KEPT}, False),  # nothing changed
        ({**KEPT, "description": "News", "action-draft": "1"}, False),  # kept private
        ({"description": "News"}, False),  # a form without the box
        (TAKEN, False),  # taken back
    ],
)
def test_the_question_comes_when_clients_see_something_new_and_only_then(cast, browser, values, asks):
    page = save(browser(cast.carla), cast.matter, **values)
    assert (QUESTION in page) == asks
    assert PendingNotice.objects.exists() == asks


@pytest.mark.feature("P30")
def test_an_editor_that_saves_itself_publishes_nothing_and_asks_nobody(cast, private, browser):
    carla, json = browser(cast.carla), {"Accept": "application/json"}
    values = edit_form(private, subject="Half a", portal_client=cast.clara.pk) | BOX
    assert carla.post(edit_url(private), values, headers=json).json()["success"]
    assert not is_public(private)
    values = edit_form(cast.matter, subject="Half a") | KEPT
    assert carla.post(edit_url(cast.matter), values, headers=json).json()["success"]
    assert Matter.objects.get(pk=cast.matter.pk).subject == "Lease of the shop"
    assert not PendingNotice.objects.exists()
    assert not private.matter_clients.filter(client=cast.clara).exists()


@pytest.mark.feature("P25")
def test_taking_the_tick_away_takes_the_matter_from_its_clients_and_drops_what_waits(cast, private, browser):
    carla = browser(cast.carla)
    save(carla, private, **BOX)
    page = save(carla, private, **TAKEN)
    assert "not public any more" in page
    assert not is_public(private)
    assert browser(cast.anna).get(f"/matters/{private.uuid}/").status_code == 404
    assert not PendingNotice.objects.exists()
    assert AuditEvent.objects.filter(action="matter.unpublished").exists()


def test_a_form_opened_before_somebody_published_does_not_take_the_matter_down(cast, private, browser):
    save(browser(cast.dario), private, **BOX)
    save(browser(cast.carla), private, **BOX)
    save(browser(cast.carla), private, **{"is_public-was": ""})
    assert is_public(private)


@pytest.mark.feature("P25")
def test_a_new_matter_can_be_published_at_once(cast, browser):
    assert "Save draft" not in browser(cast.carla).get(ADD).content.decode()  # the box says what saving does
    values = form(cast.carla, client_1=cast.anna.pk, **BOX)
    page = browser(cast.carla).post(ADD, values, follow=True).content.decode()
    matter = Matter.objects.get(reference="0500/26")
    assert matter.is_public
    assert QUESTION in page
    assert "Anna Client" in page


@pytest.mark.feature("P25", "P27")
def test_who_may_not_publish_has_no_box_and_is_not_asked(cast, private, browser):
    eva = browser(cast.eva)
    assert 'name="is_public"' not in eva.get(edit_url(private)).content.decode()
    page = save(eva, private, **BOX)
    assert not is_public(private)
    save(browser(cast.carla), private, **BOX)
    page = eva.get(edit_url(private) + "?notify=ask").content.decode()
    assert QUESTION not in page
    assert "Notify (" not in page
    for method in ("get", "post"):
        response = getattr(eva, method)(notify_url(private), follow=True)
        assert "do not have permission" in response.content.decode()
    assert PendingNotice.objects.count() == 2


def test_the_operator_of_the_server_tells_nobody(cast, private, browser):
    root = browser(User.objects.create_superuser("root@example.com", make.PASSWORD), site=cast.site)
    page = save(root, private, **BOX)
    assert QUESTION not in page
    root.post(notify_url(private), {"client": [str(cast.anna.uuid)]})
    assert not OutboxMessage.objects.exists()


@pytest.mark.feature("P26")
def test_the_general_data_add_portal_clients_one_by_one(cast, browser):
    carla = browser(cast.carla)
    page = save(carla, cast.matter, **KEPT, portal_client=cast.clara.pk)
    assert {link.client for link in cast.matter.matter_clients.all()} == {cast.anna, cast.ben, cast.clara}
    assert QUESTION in page  # to her the matter is new
    assert [notice.client for notice in pending.pending_of(cast.matter)] == [cast.clara]
    emil = make.client(cast.site, "Emil", state=User.Access.NONE)
    page = save(carla, cast.matter, **KEPT, portal_client=emil.pk)
    assert "has no access to the portal yet" in page


@pytest.mark.feature("P26")
def test_only_those_who_decide_about_people_add_clients_there(cast, sur, browser):
    eva = browser(cast.eva)
    assert 'name="portal_client"' not in eva.get(edit_url(cast.matter)).content.decode()
    save(eva, cast.matter, portal_client=cast.clara.pk)
    save(browser(cast.carla), cast.matter, portal_client=make.client(sur, "Rosa").pk)
    assert {link.client for link in cast.matter.matter_clients.all()} == {cast.anna, cast.ben}


@pytest.mark.feature("P23", "P24")
def test_the_list_says_and_filters_what_is_public(cast, private, browser):
    carla = browser(cast.carla)
    half = make.matter(cast.site, cast.carla, portal=False)  # published, but nobody can see it
    for wanted, shown, hidden in (
        ("true", [cast.matter], [private, half]),
        ("false", [private, half], [cast.matter]),
    ):
        page = carla.get("/admin/matters/", {"live": wanted}).content.decode()
        assert all(matter.reference in page for matter in shown)
        assert not any(matter.reference in page for matter in hidden)
    page = carla.get("/admin/matters/").content.decode()
    assert "Public" in re.findall(r"<th[^>]*>\s*([^<]+?)\s*</th>", page)


def test_a_new_handler_is_news_for_clients_and_an_assistant_is_not(cast, browser):
    carla = browser(cast.carla)
    address = f"/admin/matters/{cast.matter.pk}/people/"
    page = carla.post(address, {"people-handler": cast.carla.pk}, follow=True).content.decode()
    assert QUESTION not in page
    page = carla.post(
        address, {"people-handler": cast.eva.pk, "people-assistant": cast.carla.pk}, follow=True
    )
    assert QUESTION in page.content.decode()


def test_a_client_who_leaves_the_matter_is_not_told_of_it(cast, private, browser):
    carla = browser(cast.carla)
    save(carla, private, **BOX)
    carla.post(f"/admin/matters/{private.pk}/people/clients/{cast.anna.pk}/remove/")
    assert [notice.client for notice in pending.pending_of(private)] == [cast.ben]


def test_publishing_at_a_set_hour_asks_nobody_and_leaves_the_button(cast, private, browser):
    Matter.objects.filter(pk=private.pk).update(has_portal=True)
    revision = private.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_due()
    assert is_public(private)
    assert "Notify (1)" in browser(cast.carla).get(edit_url(private)).content.decode()


def test_where_the_answer_leads_is_on_this_site(cast, private, browser):
    carla = browser(cast.carla)
    save(carla, private, **BOX)
    values = {"client": [str(cast.anna.uuid)], "next": "https://elsewhere.example/"}
    assert carla.post(notify_url(private), values).headers["Location"] == edit_url(private)
    page = carla.post(notify_url(private), {"client": ["no such"]}).content.decode()
    assert "Please choose at least one client" in page
    values = {"client": [str(cast.ben.uuid)], "next": f"/admin/matters/{private.pk}/people/"}
    assert carla.post(notify_url(private), values).headers["Location"] == values["next"]


def test_while_the_portal_is_off_nothing_is_sent_and_nothing_is_lost(cast, private, browser):
    carla = browser(cast.carla)
    page = save(carla, private, **BOX)
    FirmSettings.objects.filter(site=cast.site).update(portal_enabled=False)
    cache.clear()
    assert "switched off, so no e-mail was sent" in answer(carla, private, page)
    assert not OutboxMessage.objects.exists()
    assert PendingNotice.objects.count() == 2


def test_what_waits_costs_the_same_queries_however_much_it_is(cast, browser):
    def cost(count):
        for number in range(count):
            pending.note_change(
                cast.matter, by=cast.carla, item=make.document(cast.matter), label=str(number),
                event="document_news", is_new=True,
            )  # fmt: skip
        driver = browser(cast.carla)
        driver.get(notify_url(cast.matter))
        with CaptureQueriesContext(connection) as page:
            assert (
                f"Notify ({PendingNotice.objects.count() // 2})"
                in driver.get(notify_url(cast.matter)).content.decode()
            )
        with CaptureQueriesContext(connection) as writing:
            pending.send(cast.matter, by=cast.carla, clients=[cast.ben])
        return len(page), len(writing)

    few = cost(1)
    pending.discard(cast.matter, by=cast.carla)
    many = cost(20)
    assert many == few
    assert max(few) <= 30


def test_a_stranger_finds_no_such_page(cast, sur, browser):
    assert browser(make.staff(sur, "Sol", *make.Role)).get(notify_url(cast.matter)).status_code == 404
    assert browser(cast.anna).get(notify_url(cast.matter)).status_code == 404


@pytest.fixture
def overtaken(monkeypatch):
    """`overtaken(do)`: the next saving has read the matter, and before it writes, `do()` happens."""

    def arrange(do):
        checked = MatterEditView.is_valid

        def late(view, form):
            monkeypatch.setattr(MatterEditView, "is_valid", checked)
            do()
            return checked(view, form)

        monkeypatch.setattr(MatterEditView, "is_valid", late)

    return arrange


@pytest.mark.feature("P25")
def test_an_editor_saving_by_itself_does_not_undo_the_publishing_that_overtook_it(
    cast, private, browser, overtaken
):
    by_itself, by_hand = browser(cast.carla), browser(cast.carla)
    overtaken(lambda: save(by_hand, private, **BOX))
    values = edit_form(private, **BOX)
    answer = by_itself.post(edit_url(private), values, headers={"Accept": "application/json"}).json()
    assert (answer["success"], answer["error_code"]) == (False, "invalid_revision")
    assert is_public(private)
    assert browser(cast.anna).get(f"/matters/{private.uuid}/").status_code == 200


@pytest.mark.feature("P25")
def test_a_saving_of_somebody_else_does_not_undo_the_publishing_that_overtook_it(
    cast, private, browser, overtaken
):
    overtaken(lambda: publish_matter(private, by=cast.carla))
    save(browser(cast.carla), private, subject="Said differently")
    private.refresh_from_db()
    assert private.live
    assert private.subject != "Said differently"  # that is a draft, of a matter that is published
