"""The bell and the red dots: per person, gone once seen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal_cms.accounts.middleware import SEEN_AT
from portal_cms.accounts.models import AccountSession
from portal_cms.matters.models import MatterSeen
from portal_cms.notices.models import Absence
from portal_cms.requests.models import Request
from tests import make
from tests.activity import doings
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
BELL, COUNT = "/admin/bell/", "/admin/bell/count/"
DOT = "New activity by a client"


def count(driver):
    return driver.get(COUNT).json()["count"]


@pytest.mark.feature("J17")
def test_the_bell_counts_what_is_new_and_lists_it_until_it_was_seen(cast, sur):
    carla, dario, eva = (open_browser(person) for person in (cast.carla, cast.dario, cast.eva))
    assert "Nothing new." in carla.get(BELL).text
    doings.upload(cast.matter, cast.anna)
    doings.write(cast.matter, cast.anna, channel="Rent")
    make.message(cast.matter, cast.anna)
    answer = carla.get(COUNT).json()
    assert (answer["count"], answer["text"]) == (2, "2 new activities of clients")
    page = carla.get(BELL).text
    for word in (
        "Document sent",
        "passport",
        "Message written",
        "Rent",
        "Anna Client",
        "100/26 Lease of the shop",
    ):
        assert word in page
    assert re.search(
        r"<h1[^>]*>\s*What is new from clients\s*<", re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
    )
    portal = f"/admin/matters/{cast.matter.pk}/portal/"
    assert portal in page
    assert 'href="/admin/bell/"' in carla.get("/admin/").text
    carla.get(portal)
    assert count(carla) == 0
    assert DOT not in carla.get("/admin/matters/").text
    assert count(dario) == 2, "each person has the own bell"
    assert count(eva) == 0, "it rings for those in charge"
    assert count(open_browser(make.staff(sur, "Pablo"))) == 0


@pytest.mark.feature("J17")
def test_everything_on_the_list_can_be_marked_as_seen_and_what_came_later_is_not(cast):
    carla = open_browser(cast.carla)
    other = make.matter(cast.site, cast.carla, cast.clara, is_restricted=True)
    for matter, client in ((cast.matter, cast.anna), (other, cast.clara)):
        doings.write(matter, client)
    until = carla.get(BELL).context["until"]
    doings.write(cast.matter, cast.anna)
    assert count(carla) == 3
    assert "marked as seen" in carla.post(BELL, {"until": until}, follow=True).text
    assert count(carla) == 1
    dots = carla.get("/admin/matters/").text.count(DOT)
    assert dots == 2, "a dot has its words twice: as a title and for screen readers"
    carla.post(BELL, {"until": "nonsense"})
    assert count(carla) == 0
    assert DOT not in carla.get("/admin/matters/").text
    assert not MatterSeen.objects.exclude(user=cast.carla).exists()


@pytest.mark.feature("J17")
def test_the_panel_of_the_bell_shows_the_newest_and_marks_what_it_showed(cast):
    carla, panel = open_browser(cast.carla), f"{BELL}panel/"
    for number in range(10):
        doings.write(cast.matter, cast.anna, channel=f"Letter {number}")
    answer = carla.get(panel)
    assert "no-store" in answer["Cache-Control"]
    assert len(answer.context["rows"]) == 8
    assert "10 new activities of clients" in answer.text
    assert "These are the newest." in answer.text
    assert "Letter 9" in answer.text
    assert "Letter 1\n" not in answer.text
    assert count(carla) == 10, "opening the panel is not looking at the matter"
    doings.write(cast.matter, cast.anna, channel="Later")
    left = carla.post(panel, {"until": answer.context["until"]}).text
    assert "1 new activity of clients" in left
    assert "Later" in left
    assert count(carla) == 1
    assert "Nothing new." in open_browser(cast.eva).get(panel).text


@pytest.mark.feature("J17")
def test_a_deputy_has_the_bell_from_the_first_day_on(cast):
    eva, today = open_browser(cast.eva), timezone.localdate()
    doings.write(cast.matter, cast.anna)
    absence = Absence.objects.create(
        user=cast.carla,
        deputy=cast.eva,
        first_day=today + timedelta(days=1),
        last_day=today + timedelta(days=2),
    )
    assert count(eva) == 0
    Absence.objects.filter(pk=absence.pk).update(first_day=today)
    assert count(eva) == 1
    eva.get(f"/admin/matters/{cast.matter.pk}/portal/")
    assert count(eva) == 0
    assert count(open_browser(cast.carla)) == 1


def test_more_than_a_hundred_are_not_counted_further(cast):
    from tests.activity.crowd import events

    events(cast, 120)
    carla = open_browser(cast.carla)
    assert carla.get(COUNT).json()["shown"] == "99+"
    assert "There is more. The log shows everything." in carla.get(BELL).text


def test_asking_for_the_number_keeps_no_session_alive(cast):
    carla = open_browser(cast.carla)
    session = carla.session
    session[SEEN_AT] = before = session[SEEN_AT] - 600
    session.save()
    AccountSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=10))
    assert carla.get(COUNT, headers={"X-Portal-Poll": "1"}).status_code == 200
    assert carla.session[SEEN_AT] == before
    carla.get(BELL)
    assert carla.session[SEEN_AT] > before


@pytest.mark.feature("J20")
def test_requests_with_news_carry_a_dot_for_each_person_until_they_were_looked_at(cast):
    carla, dario = open_browser(cast.carla), open_browser(cast.dario)
    first, second = (doings.ask(cast.matter, cast.anna, title=title) for title in ("First", "Second"))
    tab = f"/admin/matters/{cast.matter.pk}/requests/"
    assert DOT not in carla.get(tab).text
    for asked in (first, second):
        doings.hand_in(asked)
    for driver in (carla, dario):
        assert driver.get(tab).text.count(DOT) == 2, "looking at the list is not looking at a request"
    assert "portal-matter__new" in carla.get(f"/admin/matters/{cast.matter.pk}/documents/").text
    carla.get(f"{tab}{first.uuid}/")
    assert carla.get(tab).text.count(DOT) == 1
    assert DOT in carla.get("/admin/matters/").text, "another request waits"
    carla.get(f"{tab}{second.uuid}/")
    assert DOT not in carla.get(tab).text + carla.get("/admin/matters/").text
    assert count(carla) == 0
    assert dario.get(tab).text.count(DOT) == 2


@pytest.mark.feature("J20")
def test_reading_a_message_does_not_hide_a_request_that_waits(cast):
    carla = open_browser(cast.carla)
    message = doings.write(cast.matter, cast.anna)
    asked = doings.ask(cast.matter, cast.anna)
    doings.answer(asked)
    carla.get(f"/admin/matters/{cast.matter.pk}/messages/{message.thread.uuid}/")
    assert DOT in carla.get("/admin/matters/").text
    assert Request.objects.with_unseen(cast.carla).get().unseen
    carla.get(f"/admin/matters/{cast.matter.pk}/requests/{asked.uuid}/")
    assert DOT not in carla.get("/admin/matters/").text
