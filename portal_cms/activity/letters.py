"""The letter of the day's summary; what it tells is asked again when it is made."""

from collections import Counter

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal_cms.activity.log import rows_of
from portal_cms.activity.models import Summary
from portal_cms.activity.summary import events_of
from portal_cms.notices.letters import Letter, register

LINES = 50


def summary(row, reader):
    """To staff: how many of each kind, and where the firm allows it which ones in which matters."""
    found = Summary.objects.filter(pk=row.context["summary"], user=row.recipient).first()
    if found is None:
        return None
    events = events_of(found, reader)
    count = events.count()
    if not count:
        return None
    lines = rows_of(reader, events[:LINES])
    return Letter(
        label=_("Open the activity log"),
        path=reverse("portal_activity:log") + "?mine=true",
        values={"count": count, "kinds": _kinds(lines), "is_cut": count > LINES},
        content={"names": [_line(line) for line in lines]},
    )


def _kinds(lines):
    """Pairs of a sentence and how often it is true."""
    return list(Counter(line.sentence for line in lines).items())


def _written(line):
    parts = [line.sentence, line.person, line.thing and line.thing.title, line.matter]
    return ", ".join(str(part) for part in parts if part)


_line = lazy(_written, str)  # in the language of the reader, known when the mail is rendered


def register_letters():
    register("activity_summary", summary)
