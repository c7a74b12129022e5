"""Emptying the outbox. The rows are the queue: several workers may call `drain` at once.

A worker takes a row by a conditional UPDATE that sets a lease; whoever wins sends it. The outcome is
written only while the lease is still the worker's own. A worker that dies between sending and writing
leaves a row that is sent once more after the lease, with the same Message-ID: one double, never a loss.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal_cms.notices.letters import letter_for
from portal_cms.notices.models import OutboxMessage
from portal_cms.notices.rendering import make_mail, preview
from portal_cms.notices.sending import Answer, NotAnAddress, Post, meaning, wording
from sitesettings.firm import firm_for

log = logging.getLogger(__name__)
State = OutboxMessage.State
LEASE = timedelta(minutes=5)  # longer than a mail server may take for one mail
MINUTES = [1, 5, 15, 60, *[240] * 17]  # the pauses between tries: three days in all, then it is given up


@dataclass(slots=True)
class Outcome:
    """What a call of `drain` did. `is_unreachable`: the server was gone, calling again at once is no use."""

    handled: int = 0
    sent: int = 0
    is_unreachable: bool = False


def drain(now=None, limit=50) -> Outcome:
    """Send up to `limit` due mails over one connection."""
    outcome = Outcome()
    due = OutboxMessage.objects.due(now).order_by("next_attempt_at", "pk").values_list("pk", flat=True)
    with Post() as post:
        for pk in list(due[:limit]):
            row = _claim(pk, now)
            if row is None:
                continue
            outcome.handled += 1
            answer = _deliver(row, post)
            outcome.sent += answer is None
            if answer is Answer.UNREACHABLE:
                outcome.is_unreachable = True
                break
    return outcome


def _claim(pk, now):
    """The row, if no other worker was quicker. A claim counts as a try, so that a mail which kills its worker
    does not do so for ever."""
    now = now or timezone.now()
    until = timezone.now() + LEASE
    won = OutboxMessage.objects.due(now).filter(pk=pk).update(claimed_until=until, attempts=F("attempts") + 1)
    if not won:
        return None
    return OutboxMessage.objects.select_related("site__firmsettings", "recipient").get(pk=pk)


def _deliver(row, post):
    """Send one claimed row and write down how it went; returns None if nothing went wrong."""
    try:
        mail, subject = _prepare(row, firm_for(row.site))
        if mail is None:
            _settle(row, state=State.DROPPED)
            return None
        post.send(mail)
    except Exception as error:
        return _note_failure(row, error)
    _settle(
        row,
        state=State.SENT,
        sent_at=timezone.now(),
        recipient=row.recipient,
        address=row.recipient.email,
        subject=subject,
        message_id=mail.extra_headers["Message-ID"],
        last_error="",
    )
    return None


@transaction.atomic
def _prepare(row, firm):
    """The mail, or None; and its subject as the outbox keeps it, without contents of the matter."""
    letter = letter_for(row, firm)
    if letter is None:
        return None, ""
    try:
        validate_email(row.recipient.email)
    except ValidationError as error:
        raise NotAnAddress("This is not one mail address.") from error
    return make_mail(row, letter, firm), preview(row, letter, firm)[0]


def _note_failure(row, error):
    answer = meaning(error)
    if answer is Answer.LATER and not isinstance(error, OSError):
        log.exception("Mail %s (%s) could not be made or handed over.", row.uuid, row.event)
    else:
        log.warning("Mail %s (%s): %s", row.uuid, row.event, wording(error))
    if answer is Answer.NEVER or row.attempts > len(MINUTES):
        _settle(row, state=State.FAILED, last_error=wording(error))
    else:
        pause = timedelta(minutes=MINUTES[row.attempts - 1])
        _settle(row, next_attempt_at=timezone.now() + pause, last_error=wording(error))
    return answer


def _settle(row, **changes):
    """Write the outcome and give the row back, unless the lease ran out and it is somebody else's now."""
    mine = OutboxMessage.objects.filter(pk=row.pk, state=State.WAITING, claimed_until=row.claimed_until)
    if not mine.update(claimed_until=None, **changes):
        log.warning("Mail %s was taken over by another worker before its outcome was written.", row.uuid)
