"""Who is told what about signatures. Contexts hold ids, never contents."""

from portal_cms.matters.charge import tell_those_in_charge
from portal_cms.notices.models import Notice
from portal_cms.notices.services import enqueue


def signature_given(signer):
    """To those in charge (J16)."""
    _to_staff("signature_given", signer)


def signature_declined(signer):
    _to_staff("signature_declined", signer)


def document_signed(signing):
    """To everybody who signed: the sealed document is there (J9)."""
    for signer in signing.signers.filter(state="signed").select_related("client__user"):
        enqueue(
            "document_signed",
            site=signing.site,
            to=signer.client.user,
            context={"signer": str(signer.uuid)},
            merge=str(signer.uuid),
        )


def _to_staff(event, signer):
    tell_those_in_charge(
        event,
        signer.signing.matter,
        notice=Notice.DOCUMENT,
        context={"signer": str(signer.uuid)},
        merge=str(signer.uuid),
    )
