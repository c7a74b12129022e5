"""Writing to the outbox. Delivery is another module; nothing here talks to a mail server."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.notices.models import OutboxMessage

State = OutboxMessage.State


def enqueue(event, *, site, to, context, merge=None, delay=0):
    """Put one mail into the outbox, inside the transaction of the change it tells of.

    `event` is a stem of `sitesettings.events`, `to` an account, `context` the ids the templates need. With
    `merge` a mail of the same key that still waits takes the ids in: lists in its context grow, so several
    files make one mail. `delay` is in seconds. Returns the row.
    """
    row = OutboxMessage(
        site=site,
        event=event,
        recipient=to,
        address=to.email,
        context=context,
        merge_key=f"{site.pk}:{event}:{to.pk}:{merge}" if merge else "",
        next_attempt_at=timezone.now() + timedelta(seconds=delay),
    )
    return _merge_or_add(row) if merge else _add(row)


def _merge_or_add(row):
    """Two transactions may add the first row of a key at once; the constraint lets one win, the other merges."""
    if waiting := _merge(row):
        return waiting
    try:
        with transaction.atomic():
            return _add(row)
    except IntegrityError:
        row.pk = None
        return _merge(row) or _add(row)


def _merge(row):
    """The waiting row of the same key, grown by this one's ids. One that a worker has taken is left alone and
    loses its key, so that a new row can carry it."""
    same = OutboxMessage.objects.filter(merge_key=row.merge_key, state=State.WAITING)
    waiting = same.select_for_update().filter(attempts=0, claimed_until=None).first()
    if waiting is None:
        same.update(merge_key="")
        return None
    waiting.context = _merged(waiting.context, row.context)
    waiting.save(update_fields=["context"])
    return waiting


def _add(row):
    row.save(force_insert=True)
    return row


def _merged(old, new):
    merged = {**old, **new}
    for key, value in new.items():
        if isinstance(value, list):
            merged[key] = [*old.get(key, []), *(item for item in value if item not in old.get(key, []))]
    return merged


@transaction.atomic
def try_again(row, *, by):
    """Put a mail that was given up back into the outbox, to be sent now. Returns whether that was possible:
    twice at once, or for a mail that is on its way, changes nothing."""
    again = OutboxMessage.objects.filter(pk=row.pk, state=State.FAILED).update(
        state=State.WAITING, attempts=0, next_attempt_at=timezone.now(), claimed_until=None, merge_key=""
    )
    if again:
        record("outbox.retried", on=row, by=by, event=row.event)
    return bool(again)
