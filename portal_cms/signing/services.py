"""The life of a signing: asked -> signed by each -> sealed and filed; or declined, or withdrawn.

Whoever signs holds the request's row, then the signing's: the order is the same everywhere, so nobody waits for each other
for ever, and of several that come at once one finds the signer waiting.
"""

import hashlib
from contextlib import closing

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.requests import announce as request_mails
from portal_cms.requests.models import Request
from portal_cms.requests.services import answer
from portal_cms.signing import announce
from portal_cms.signing.models import Signature, Signer, Signing
from portal_cms.signing.places import places_in
from portal_cms.signing.wording import why_closed

State, SignerState = Signing.State, Signer.State


@transaction.atomic
def ask(item, *, place, in_turn, by):
    """Make the client of `item`'s request a signer of its document; several who are asked for the same document sign
    the same copy. Raises PortalError if the person was asked already."""
    request, document = item.request, item.document
    document = type(document).objects.select_for_update().get(pk=document.pk)
    signing = Signing.objects.filter(document=document, state=State.WAITING).first()
    if signing is None:
        signing = Signing.objects.create(
            site_id=request.site_id, matter=request.matter, document=document, sha256=document.sha256,
            place=place, places=places_in(document) if place == Signing.Place.LAST else [], in_turn=in_turn,
        )  # fmt: skip
    last = signing.signers.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            signer = Signer.objects.create(
                site_id=request.site_id, signing=signing, item=item, client=request.client,
                position=(last or 0) + 1,
            )  # fmt: skip
    except IntegrityError:
        raise PortalError(
            _("%(client)s has been asked to sign “%(title)s” already.")
            % {"client": request.client, "title": document.title}
        ) from None
    record("signature.asked", on=signer, by=by, matter=request.matter, document=str(document.uuid))
    return signer


def note_shown(signer):
    """The person has the document before the eyes; the first time counts."""
    if signer.shown_at is None:
        Signer.objects.filter(pk=signer.pk, shown_at=None).update(shown_at=timezone.now())


def sign(signer, data, *, still_allowed, identified, address, agent):
    """Take the signature: `data` of `forms.SignForm`. `still_allowed` raises what it likes if the person's way in ended
    meanwhile. Exactly one is kept for each signer; what stands in the way is a PortalError, and put on record."""
    try:
        return _sign(signer, data, still_allowed, identified, address, agent)
    except (PortalError, Http404):
        record("signature.refused", on=signer, by=signer.client.user, matter=signer.signing.matter)
        raise


@transaction.atomic
def _sign(signer, data, still_allowed, identified, address, agent):
    signing = _held(signer, still_allowed)
    if signer.shown_at is None:
        raise PortalError(_("Please open the document before you sign it."))
    if data["sha256"] != signing.sha256 or _digest_of(signing.document) != signing.sha256:
        raise PortalError(
            _("The document has changed since it was shown to you, so it was not signed. Please tell us.")
        )
    won = Signer.objects.filter(pk=signer.pk, state=SignerState.WAITING).update(state=SignerState.SIGNED)
    if not won:
        raise PortalError(_("You have signed this document already."))
    now = timezone.now()
    signature = Signature.objects.create(
        signer=signer, method=data["method"], name=data["name"], strokes=data["strokes"], sha256=signing.sha256,
        consent=data["consent"], language=get_language() or "", identified=identified, address=address or None,
        agent=agent[:300], signed_at=now,
    )  # fmt: skip
    record(
        "signature.given", on=signer, by=signer.client.user, matter=signing.matter, method=data["method"],
        sha256=signing.sha256,
    )  # fmt: skip
    answer(signer.item, signed=True)
    announce.signature_given(signer)
    _go_on(signing)
    return signature


