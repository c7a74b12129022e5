"""Office hours: open or not, until when, and when again, across lunch breaks, holidays and clock changes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sitesettings.hours import Exceptional, OfficeHours, Slot, overlapping

BERLIN = "Europe/Berlin"
MORNING, AFTERNOON = Slot(time(9), time(12)), Slot(time(14), time(17))
WEEKDAYS = dict.fromkeys(range(5), (MORNING, AFTERNOON))

pytestmark = pytest.mark.feature("A9")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def at(year, month, day, hour=12, minute=0, zone=BERLIN):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def office(*exceptions, weekly=WEEKDAYS, zone=BERLIN):
    return OfficeHours(zone, weekly, exceptions)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (at(2026, 5, 4, 9, 0), "Open now until 12:00"),
        (at(2026, 5, 4, 11, 59), "Open now until 12:00"),
        (at(2026, 5, 4, 12, 0), "Opens today at 14:00"),
        (at(2026, 5, 4, 8, 59), "Opens today at 9:00"),
        (at(2026, 5, 4, 17, 0), "Opens tomorrow at 9:00"),
        (at(2026, 5, 8, 17, 0), "Opens Monday at 9:00"),
        (at(2026, 5, 9, 10, 0), "Opens Monday at 9:00"),
        (at(2026, 5, 10, 10, 0), "Opens tomorrow at 9:00"),
    ],
)
def test_the_state_says_until_when_or_when_again(moment, text):
    assert office().state(moment).text == text


def test_a_closed_range_names_the_day_it_ends():
    holidays = Exceptional(date(2026, 12, 21), date(2027, 1, 1), note="Holidays")
    state = office(holidays).state(at(2026, 12, 22, 10))
    assert (state.is_open, state.text) == (False, "Closed until 4 January, 9:00")
    assert state.opens_at == at(2027, 1, 4, 9)


def test_an_exception_with_times_replaces_the_whole_day():
    short_day = Exceptional(date(2026, 5, 4), date(2026, 5, 4), (Slot(time(10), time(11)),))
    hours = office(short_day)
    assert hours.state(at(2026, 5, 4, 9, 30)).text == "Opens today at 10:00"
    assert hours.state(at(2026, 5, 4, 15)).text == "Opens tomorrow at 9:00"


def test_an_office_can_open_on_a_day_it_is_usually_closed():
    fair = Exceptional(date(2026, 5, 9), date(2026, 5, 9), (Slot(time(10), time(13)),), "Open day")
    assert office(fair).state(at(2026, 5, 9, 12)).text == "Open now until 13:00"


def test_spans_that_touch_are_one():
    joined = office(weekly={0: (Slot(time(12), time(17)), Slot(time(9), time(12)))})
    assert joined.state(at(2026, 5, 4, 10)).text == "Open now until 17:00"
    assert joined.on(date(2026, 5, 4)) == (Slot(time(9), time(17)),)


def test_an_office_without_hours_is_not_called_closed():
    assert not office(weekly={}).is_known
    assert office(weekly={}).state(at(2026, 5, 4)).opens_at is None


def test_an_office_that_never_opens_again_is_closed_without_a_date():
    forever = Exceptional(date(2026, 1, 1), date(2030, 1, 1))
    assert office(forever).state(at(2026, 5, 4)).text == "Closed at the moment"


@pytest.mark.parametrize(
    ("moment", "is_open"), [(at(2026, 5, 4, 9, zone="UTC"), True), (at(2026, 5, 4, 15, zone="UTC"), False)]
)
def test_a_reader_in_another_time_zone_sees_the_office_clock(moment, is_open):
    assert office().state(moment).is_open is is_open


@pytest.mark.parametrize(
    ("day", "opening_in_utc"), [((2026, 3, 27), 8), ((2026, 3, 30), 7), ((2026, 10, 26), 8)]
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(day, opening_in_utc):
    before = datetime(*day, 2, tzinfo=UTC)
    assert office().state(before).opens_at.astimezone(UTC).hour == opening_in_utc
    assert office().state(before).opens_at.hour == 9


def test_the_hour_that_happens_twice_is_open_twice():
    night = office(weekly={6: (Slot(time(1), time(2, 30)),)})
    first, second = datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert first.astimezone(ZoneInfo(BERLIN)).hour == second.astimezone(ZoneInfo(BERLIN)).hour == 2
    assert night.state(first).is_open
    assert night.state(second).is_open
    assert not night.state(datetime(2026, 10, 25, 1, 31, tzinfo=UTC)).is_open


def test_the_hour_that_never_happens_does_not_open_the_office_before_its_time():
    night = office(weekly={6: (Slot(time(2, 30), time(4)),)})
    assert not night.state(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)).is_open
    assert night.state(datetime(2026, 3, 29, 1, 45, tzinfo=UTC)).is_open
    assert not night.state(datetime(2026, 3, 29, 2, 0, tzinfo=UTC)).is_open


def test_the_week_table_applies_exceptions_and_marks_today():
    holiday = Exceptional(date(2026, 5, 1), date(2026, 5, 1), note="Labour Day")
    week = office(holiday).week(at(2026, 4, 29))
    assert [day.name for day in week][:2] == ["Monday", "Tuesday"]
    assert [day.date.day for day in week if day.is_today] == [29]
    friday = week[4]
    assert (friday.text, friday.note, friday.is_exception) == ("Closed", "Labour Day", True)
    assert week[0].text == "9:00-12:00, 14:00-17:00"
    assert week[6].is_closed
    assert not week[6].is_exception


@pytest.mark.parametrize(
    ("slots", "result"),
    [
        ((MORNING, AFTERNOON), False),
        ((MORNING, Slot(time(12), time(13))), False),
        ((MORNING, Slot(time(11), time(13))), True),
    ],
)
def test_overlaps_are_found_and_touching_spans_are_none(slots, result):
    assert overlapping(slots) is result


def test_weekday_names_follow_the_language():
    with translation.override("de"):
        assert office().week(at(2026, 5, 4))[0].name == "Montag"
    with translation.override("es"):
        assert office().week(at(2026, 5, 4))[0].name == "lunes"
