"""The worker's check of files: received -> checking -> released | rejected.

The documents themselves are the queue. A worker takes one by a conditional UPDATE that sets a lease, asks
the virus scanner, has the file inspected in a child process and writes the outcome only while the lease is
its own: a worker that was killed leaves a document that is checked again, and two never decide on one.
Only a clear answer ends the check; a scanner that does not answer means "later", never "clean".
"""

import logging
from contextlib import closing
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.documents import announce
from portal_cms.documents.inspection import runner
from portal_cms.documents.inspection.scanners import ScannerUnavailable, get_scanner
from portal_cms.documents.inspection.verdict import Verdict
from portal_cms.documents.models import Document, DocumentPicture
from portal_cms.documents.signals import document_checked

log = logging.getLogger(__name__)
State = Document.State
LEASE = timedelta(minutes=5)  # longer than scanner and inspection may take together
SECONDS = [15, 30, 60, 120, 300, 600]  # the pauses between tries; the last one for all that follow
PICTURE_LIMIT = runner.MAX_PICTURE_BYTES


def check_due(limit=1) -> int:
    """Check up to `limit` documents whose time has come; returns how many were taken."""
    taken = 0
    for pk in list(
        Document.all_files.due().order_by("next_check_at", "pk").values_list("pk", flat=True)[:limit]
    ):
        document = _claim(pk)
        if document is None:
            continue
        taken += 1
        lease = document.claimed_until
        try:
            _check(document)
        except DatabaseError:  # nothing can be written now; the lease gives the document back
            raise
        except Exception as error:
            _postpone(document, lease, error)
    return taken


def _claim(pk):
    """The document, if no other worker was quicker."""
    won = (
        Document.all_files.due()
        .filter(pk=pk)
        .update(state=State.CHECKING, claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    )
    if not won:
        return None
    return Document.all_files.select_related("site", "matter__site", "uploaded_by").get(pk=pk)


def _check(document):
    """Scan, inspect, keep the pictures, then decide in one transaction: files first, rows second."""
    found = _scan(document)
    if found is not None:
        _decide(document, Verdict.rejected("virus"), found=found)
        return
    verdict, pictures = runner.run(document, document.original_name)
    stored = []
    try:
        for picture in pictures if verdict.ok else []:
            stored.append((picture, vault.store([picture.content], max_bytes=PICTURE_LIMIT)))
        kept = _decide(document, verdict, pictures=stored)
    except BaseException:
        _delete(stored)
        raise
    if not kept:
        _delete(stored)


def _scan(document):
    """The name of what the scanner found, or None if the file is clean. Without a scanner nothing is read."""
    scanner = get_scanner()
    if not scanner.is_on:
        return None
    with closing(vault.open_range(document)) as content:
        result = scanner.scan(content)
    return None if result.clean else result.found or "?"


@transaction.atomic
def _decide(document, verdict, *, pictures=(), **details):
    """Write the outcome, unless the lease ran out and the document is another worker's; returns whether."""
    mine = Document.all_files.filter(
        pk=document.pk, state=State.CHECKING, claimed_until=document.claimed_until
    )
    changes = {
        "state": State.RELEASED if verdict.ok else State.REJECTED,
        "content_type": verdict.content_type,
        "reason": verdict.reason,
        "pages": verdict.pages if pictures else None,
        "checked_at": timezone.now(),
        "claimed_until": None,
    }
    if not mine.update(**changes):
        log.warning("Document %s was taken over by another worker.", document.uuid)
        return False
    for name, value in changes.items():
        setattr(document, name, value)
    _keep_pictures(document, pictures)
    if verdict.ok:
        record("document.released", on=document, content_type=verdict.content_type)
    else:
        record("document.rejected", on=document, reason=verdict.reason, **details)
    _tell(document)
    document_checked.send(sender=Document, document=document)
    return True


def _tell(document):
    """Staff hear of a client's file when it can be opened; whoever sent a refused file hears of that."""
    if document.is_rejected:
        announce.upload_rejected(document)
    elif document.client_id:
        announce.upload_received(document)


def _keep_pictures(document, pictures):
    DocumentPicture.objects.bulk_create(
        DocumentPicture(
            document=document,
            number=number,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            size=stored.size,
            sha256=stored.sha256,
            storage_name=stored.name,
            key_id=stored.key_id,
            wrapped_key=stored.wrapped_key,
        )
        for number, (picture, stored) in enumerate(pictures, start=1)
    )


def _postpone(document, lease, error):
    """Nobody could say; ask again later. After some tries the log says so loudly, and staff see it in the list."""
    pause = timedelta(seconds=SECONDS[min(document.attempts, len(SECONDS)) - 1])
    Document.all_files.filter(pk=document.pk, claimed_until=lease).update(
        state=State.RECEIVED, claimed_until=None, next_check_at=timezone.now() + pause
    )
    expected = isinstance(error, ScannerUnavailable | vault.VaultError)
    level = logging.ERROR if document.attempts >= Document.STUCK_AFTER or not expected else logging.WARNING
    message = "Document %s could not be checked (try %s): %s"
    log.log(level, message, document.uuid, document.attempts, error, exc_info=None if expected else error)


def _delete(stored):
    for _picture, file in stored:
        vault.delete(file.name)
