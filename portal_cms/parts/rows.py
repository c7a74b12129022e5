"""How a date and a step of a matter are shown. Pure presentation: no queries."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def date_row(proceeding, *, with_matter=False):
    """What comes next, ready to show."""
    row = {
        "title": proceeding.next_title,
        "date": proceeding.next_date,
        "time": proceeding.next_time,
        "place": proceeding.next_place,
        "court": proceeding.public_court,
        "when": how_soon(proceeding.next_date),
        "ics_url": reverse("portal_parts:date", args=[proceeding.uuid]),
    }
    if with_matter:
        row["matter"] = proceeding.matter
        row["url"] = reverse("portal_parts:timeline", args=[proceeding.matter.uuid])
    return row


def entry_row(entry):
    """A date of another kind (`entries.Entry`), shown like that of a proceeding."""
    return {
        "title": f"{entry.what}: {entry.title}",
        "date": entry.day,
        "when": how_soon(entry.day),
        "matter": entry.matter,
        "url": entry.path,
    }


def merged(dates, entries, most):
    """Rows of both kinds, the nearest first."""
    rows = [*dates, *(entry_row(entry) for entry in entries)]
    return sorted(rows, key=lambda row: row["date"])[:most]


def step_row(proceeding):
    """A step that was taken, with the date it led to, if that is over."""
    led_to = proceeding.next_date
    return {
        "date": proceeding.date,
        "kind": proceeding.kind,
        "text": proceeding.text,
        "court": proceeding.public_court,
        "led_to": led_to,
        "led_to_title": proceeding.next_kind,
        "is_past": led_to is not None and led_to < timezone.localdate(),
        "uuid": proceeding.uuid,
    }


def how_soon(day):
    """ "today", "tomorrow", "in 5 days"; further away only the date is said."""
    left = (day - timezone.localdate()).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", left) % {"count": left} if 1 < left < 61 else ""


def by_year(steps):
    """Steps, newest first, as pairs of year and its steps."""
    years = {}
    for step in steps:
        years.setdefault(step["date"].year, []).append(step)
    return list(years.items())
