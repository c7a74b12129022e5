"""Writes on the staff's own filing of a matter: folders, names, places, and taking away what was never sent."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Folder
from portal_cms.documents.publishing import note_new_title
from portal_cms.documents.services import delete_file
from portal_cms.matters.services import touch


@transaction.atomic
def rename_document(document, title, *, by):
    """Give the document another title; clients read it too. The file keeps its name."""
    title = title.strip()
    if not title:
        raise PortalError(_("Please enter a title."))
    if title != document.title:
        document.title = title
        document.save(update_fields=["title"])
        record("document.renamed", on=document, by=by)
        note_new_title(document, by=by)
    return document


@transaction.atomic
def move_documents(documents, folder, *, by):
    """File documents into a folder of the same matter, or into none. Clients do not notice."""
    for document in documents:
        if folder and (folder.matter_id != document.matter_id or folder.area != Folder.Area.FILE):
            raise PortalError(_("Please choose a folder of this matter."))
        if document.folder_id != (folder.pk if folder else None):
            document.folder = folder
            document.save(update_fields=["folder"])
            record("document.moved", on=document, by=by, folder=str(folder.uuid) if folder else "")


def why_not_deletable(document):
    """The sentence that says why a document must stay, or "" if it may go. Asks the database."""
    if document.client_id:
        return _("“%(title)s” came from a client, so it stays in the matter.") % {"title": document.title}
    if document.shares.exists():
        return _("“%(title)s” was shared with a client, so it stays in the matter.") % {
            "title": document.title
        }
    return ""


@transaction.atomic
def delete_documents(documents, *, by):
    """Delete documents that nobody outside ever saw: all of them or, with a PortalError, none."""
    documents = list(documents)
    for document in documents:
        if reason := why_not_deletable(document):
            raise PortalError(reason)
    for document in documents:
        try:
            delete_file(document, by=by)
        except ProtectedError:
            raise PortalError(
                _("“%(title)s” is used elsewhere in the matter, so it stays.") % {"title": document.title}
            ) from None
    if documents:
        touch(documents[0].matter, by_client=False)


@transaction.atomic
def rename_folder(folder, name, *, by):
    name = name.strip()
    if not name:
        raise PortalError(_("Please enter a name for the folder."))
    if name == folder.name:
        return folder
    folder.name = name
    try:
        with transaction.atomic():
            folder.save(update_fields=["name"])
    except IntegrityError:
        raise PortalError(_("There is a folder of this name already.")) from None
    record("folder.renamed", on=folder, by=by)
    return folder


@transaction.atomic
def delete_folder(folder, *, by):
    """Only an empty folder goes; one of the portal is empty when no client sees anything in it."""
    if folder.documents.exists() or folder.shares.filter(ended_at=None).exists():
        raise PortalError(_("The folder is not empty. Please move its documents first."))
    record("folder.deleted", on=folder, by=by)
    folder.delete()
