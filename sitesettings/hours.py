"""Is the office open, until when, and when again: arithmetic on weekly hours and exceptions, no database.

Times are wall-clock times of the office. Every comparison is made in UTC, so that a change of the clocks
neither opens an office twice nor loses an hour.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone as django_timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

LOOK_AHEAD_DAYS = 366
CLOCK = "G:i"  # 9:00, 17:00: read the same way in every language of the portal


@dataclass(frozen=True, order=True)
class Slot:
    opens: time
    closes: time

    def __str__(self):
        return f"{time_format(self.opens, CLOCK)}-{time_format(self.closes, CLOCK)}"


@dataclass(frozen=True)
class Exceptional:
    """Days on which `slots` hold instead of the weekly hours; no slots means closed."""

    first: date
    last: date
    slots: tuple[Slot, ...] = ()
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Day:
    """One row of the week table."""

    date: date
    slots: tuple[Slot, ...]
    is_today: bool
    is_exception: bool
    note: str

    @property
    def name(self) -> str:
        return date_format(self.date, "l")

    @property
    def is_closed(self) -> bool:
        return not self.slots

    @property
    def text(self) -> str:
        """The day's hours in words: "9:00-12:00, 14:00-17:00" or "Closed"."""
        return ", ".join(str(slot) for slot in self.slots) or _("Closed")


@dataclass(frozen=True)
class State:
    """Open or closed at one moment; `until` and `opens_at` are in the office's time zone."""

    is_open: bool
    until: datetime | None
    opens_at: datetime | None
    text: str

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class OfficeHours:
    timezone: str
    weekly: Mapping[int, Sequence[Slot]] = field(default_factory=dict)
    exceptions: Sequence[Exceptional] = ()

    @property
    def is_known(self) -> bool:
        """False where nobody entered hours; such an office is shown without any, not as closed."""
        return any(self.weekly.values()) or any(rule.slots for rule in self.exceptions)

    @property
    def is_open(self) -> bool:
        return self.is_known and self.state().is_open

    @property
    def status_text(self) -> str:
        """ "Open now until 17:00", or nothing where no hours were entered."""
        return self.state().text if self.is_known else ""

    def on(self, day: date) -> tuple[Slot, ...]:
        """The hours of that day, touching spans joined. An exception replaces the whole day."""
        rules = [rule for rule in self.exceptions if rule.covers(day)]
        slots = (
            [slot for rule in rules for slot in rule.slots] if rules else self.weekly.get(day.weekday(), ())
        )
        joined: list[Slot] = []
        for slot in sorted(slots):
            if joined and slot.opens <= joined[-1].closes:
                joined[-1] = Slot(joined[-1].opens, max(joined[-1].closes, slot.closes))
            else:
                joined.append(slot)
        return tuple(joined)

    def state(self, now: datetime | None = None) -> State:
        now = (now or django_timezone.now()).astimezone(UTC)
        zone = ZoneInfo(self.timezone)
        today = now.astimezone(zone).date()
        for start, end in self._spans(today - timedelta(days=1), 2, zone):
            if start <= now < end:
                until = end.astimezone(zone)
                text = _("Open now until %(time)s") % {"time": time_format(until.time(), CLOCK)}
                return State(True, until, None, text)
        opens = next((s for s, _e in self._spans(today, LOOK_AHEAD_DAYS, zone) if s > now), None)
        opens_at = opens and opens.astimezone(zone)
        return State(False, None, opens_at, _closed_text(today, opens_at))

    def week(self, now: datetime | None = None) -> list[Day]:
        """Monday to Sunday of the current week, exceptions applied, today marked; empty if unknown."""
        if not self.is_known:
            return []
        today = (now or django_timezone.now()).astimezone(ZoneInfo(self.timezone)).date()
        monday = today - timedelta(days=today.weekday())
        return [self._day(monday + timedelta(days=offset), today) for offset in range(7)]

    def _day(self, day, today):
        rules = [rule for rule in self.exceptions if rule.covers(day)]
        note = ", ".join(dict.fromkeys(rule.note for rule in rules if rule.note))
        return Day(day, self.on(day), day == today, bool(rules), note)

    def _spans(self, first, days, zone):
        """Opening spans of some days as UTC pairs, in order."""
        for offset in range(days):
            day = first + timedelta(days=offset)
            for slot in self.on(day):
                yield _moment(day, slot.opens, zone, 0), _closing(day, slot.closes, zone)


def overlapping(slots: Sequence[Slot]) -> bool:
    """Whether two spans of one day share a minute; spans that only touch do not."""
    ordered = sorted(slots)
    return any(after.opens < before.closes for before, after in itertools.pairwise(ordered))


def _moment(day, clock, zone, fold):
    return datetime.combine(day, clock, tzinfo=zone).replace(fold=fold).astimezone(UTC)


def _closing(day, clock, zone):
    """A closing time the clock shows twice is the later one."""
    return max(_moment(day, clock, zone, 0), _moment(day, clock, zone, 1))


def _closed_text(today, opens_at):
    if opens_at is None:
        return _("Closed at the moment")
    clock = time_format(opens_at.time(), CLOCK)
    days = (opens_at.date() - today).days
    if days == 0:
        return _("Opens today at %(time)s") % {"time": clock}
    if days == 1:
        return _("Opens tomorrow at %(time)s") % {"time": clock}
    if days < 7:
        return _("Opens %(weekday)s at %(time)s") % {"weekday": date_format(opens_at, "l"), "time": clock}
    day = date_format(opens_at, "MONTH_DAY_FORMAT")
    return _("Closed until %(day)s, %(time)s") % {"day": day, "time": clock}
