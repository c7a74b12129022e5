"""How a file is shown in a list, and the words around uploads. Pure presentation: no queries."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.documents.inspection.types import type_of
from portal_cms.documents.inspection.wording import accept_attribute, describe_types, reason_text, type_label
from portal_cms.documents.models import Share
from portal_cms.documents.services import upload_limit

SORTS = {
    "newest": (gettext_lazy("Newest first"), ("-shared_at", "-pk")),
    "oldest": (gettext_lazy("Oldest first"), ("shared_at", "pk")),
    "name": (gettext_lazy("Name"), ("document__title", "pk")),
    "size": (gettext_lazy("Size"), ("-document__size", "pk")),
}


def sort_links(address, current, folder=None):
    """The orders of a list as links."""
    kept = {"folder": str(folder.uuid)} if folder else {}
    return [
        {"label": label, "url": f"{address}?{urlencode({**kept, 'sort': key})}", "is_current": key == current}
        for key, (label, _order) in SORTS.items()
    ]


def files_address(matter, folder=None, name="portal_documents:files"):
    address = reverse(name, args=[matter.uuid])
    return f"{address}?folder={folder.uuid}" if folder else address


def folder_rows(matter, folders, counts, current):
    """The index of folders; nothing where the matter has none."""
    rows = [
        {
            "name": folder.name,
            "count": counts.get(folder.pk, 0),
            "url": files_address(matter, folder),
            "is_current": folder == current,
        }
        for folder in folders
    ]
    everything = {
        "name": _("All files"), "count": sum(counts.values()), "url": files_address(matter), "is_current": not current,
    }  # fmt: skip
    return [everything, *rows] if rows else []


def file_row(share):
    """A share as its row: every value the template shows, nothing it would have to ask for."""
    document = share.document
    mine = share.origin == Share.Origin.UPLOAD
    released = document.is_released
    return {
        "uuid": document.uuid,
        "title": document.title,
        "name": document.original_name,
        "extension": document.extension,
        "type_label": type_text(document.original_name),
        "sender_name": str(share.shared_by or _("Your law firm")),
        "mine": mine,
        "shared_at": share.shared_at,
        "size": document.size,
        "folder": share.folder.name if share.folder else "",
        "state": "released" if released else "rejected" if document.is_rejected else "checking",
        "reason": reason_text(document.reason) if document.is_rejected else "",
        "is_new": share.seen_at is None,
        "pages": document.pages,
        "view_url": reverse("portal_documents:view", args=[document.uuid])
        if released and document.pages
        else None,
        "download_url": reverse("portal_documents:download", args=[document.uuid]) if released else None,
    }


def type_text(name):
    """ "Word document" for a name; the bare extension of a type we do not take."""
    file_type = type_of(name)
    return type_label(file_type.key) if file_type else name.rpartition(".")[2].upper()


def archive_entries(shares):
    """Pairs of path in the archive and stored file."""
    for share in shares:
        folder = f"{share.folder.name}/" if share.folder else ""
        yield f"{folder}{share.document.original_name}", share.document


def archive_name(shares, of_folder=False):
    """What the archive of these shares, all of one matter, is called: "0147-26 Dismissal.zip"."""
    first = shares[0]
    parts = [
        first.matter.reference,
        first.folder.name if of_folder and first.folder else first.matter.subject,
    ]
    return f"{' '.join(parts).replace('/', '-')}.zip"


def upload_context(site):
    """What an upload field says before somebody tries."""
    limit = upload_limit(site)
    return {"upload_hint": _upload_hint(limit), "accept": accept_attribute(), "max_bytes": limit}


def _upload_hint(limit):
    return _("Up to %(files)s files at a time, each up to %(size)s MB: %(types)s.") % {
        "files": settings.PORTAL_UPLOAD_MAX_FILES,
        "size": limit // (1024 * 1024),
        "types": describe_types(),
    }
