"""Dates as RFC 5545 writes them. Functions of rows and bytes; they ask nobody who may see a row.

By default an event holds no more than its kind and the matter's reference number (C17): calendars are often kept by
a third party. A firm may add matter, place and court; the text of a proceeding never leaves the portal this way.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=4)


def zone_of(firm):
    """The clock on the wall of the firm's standard office."""
    office = firm.standard_office
    return ZoneInfo(office.hours.timezone) if office else timezone.get_default_timezone()


def calendar_of(proceedings, firm, entries=()):
    """The bytes of a calendar with the next date of each of these proceedings, whose matter and court are read along,
    and with these other dates (`entries.Entry`)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portal CMS//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Dates: %(firm)s") % {"firm": firm.name})
    calendar.add("name", _("Dates: %(firm)s") % {"firm": firm.name})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    zone = zone_of(firm)
    for proceeding in proceedings:
        calendar.add_component(event_of(proceeding, firm, zone))
    for entry in entries:
        calendar.add_component(event_of_entry(entry, firm))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(proceeding, firm, zone):
    event = Event()
    matter = proceeding.matter
    event.add("uid", str(proceeding.uuid))
    event.add("dtstamp", proceeding.changed_at.astimezone(UTC))
    event.add("last-modified", proceeding.changed_at.astimezone(UTC))
    _add_times(event, proceeding, zone)
    event.add("summary", f"{proceeding.next_title} ({matter.reference})")
    event.add("url", firm.absolute_url(reverse("portal_parts:timeline", args=[matter.uuid])))
    event.add("class", "PRIVATE")
    if firm.calendar_shows_details:
        _add_details(event, proceeding)
    return event


def event_of_entry(entry, firm):
    """A date of a whole day that takes no time of it."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{entry.what} ({entry.matter.reference})")
    event.add("url", firm.absolute_url(entry.path))
    event.add("class", "PRIVATE")
    if firm.calendar_shows_details:
        event.add("description", f"{entry.title}\n{entry.matter.subject}")
    return event


def _add_times(event, proceeding, zone):
    """Without a time it is a date of the whole day; an end nobody knows is not made up."""
    if proceeding.next_time is None:
        event.add("dtstart", proceeding.next_date)
        event.add("dtend", proceeding.next_date + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", datetime.combine(proceeding.next_date, proceeding.next_time, zone))


def _add_details(event, proceeding):
    court = proceeding.public_court
    lines = [proceeding.matter.subject, str(court) if court else ""]
    event.add("description", "\n".join(filter(None, lines)))
    if place := proceeding.next_place or (court.address if court else ""):
        event.add("location", place)