@transaction.atomic
def decline(signer, reason, *, still_allowed):
    """The person will not sign, and says why; nobody else is asked any more. Raises PortalError."""
    signing = _held(signer, still_allowed)
    now = timezone.now()
    waiting = Signer.objects.filter(pk=signer.pk, state=SignerState.WAITING)
    if not waiting.update(state=SignerState.DECLINED, reason=reason.strip(), declined_at=now):
        raise PortalError(_("You have signed this document already."))
    Signing.objects.filter(pk=signing.pk).update(state=State.DECLINED)
    record("signature.declined", on=signer, by=signer.client.user, matter=signing.matter)
    answer(signer.item, declined=True)
    announce.signature_declined(signer)


@transaction.atomic
def ask_again(signer, *, by):
    """After somebody declined: the same document is waiting again, signatures of others stay. Raises PortalError for
    a person who signed, or if another copy of the document is being signed by now."""
    signing = _hold_all(signer)
    if signer.state != SignerState.DECLINED or signing.state != State.DECLINED:
        raise PortalError(_("This was signed. To have something else signed, please write a new request."))
    try:
        with transaction.atomic():
            Signing.objects.filter(pk=signing.pk).update(state=State.WAITING)
    except IntegrityError:
        raise PortalError(
            _("The document is being signed in another request. Please withdraw that one first.")
        ) from None
    Signer.objects.filter(pk=signer.pk).update(state=SignerState.WAITING, reason="", declined_at=None)
    record("signature.asked", on=signer, by=by, matter=signing.matter)


@transaction.atomic
def withdraw(signer, *, by):
    """The person need not sign any more. The others go on; a signature that was given stays."""
    signing = _hold_all(signer)
    gone = Signer.objects.filter(pk=signer.pk, state__in=(SignerState.WAITING, SignerState.DECLINED))
    if not gone.update(state=SignerState.WITHDRAWN):
        return
    record("signature.withdrawn", on=signer, by=by, matter=signing.matter)
    if signing.state == State.WAITING:
        _go_on(signing)


def _held(signer, still_allowed):
    """The signing with its row held, after the request's; PortalError unless the person can sign it now."""
    Request.objects.select_for_update(of=("self",)).get(pk=signer.item.request_id)
    still_allowed()
    signing = (
        Signing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("document", "matter__site", "matter__handler", "matter__assistant")
        .get(pk=signer.signing_id)
    )
    signer.refresh_from_db(fields=["state", "shown_at"])
    signer.item.refresh_from_db(fields=["state"])
    signer.item.request.refresh_from_db(fields=["state", "handed_in_at", "due_on"])
    signer.signing = signing
    if reason := why_closed(signer, list(signing.signers.all())):
        raise PortalError(reason)
    return signing


def _hold_all(signer):
    """The signing; held are those of all items of the request, before the record is, which others wait for last."""
    rows = Signing.objects.select_for_update(of=("self",), no_key=True).select_related("matter")
    held = rows.filter(signers__item__request=signer.item.request_id).order_by("pk")
    return {row.pk: row for row in held}[signer.signing_id]


def _go_on(signing):
    """Whose turn it is now; with nobody left, the seal's."""
    signers = list(signing.signers.select_related("item__request__client__user", "item__request__site"))
    waiting = [signer for signer in signers if signer.state == SignerState.WAITING]
    if waiting:
        if signing.in_turn and any(signer.state == SignerState.SIGNED for signer in signers):
            request_mails.request_turn(waiting[0].item.request)
        return
    signed = any(signer.state == SignerState.SIGNED for signer in signers)
    now = timezone.now()
    changes = {"completed_at": now, "next_try_at": now} if signed else {}
    Signing.objects.filter(pk=signing.pk, state=State.WAITING).update(
        state=State.COMPLETE if signed else State.WITHDRAWN, **changes
    )


def _digest_of(document):
    """SHA-256 of the file as it lies in the vault, or "" if it is damaged."""
    digest = hashlib.sha256()
    try:
        with closing(vault.open_range(document)) as pieces:
            for piece in pieces:
                digest.update(piece)
    except vault.VaultError:
        return ""
    return digest.hexdigest()
