"""Letters about documents: who may still know when the mail is made, and what it leads to."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.models import Document, Share
from portal_cms.matters.links import staff_path
from portal_cms.matters.news import register_kind
from portal_cms.notices.letters import Letter, register


def documents_shared(row, reader):
    """To a client: those of the documents that are still shared."""
    shares = list(
        Share.objects.visible_to(reader)
        .exclude(origin=Share.Origin.UPLOAD)
        .filter(document__uuid__in=row.context["documents"])
        .select_related("document", "matter", "folder")
    )
    if not shares:
        return None
    matter, folders = shares[0].matter, {share.folder for share in shares}
    path = reverse("portal_documents:files", args=[matter.uuid])
    folder = folders.pop() if len(folders) == 1 else None
    return Letter(
        label=_("Open the documents"),
        path=f"{path}?folder={folder.uuid}" if folder else path,
        values={"count": len(shares)},
        content={"matter": str(matter), "names": [share.document.title for share in shares]},
    )


def upload_received(row, reader):
    """To staff: those files of the client that passed the check. Attachments came with a message, and what a
    form or a signature made with the answer to a request, which have had their own mail."""
    documents = list(
        Document.objects.visible_to(reader)
        .released()
        .filter(Q(answers=None) | Q(answers__kind="upload"))
        .filter(uuid__in=row.context["documents"], attachments=None)
        .select_related("matter", "client")
    )
    if not documents:
        return None
    matter = documents[0].matter
    return Letter(
        label=_("Open the documents"),
        path=staff_path(matter, "portal"),
        values={"count": len(documents)},
        content={
            "matter": str(matter),
            "client": str(documents[0].client),
            "names": [document.title for document in documents],
        },
    )


def upload_rejected(row, reader):
    """To whoever sent a file that was refused; the page says why."""
    documents = list(
        Document.objects.visible_to(reader)
        .filter(uuid__in=row.context["documents"], state=Document.State.REJECTED)
        .select_related("matter")
    )
    if not documents:
        return None
    matter = documents[0].matter
    path = (
        reverse("portal_documents:files", args=[matter.uuid])
        if reader.is_client
        else staff_path(matter, "documents")
    )
    return Letter(
        label=_("See what happened"),
        path=path,
        values={"count": len(documents)},
        content={"matter": str(matter), "names": [document.original_name for document in documents]},
    )


def files_path(documents):
    return reverse("portal_documents:files", args=[documents[0].matter.uuid])


def register_letters():
    register_kind(Document, files_path)
    register("documents_shared", documents_shared)
    register("upload_received", upload_received)
    register("upload_rejected", upload_rejected)
