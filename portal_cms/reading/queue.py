"""The worker's reading of files. As with their check, the rows are the queue and a lease gives a killed worker's back."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.reading import endpoint, reader, suggest
from portal_cms.reading.models import Reading, ReadingSettings

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=15)  # longer than the child and the language model may take together
PAUSES = (30, 120, 600, 3600)  # seconds between tries; the last one for all that follow
MOST_TRIES = 6


def read_due(limit=1) -> int:
    """Read up to `limit` files whose time has come; returns how many were taken."""
    taken = 0
    for pk in list(Reading.objects.due().order_by("next_at", "pk").values_list("pk", flat=True)[:limit]):
        taken += read_now(pk)
    return taken


def read_now(pk) -> bool:
    """Read one file that is due; returns whether it was this one who did."""
    reading = _claim(pk)
    if reading is None:
        return False
    try:
        _read(reading)
    except DatabaseError:  # nothing can be written now; the lease gives the file back
        raise
    except Exception as error:
        _postpone(reading, error)
    return True


def _claim(pk):
    """The reading, if no other worker was quicker."""
    until = timezone.now() + LEASE
    if not Reading.objects.due().filter(pk=pk).update(claimed_until=until, attempts=F("attempts") + 1):
        return None
    return Reading.objects.select_related("document__matter__site", "document__client").get(pk=pk)


def _read(reading):
    document, firm = reading.document, ReadingSettings.for_site(reading.document.matter.site)
    if not document.is_released:
        return _finish(reading, reader.Outcome(reason="unreadable"), firm)
    outcome = reader.read(document, wants_text=firm.asks_endpoint)
    by_endpoint = []
    if firm.asks_endpoint and outcome.text:
        by_endpoint = endpoint.find(outcome.text, outcome.language)
    return _finish(reading, outcome, firm, by_endpoint)


@transaction.atomic
def _finish(reading, outcome, firm, by_endpoint=()):
    """Write what was found, unless the lease ran out and the file is another worker's."""
    is_bad = outcome.reason in ("unreadable", "type")
    mine = Reading.objects.filter(
        pk=reading.pk, state=Reading.State.WAITING, claimed_until=reading.claimed_until
    )
    changes = {
        "state": Reading.State.FAILED if is_bad else Reading.State.DONE,
        "how": outcome.how,
        "reason": outcome.reason,
        "language": outcome.language,
        "pages": outcome.pages,
        "finished_at": timezone.now(),
        "claimed_until": None,
    }
    if not mine.update(**changes):
        log.warning("Reading %s was taken over by another worker.", reading.uuid)
        return
    count = suggest.keep(reading, outcome.findings, by_endpoint=by_endpoint)
    record("document.read", on=reading.document, suggestions=count, reason=outcome.reason)
    if firm.takes_over:
        suggest.take_over_what_is_certain(reading)


def _postpone(reading, error):
    """Something of ours is not there now: ask again later, and give up in the end."""
    pause = timedelta(seconds=PAUSES[min(reading.attempts, len(PAUSES)) - 1])
    changes = {"claimed_until": None, "next_at": timezone.now() + pause}
    if reading.attempts >= MOST_TRIES:
        changes |= {"state": Reading.State.FAILED, "reason": "failed", "finished_at": timezone.now()}
    Reading.objects.filter(pk=reading.pk, claimed_until=reading.claimed_until).update(**changes)
    is_expected = isinstance(error, vault.VaultError)
    message = "Document %s could not be read (try %s): %s"
    log.warning(
        message, reading.document.uuid, reading.attempts, error, exc_info=None if is_expected else error
    )
