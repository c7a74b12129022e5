"""The worker's part: signatures and evidence into the PDF, the seal on it, the result into the matter.

The signings themselves are the queue, as files to be checked are. A worker takes one by a conditional UPDATE that sets a
lease, and files the result only while the lease is its own, in one transaction with the state that says so: a worker that
was killed leaves a signing that is composed again, and two never file two results.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.documents.models import Share
from portal_cms.documents.services import receive_upload
from portal_cms.signing import evidence, seals, timestamps
from portal_cms.signing.models import Signer, Signing
from portal_cms.signing.pdf import process
from portal_cms.signing.verification import VALID
from sitesettings.firm import firm_for

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
SECONDS = [15, 60, 300, 900]  # the pauses between tries; the last one for all that follow
STUCK_AFTER = 5
LARGER = 16 * 1024**2  # than the original a result may be


class Unsealed(Exception):
    """What came out is not what has to come out."""


def compose_due(limit=1) -> int:
    """Seal up to `limit` documents that everybody has signed; returns how many were taken."""
    now, taken = timezone.now(), 0
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Signing.objects.filter(free, state=Signing.State.COMPLETE, next_try_at__lte=now)
    for pk in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit]):
        lease = timezone.now() + LEASE
        if not due.filter(pk=pk).update(claimed_until=lease, attempts=F("attempts") + 1):
            continue
        taken += 1
        signing = Signing.objects.select_related("matter__site", "matter__handler", "document", "site").get(
            pk=pk
        )
        try:
            _finish(signing, lease)
        except DatabaseError:
            raise
        except Exception as error:
            _postpone(signing, lease, error)
    return taken


def _finish(signing, lease):
    seal = seals.seal_of(signing.site)
    content, level = compose(signing, seal)
    _file(signing, lease, seal, content, level)


def compose(signing, seal):
    """`(bytes, level)` of the signed, sealed PDF, which has been checked. Raises Unsealed, process.Refused,
    timestamps.Unavailable or vault.VaultError."""
    original = vault.read_all(signing.document)
    if evidence.digest(original) != signing.sha256:
        raise Unsealed("The document is not the one that was signed.")
    firm = firm_for(signing.site)
    with translation.override(firm.default_language):
        sheets, places = evidence.sheets(signing, seal, original)
        reason = _("Signed electronically, sealed by the firm")
    chain, crls = seals.chain_of(seal), seals.crls_of(seal)
    trusted = timestamps.trusted() if timestamps.is_on() else []
    outcome, content = process.run(
        "compose",
        [original, sheets, *chain, *crls, *trusted],
        answer=lambda question, data: _answer(seal, question, data),
        most=len(original) + LARGER,
        places=places,
        certificates=len(chain),
        crls=len(crls),
        words={"name": firm.name, "reason": reason},
        has_timestamp=timestamps.is_on(),
    )
    if not content.startswith(original):
        raise Unsealed("The original is not the beginning of the result.")
    if outcome["state"] != VALID:
        raise Unsealed("The seal does not hold.")
    return content, str(outcome["level"])[:5]


def _answer(seal, question, data):
    if question == "timestamp":
        return timestamps.fetch(data)
    return seals.sign(seal, data, question.removeprefix("sign:"))


@transaction.atomic
def _file(signing, lease, seal, content, level):
    """The result lies in the matter and is everybody's who signed; nothing of this takes it back (C18)."""
    mine = Signing.objects.filter(pk=signing.pk, state=Signing.State.COMPLETE, claimed_until=lease)
    now = timezone.now()
    if not mine.update(
        state=Signing.State.DONE, claimed_until=None, sealed_at=now, level=level, seal=seal, problem=""
    ):
        log.warning("Signing %s was taken over by another worker.", signing.uuid)
        return
    with translation.override(firm_for(signing.site).default_language):
        stem = signing.document.original_name.rpartition(".")[0] or signing.document.title
        name = _("%(name)s (signed).pdf") % {"name": stem[:150]}
    document, _new = receive_upload(
        signing.matter, by=None, chunks=[content], name=name, upload_key=f"signing:{signing.uuid}",
        folder=signing.document.folder, max_bytes=len(content),
    )  # fmt: skip
    Signing.objects.filter(pk=signing.pk).update(result=document)
    signers = signing.signers.filter(state=Signer.State.SIGNED).select_related("client", "item")
    Share.objects.bulk_create(
        Share(
            matter=signing.matter,
            document=document,
            client=signer.client,
            origin=Share.Origin.SIGNED,
            shared_at=now,
        )
        for signer in signers
    )
    for signer in signers:
        signer.item.files.add(document)
    record("signing.sealed", on=signing, matter=signing.matter, level=level, sha256=document.sha256,
           document=str(document.uuid), original=signing.sha256, seal=seal.fingerprint)  # fmt: skip


def _postpone(signing, lease, error):
    """Try again later; after some tries the log says so loudly, and staff see it at the item."""
    pause = timedelta(seconds=SECONDS[min(signing.attempts, len(SECONDS)) - 1])
    problem = "timestamp" if isinstance(error, timestamps.Unavailable) else getattr(error, "code", "failed")
    Signing.objects.filter(pk=signing.pk, claimed_until=lease).update(
        claimed_until=None, next_try_at=timezone.now() + pause, problem=problem
    )
    expected = isinstance(error, timestamps.Unavailable | process.Refused | vault.VaultError | Unsealed)
    level = logging.ERROR if signing.attempts >= STUCK_AFTER or not expected else logging.WARNING
    message = "Signing %s could not be sealed (try %s): %s"
    log.log(level, message, signing.uuid, signing.attempts, error, exc_info=None if expected else error)


def result_of(document):
    """The signing whose result this document is, or None."""
    return Signing.objects.filter(result=document).select_related("site").first()
