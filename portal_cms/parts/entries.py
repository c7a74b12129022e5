"""Dates of a matter that are not those of a proceeding, as the apps above bring them: when an answer is due, say.

An app registers from `AppConfig.ready()` a function `source(user, since)` that returns the entries this client may see, from
that day on, in one query. They stand in the client's calendar (C17: the title and the subject only where the firm lets
calendars have details), and beside the proceedings' dates of a matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal_cms.matters.models import Matter

_sources: list[Callable] = []


@dataclass(frozen=True, slots=True)
class Entry:
    """`what` is the kind of date in a translated word or two, `title` what it is about, `path` its page."""

    uid: str
    day: date
    what: str
    title: str
    matter: Matter
    changed_at: datetime
    path: str


def register_dates(source: Callable) -> None:
    _sources.append(source)


def entries_of(user, since) -> list[Entry]:
    """Of all sources, the nearest first."""
    found = [entry for source in _sources for entry in source(user, since)]
    return sorted(found, key=lambda entry: (entry.day, entry.uid))
