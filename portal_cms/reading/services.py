"""Reading a file, and deciding about what was found in it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.common.errors import PortalError
from portal_cms.matters.models import Matter
from portal_cms.reading import reader
from portal_cms.reading.models import Reading, Suggestion
from portal_cms.reading.targets import CLIENT_FIELDS, Room
from portal_cms.reading.wording import taken_text
from portal_cms.reading.writing import client_writer

State = Suggestion.State
DECIDED = gettext_lazy("Somebody has decided about this meanwhile.")


class Changed(PortalError):
    """What stands at the place is not what the form showed."""


@transaction.atomic
def request_reading(document, *, by):
    """Let the worker read a released file, also once more. Raises PortalError if it can't be read."""
    if not document.is_released:
        raise PortalError(_("This file was not checked yet. Please try again in a moment."))
    if not reader.can_read(document):
        raise PortalError(_("Files of this type are not read."))
    reading, _is_new = Reading.objects.get_or_create(
        document=document, defaults={"site_id": document.site_id}
    )
    Reading.objects.filter(pk=reading.pk).update(
        state=Reading.State.WAITING, asked_by=by, attempts=0, next_at=timezone.now(), claimed_until=None
    )
    record("document.reading_requested", on=document, by=by)
    reading.refresh_from_db()
    return reading


@transaction.atomic
def take_over(suggestion, *, option_key, values, stamp, by):
    """Write the values to the chosen place. Raises Changed if that is not as it was when the form was made (`stamp`),
    PortalError if somebody was quicker, the place is gone, or the value does not fit there.

    Whether `by` may change the place is asked here: what may not be changed is no option.
    """
    row = _locked(suggestion)
    matter = row.reading.document.matter
    Matter.objects.select_for_update().get(pk=matter.pk)  # before its parts, as their own services do
    option = next((one for one in Room(matter, by, locked=True).options(row) if one.key == option_key), None)
    if option is None:
        raise PortalError(
            _("This place is not there any more, or you may not change it. Please choose another one.")
        )
    if stamp != option.stamp:
        raise Changed(
            _("“%(label)s” was changed meanwhile; now there is: %(now)s. Please look again and decide.")
            % {"label": option.label, "now": option.now or _("nothing")}
        )
    option.write(values, by)
    taken = taken_text(row.kind, values)
    changed = {} if taken == str(row) else {"data": {**row.data, "taken": taken}}
    _decide(row, State.TAKEN, by, target=option.label, **changed)
    details = {"kind": row.kind, "target": option.key, "page": row.page, "suggestion": str(row.uuid)}
    record("suggestion.taken_over", on=row.reading.document, by=by, matter=matter, **details)


@transaction.atomic
def refuse(suggestions, *, by):
    """None of these is to be taken over; they are not suggested again for this file. Returns how many were open."""
    rows = [row for row in suggestions if row.is_open]
    if not rows:
        return 0
    document = rows[0].reading.document
    keys = [row.pk for row in rows]
    changes = {"state": State.REFUSED, "decided_by": by, "decided_at": timezone.now(), "context": ""}
    count = Suggestion.objects.filter(pk__in=keys, state=State.OPEN).update(**changes)
    if count:
        record("suggestion.refused", on=document, by=by, count=count)
    return count


@transaction.atomic
def take_over_at_once(suggestion, field):
    """Without staff, if the firm switched it on: into an empty field of the client whose name stands beside the value.
    Returns whether it was done; whatever does not fit stays a suggestion."""
    row = _locked(suggestion)
    document = row.reading.document
    mine = Client.objects.filter(uuid=row.data["client"], matter_clients__matter=document.matter_id)
    client = mine.select_for_update(of=("self",)).select_related("user", "site").first()
    if client is None or getattr(client, field):
        return False
    try:
        with transaction.atomic():
            client_writer(client, CLIENT_FIELDS[row.kind], row)({"value": row.value}, None)
    except PortalError:
        return False
    _decide(row, State.TAKEN, None, target=str(client), is_automatic=True)
    details = {"kind": row.kind, "target": f"client:{client.pk}", "suggestion": str(row.uuid)}
    record("suggestion.taken_over_at_once", on=document, **details)
    return True


def _locked(suggestion):
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related(
        "reading__document__matter__site"
    )
    row = rows.get(pk=suggestion.pk)
    if not row.is_open:
        raise PortalError(DECIDED)
    return row


def _decide(row, state, by, **changes):
    row.state, row.decided_by, row.decided_at, row.context = state, by, timezone.now(), ""
    for name, value in changes.items():
        setattr(row, name, value[:200] if isinstance(value, str) else value)
    row.save(update_fields=["state", "decided_by", "decided_at", "context", *changes])
