"""Letters about signatures: who may still know when the mail is made, and where it leads."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter
from portal_cms.notices.letters import Letter, register
from portal_cms.requests.links import make_link
from portal_cms.requests.models import Request
from portal_cms.signing.models import Signer

RELATED = ("signing__matter", "signing__document", "signing__result", "client__user", "item__request")


def to_staff(row, reader):
    """To staff who see the matter."""
    signer = Signer.objects.filter(uuid=row.context["signer"]).select_related(*RELATED).first()
    if signer is None or not Matter.objects.visible_to(reader).filter(pk=signer.signing.matter_id).exists():
        return None
    matter = signer.signing.matter
    return Letter(
        label=_("Open the request"),
        path=reverse("portal_requests_admin:detail", args=[matter.pk, signer.item.request.uuid]),
        content={
            "matter": str(matter),
            "client": str(signer.client),
            "names": [signer.signing.document.title],
        },
    )


def signed(row, reader):
    """To somebody who signed: to the file in the portal, or by a new link to the request."""
    signer = (
        Signer.objects.filter(uuid=row.context["signer"], client__user=reader)
        .select_related(*RELATED)
        .first()
    )
    if signer is None or signer.signing.result is None:
        return None
    result, request = signer.signing.result, signer.item.request
    content = {"matter": str(signer.signing.matter), "names": [result.title]}
    if Document.objects.visible_to(reader).filter(pk=result.pk).exists():
        path = reverse("portal_documents:view", args=[result.uuid])
        return Letter(label=_("Open the document"), path=path, content=content)
    shown = Request.objects.filter(pk=request.pk, state__in=Request.SHOWN).of_the_matters_clients()
    if not shown.exists() or (reader.is_removed and reader.email != signer.client.email):
        return None
    return Letter(label=_("Open the document"), make_path=partial(make_link, request), content=content)


def register_letters():
    register("signature_given", to_staff)
    register("signature_declined", to_staff)
    register("document_signed", signed, reaches_contacts=True)
