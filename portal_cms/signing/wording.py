"""Sentences about signing: the consent, what stands in the way, what a seal is worth."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.signing.models import Signer, Signing

CONSENT = gettext_lazy(
    "I have read this document and sign it electronically. My signature, the time and the network address I sign from are "
    "kept with it. I know that this is a simple electronic signature."
)
REFUSALS = {
    "signed": gettext_lazy(
        "This PDF carries a signature already, which would break. Please choose a PDF without one."
    ),
    "encrypted": gettext_lazy(
        "This PDF is protected by a password, so it can not be signed here. Please choose one without."
    ),
    "unusual": gettext_lazy(
        "This PDF is built in an unusual way, so it can not be signed here. Please print it to a new PDF and choose that."
    ),
    "timeout": gettext_lazy("This PDF is too large to be signed here. Please choose a smaller one."),
    "failed": gettext_lazy("This PDF could not be prepared for signing. Please choose another one."),
}


def why_closed(signer, signers):
    """Why this person can not sign now, as a sentence; "" if nothing stands in the way. `signers`: all of the signing."""
    signing, request = signer.signing, signer.item.request
    if signer.state == Signer.State.SIGNED:
        return _("You have signed this document already.")
    if signer.state == Signer.State.DECLINED:
        return _("You have declined to sign this document.")
    if signer.state == Signer.State.WITHDRAWN or signing.state == Signing.State.WITHDRAWN:
        return _("We have withdrawn this document. You need not do anything.")
    if signing.state == Signing.State.DECLINED:
        return _("Somebody else declined to sign this document, so nothing is needed from you for now.")
    if signing.state != Signing.State.WAITING or not request.is_answerable:
        return _("This was handed in already. Please wait for our answer.")
    if signer.expires_on < timezone.localdate():
        return _(
            "The time to sign this document ended on %(date)s. Please tell us if you still want to sign it."
        ) % {"date": date_format(signer.expires_on, "DATE_FORMAT")}
    if signing.in_turn and any(
        other.position < signer.position and other.state == Signer.State.WAITING for other in signers
    ):
        return _("It is somebody else's turn to sign first. We send you an e-mail when it is yours.")
    return ""


def refusal(code):
    return str(REFUSALS.get(code, REFUSALS["failed"]))
