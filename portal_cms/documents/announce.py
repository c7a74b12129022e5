"""What people are told about documents: one tiny function per event. Contexts hold ids, never contents."""

from django.conf import settings

from portal_cms.matters.charge import tell_those_in_charge
from portal_cms.notices.models import Notice
from portal_cms.notices.services import enqueue


def documents_shared(matter, *, client, documents):
    """To the client: new documents, one mail for the whole batch (A45)."""
    enqueue(
        "documents_shared",
        site=matter.site,
        to=client.user,
        context={"matter": str(matter.uuid), "documents": [str(document.uuid) for document in documents]},
    )


def upload_received(document):
    """To those in charge: the client sent files; those of one visit make one mail (S26)."""
    matter = document.matter
    tell_those_in_charge(
        "upload_received",
        matter,
        notice=Notice.UPLOAD,
        context={
            "matter": str(matter.uuid),
            "client": str(document.client.uuid),
            "documents": [str(document.uuid)],
        },
        merge=f"{matter.pk}:{document.client_id}",
        delay=settings.PORTAL_UPLOAD_NOTICE_DELAY,
    )


def upload_rejected(document):
    """To whoever sent the file: it was refused. Those of one visit make one mail."""
    if document.uploaded_by is None:
        return
    enqueue(
        "upload_rejected",
        site=document.site,
        to=document.uploaded_by,
        context={"documents": [str(document.uuid)]},
        merge=f"{document.matter_id}",
        delay=settings.PORTAL_UPLOAD_NOTICE_DELAY,
    )
