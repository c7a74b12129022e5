"""The dates of a client in the client's own calendar."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone
from icalendar import Calendar

from portal_cms.accounts.models import Throttle, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients import services as clients
from portal_cms.common.tokens import hash_token
from portal_cms.matters.models import Matter
from portal_cms.parts import feeds, services
from portal_cms.parts.models import CalendarFeed, Proceeding
from sitesettings.models import FirmSettings, OfficeLocation
from tests import make
from tests.conftest import open_browser

pytestmark = [pytest.mark.django_db, pytest.mark.feature("P34")]


def address_of(person, action="make"):
    """The path a client gets from the page."""
    page = open_browser(person).post("/profile/calendar/", {"action": action})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    return re.search(r'value="http[^"]+(/calendar/[^"]+)"', page.text)[1]


def fetch(site, path, **headers):
    """As a calendar does: no session, no cookie."""
    return Browser(SERVER_NAME=site.hostname).get(path, headers=headers)


def events(answer):
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def hearing(cast):
    return make.proceeding(
        cast.matter, "Summons", text="Bring your passport.", next_in=9, next_kind="Hearing", next_time=time(11, 15),
        next_place="Room 112", note="Settle below 30",
    )  # fmt: skip


def test_a_client_makes_an_address_and_a_calendar_reads_the_dates_without_signing_in(cast, hearing):
    make.proceeding(cast.matter, "Deadline", next_in=3)
    make.proceeding(cast.matter, "Not for clients", published=False, next_in=4)
    make.proceeding(make.matter(cast.site, cast.carla, cast.clara), "Not for Anna", next_in=4)
    path = address_of(cast.anna)
    answer = fetch(cast.site, path)
    assert not answer.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    found = {str(event["summary"]) for event in events(answer)}
    assert found == {"Hearing (100/26)", "Deadline (100/26)"}
    assert "Last fetched:" in open_browser(cast.anna).get("/profile/calendar/").text
    assert "/profile/calendar/" in open_browser(cast.anna).get("/profile/").text
    assert "/profile/calendar/" not in open_browser(cast.carla).get("/profile/").text


def test_the_calendar_is_valid_and_its_times_are_those_of_the_firms_office(cast, hearing):
    OfficeLocation.objects.create(
        site=cast.site, name="Office", street="Street 1", postal_code="1", city="Las Palmas", timezone="Atlantic/Canary"
    )  # fmt: skip
    FirmSettings.touch(site=cast.site)
    whole = make.proceeding(cast.matter, "Deadline", next_in=3)
    answer = fetch(cast.site, address_of(cast.anna))
    lines = answer.content.decode().split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "VERSION:2.0" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert "BEGIN:VTIMEZONE" in lines
    by_uid = {str(event["uid"]): event for event in events(answer)}
    timed, day = by_uid[str(hearing.uuid)], by_uid[str(whole.uuid)]
    start = timed["dtstart"].dt
    assert (start.date(), start.hour, start.minute) == (hearing.next_date, 11, 15)
    assert timed["dtstart"].params["TZID"] == "Atlantic/Canary"
    assert type(day["dtstart"].dt) is date
    assert day["dtend"].dt - day["dtstart"].dt == timedelta(days=1)
    assert timed["dtstamp"].dt == hearing.changed_at.replace(microsecond=0)
    assert timed["dtstamp"].dt.utcoffset() == timedelta()


def test_what_an_event_is_stays_the_same_thing_when_it_is_moved(cast, hearing):
    path = address_of(cast.anna)
    (before,) = events(fetch(cast.site, path))
    Proceeding.objects.filter(pk=hearing.pk).update(changed_at=timezone.now() - timedelta(days=1))
    hearing.next_date += timedelta(days=7)
    services.save_part(hearing, by=cast.carla, fields=["next_date"])
    (after,) = events(fetch(cast.site, path))
    assert before["uid"] == after["uid"]
    assert after["dtstart"].dt - before["dtstart"].dt >= timedelta(days=6)
    assert after["dtstamp"].dt >= before["dtstamp"].dt


def test_a_calendar_that_asks_again_is_told_that_nothing_changed(cast, hearing):
    path = address_of(cast.anna)
    first = fetch(cast.site, path)
    again = fetch(cast.site, path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    services.withdraw_parts([hearing], by=cast.carla)
    later = fetch(cast.site, path, if_none_match=first["ETag"])
    assert events(later) == []


def test_by_default_an_event_holds_kind_and_reference_and_a_firm_may_add_matter_court_and_place(
    cast, hearing
):
    court = make.court(cast.matter, "Labour Court", file_number="17 Ca 312/26")
    Proceeding.objects.update(court=court)
    path = address_of(cast.anna)
    bare = fetch(cast.site, path).content.decode()
    for secret in (cast.matter.subject, "Room 112", "Labour Court", "passport", "Settle", "Summons", "Anna"):
        assert secret not in bare
    FirmSettings.objects.filter(site=cast.site).update(calendar_shows_details=True)
    FirmSettings.touch(site=cast.site)
    (event,) = events(fetch(cast.site, path))
    assert event["location"] == "Room 112"
    assert cast.matter.subject in event["description"]
    assert "Labour Court, 17 Ca 312/26" in event["description"]
    assert "passport" not in event.to_ical().decode()
    services.withdraw_parts([court], by=cast.carla)
    assert "Labour Court" not in fetch(cast.site, path).content.decode()


def test_only_the_hash_of_the_secret_is_kept_and_it_is_shown_once(cast):
    path = address_of(cast.anna)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) > 40
    assert CalendarFeed.objects.get().token_hash == hash_token(token)
    assert token not in open_browser(cast.anna).get("/profile/calendar/").text
    assert not [event for event in AuditEvent.objects.all() if token in str(event.details)]


def test_a_new_address_replaces_the_old_one_and_a_client_can_end_it(cast, hearing):
    first = address_of(cast.anna)
    second = address_of(cast.anna, "renew")
    assert fetch(cast.site, first).status_code == 404
    assert len(events(fetch(cast.site, second))) == 1
    page = open_browser(cast.anna).post("/profile/calendar/", {"action": "end"}, follow=True).text
    assert "does not work any more" in page
    assert "No calendar is connected" in page
    assert fetch(cast.site, second).status_code == 404
    codes = AuditEvent.objects.filter(action__startswith="calendar.").order_by("pk")
    assert [event.action for event in codes] == ["calendar.made", "calendar.renewed", "calendar.ended"]


def test_blocking_a_client_ends_the_address_for_good(cast, hearing):
    path = address_of(cast.anna)
    clients.block(cast.anna, by=cast.carla)
    assert fetch(cast.site, path).status_code == 404
    clients.unblock(cast.anna, by=cast.carla)
    assert fetch(cast.site, path).status_code == 404
    path = address_of(cast.ben)
    clients.remove_access(cast.ben, by=cast.carla)
    assert fetch(cast.site, path).status_code == 404


def test_an_account_that_may_not_sign_in_has_no_calendar_however_that_came(cast, hearing):
    path = address_of(cast.anna)
    User.objects.filter(pk=cast.anna.user.pk).update(access_state=User.Access.BLOCKED)
    assert fetch(cast.site, path).status_code == 404


def test_a_matter_that_is_taken_down_takes_its_dates_along(cast, hearing):
    path = address_of(cast.anna)
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    assert events(fetch(cast.site, path)) == []


def test_a_closed_portal_another_firms_host_and_a_wrong_secret_are_the_same_404(cast, sur, hearing):
    path = address_of(cast.anna)
    assert fetch(sur, path).status_code == 404
    assert fetch(cast.site, "/calendar/wrong.ics").status_code == 404
    FirmSettings.objects.filter(site=cast.site).update(portal_enabled=False)
    FirmSettings.touch(site=cast.site)
    assert fetch(cast.site, path).status_code == 404


def test_a_calendar_that_asks_too_often_is_told_to_wait(cast, hearing, monkeypatch):
    monkeypatch.setattr(feeds, "PER_HOUR", 2)
    path = address_of(cast.anna)
    answers = [fetch(cast.site, path) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "3600"
    monkeypatch.setattr(feeds, "UNKNOWN_PER_HOUR", 1)
    assert [fetch(cast.site, "/calendar/wrong.ics").status_code for _number in range(2)] == [404, 429]
    Throttle.objects.all().delete()
    assert fetch(cast.site, path).status_code == 200


def test_staff_have_no_calendar_of_this_kind(cast):
    assert open_browser(cast.carla).post("/profile/calendar/", {"action": "make"}).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_one_date_can_be_put_into_a_calendar_by_itself(cast, hearing):
    answer = open_browser(cast.anna).get(f"/dates/{hearing.uuid}.ics")
    assert answer["Content-Disposition"] == f'attachment; filename="{hearing.next_date:%Y-%m-%d}.ics"'
    (event,) = events(answer)
    assert str(event["uid"]) == str(hearing.uuid)
    page = open_browser(cast.anna).get(f"/matters/{cast.matter.uuid}/dates/").text
    assert f'href="/dates/{hearing.uuid}.ics"' in page


def test_typed_text_can_not_add_a_line_to_the_calendar(cast):
    row = make.proceeding(cast.matter, "Letter", next_in=2)
    Proceeding.objects.filter(pk=row.pk).update(next_kind="A\r\nATTENDEE:mailto:x@example.com,;\\")
    content = fetch(cast.site, address_of(cast.anna)).content.decode()
    assert not [line for line in content.split("\r\n") if line.startswith("ATTENDEE")]
