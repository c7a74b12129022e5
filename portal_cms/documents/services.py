"""Writes on documents. Each is one transaction with its audit event and its notice."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import is_noted_lately, record, record_each
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.common.names import display_name
from portal_cms.documents import announce
from portal_cms.documents.inspection.types import type_of
from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.matters.pending import forget, take
from portal_cms.matters.services import touch
from sitesettings.firm import firm_for


def receive_upload(
    matter,
    *,
    by,
    chunks,
    name,
    upload_key,
    client=None,
    folder=None,
    portal_folder=None,
    is_filed=True,
    max_bytes=None,
):
    """Keep one uploaded file and queue its check; returns (document, whether it is new).

    `chunks` yields bytes, `upload_key` names this upload of this person: the same form sent again finds
    the first document instead of making a second. `client` is set when a client uploads; the document is
    then shared with that client from the start. `is_filed` is false for the file of something else, like an invoice,
    which is in no list of the matter's files; `max_bytes` replaces the firm's limit for what the portal made itself, with
    `by` None. The file is on disk before its row; a failed row takes the
    file away again. Raises PortalError with a sentence for the uploader.
    """
    sent = Document.all_files.filter(matter=matter, uploaded_by=by, upload_key=upload_key, is_filed=is_filed)
    if existing := sent.first():
        return existing, False
    _check_quota(client)
    if refusal := type_refusal(name):
        raise PortalError(refusal)
    try:
        stored = vault.store(chunks, max_bytes=max_bytes or upload_limit(matter.site))
    except vault.TooLarge:
        raise PortalError(too_large_text(matter.site, name)) from None
    if not stored.size:
        vault.delete(stored.name)
        raise PortalError(empty_text(name))
    try:
        return _keep(matter, stored, name, by, client, folder, portal_folder, upload_key, is_filed), True
    except IntegrityError:
        vault.delete(stored.name)
        return sent.get(), False
    except BaseException:
        vault.delete(stored.name)
        raise


def empty_text(name):
    return _("The file “%(name)s” is empty. Please choose it again.") % {"name": display_name(name)}


def type_refusal(name):
    """Why a file of this name is not even kept, said while its sender is still looking; empty if it is."""
    shown = display_name(name)
    return "" if type_of(shown) else f"{shown}: {reason_text('type_not_allowed')}"


@transaction.atomic
def _keep(matter, stored, name, by, client, folder, portal_folder, upload_key, is_filed):
    shown = display_name(name)
    document = Document.objects.create(
        site_id=matter.site_id,
        matter=matter,
        folder=folder,
        title=shown.rpartition(".")[0] or shown,
        original_name=shown,
        size=stored.size,
        sha256=stored.sha256,
        storage_name=stored.name,
        key_id=stored.key_id,
        wrapped_key=stored.wrapped_key,
        uploaded_by=by,
        client=client,
        upload_key=upload_key,
        is_filed=is_filed,
    )
    if client:
        Share.objects.create(
            matter=matter,
            document=document,
            client=client,
            folder=portal_folder,
            origin=Share.Origin.UPLOAD,
            shared_by=by,
            shared_at=timezone.now(),
            seen_at=timezone.now(),
        )
    touch(matter, by_client=client is not None)
    record("document.uploaded", on=document, by=by, size=stored.size, sha256=stored.sha256)
    return document


@transaction.atomic
def delete_file(document, *, by):
    """Delete a document with its file and pictures, once the transaction is through. Whether it may go was asked."""
    names = [document.storage_name, *document.pictures.values_list("storage_name", flat=True)]
    record("document.deleted", on=document, by=by, sha256=document.sha256)
    Document.all_files.filter(pk=document.pk).delete()
    transaction.on_commit(lambda: [vault.delete(name) for name in names])


@transaction.atomic
def share_documents(documents, *, client, by, folder=None, origin=Share.Origin.TAB, tell=True):
    """Release `documents`, all of one matter, to `client` (A42). Returns the shares.

    A document that this client already has keeps its share, moved to `folder`. Raises PortalError when the
    client is none of the matter's or has no active access, when the matter is not published, or when a file
    is not released yet.
    """
    documents = list(documents)
    if not documents:
        raise PortalError(_("Please select at least one document."))
    matter = documents[0].matter
    _check_shareable(matter, documents, client, folder, origin)
    touch(matter, by_client=False)  # holds the matter, so that two sharings do not make the same share twice
    documents = [document for document in documents if document.client_id != client.pk]  # own: shared already
    held = Share.objects.active().filter(document__in=documents, client=client, origin=origin)
    held = held.select_related("document")
    shares = {share.document_id: share for share in held}
    _move_shares(shares.values(), folder, by=by)
    fresh = [document for document in documents if document.pk not in shares]
    made = _share_all(fresh, matter=matter, client=client, folder=folder, origin=origin, shared_by=by)
    shares |= {share.document_id: share for share in made}
    record_each("document.shared", on=fresh, by=by, client=str(client.uuid), origin=origin)
    news = {*fresh, *take(documents, client=client)}  # also what was published without a mail so far
    if news and tell:
        announce.documents_shared(matter, client=client, documents=[row for row in documents if row in news])
    return [shares[document.pk] for document in documents]


def _move_shares(shares, folder, *, by):
    moved = [share for share in shares if share.folder_id != (folder.pk if folder else None)]
    for share in moved:
        share.folder = folder
        share.save(update_fields=["folder"])
    record_each(
        "document.share_moved",
        on=[share.document for share in moved],
        by=by,
        folder=str(folder.uuid) if folder else "",
    )


def _share_all(documents, **fields):
    now = timezone.now()
    return Share.objects.bulk_create(
        [Share(document=document, shared_at=now, **fields) for document in documents]
    )


@transaction.atomic
def end_share(share, *, by):
    """End a release made without a message (A57). Others can not be ended (A58, A59): PortalError."""
    if share.origin == Share.Origin.SIGNED:
        raise PortalError(_("The client has signed this document, so it stays with both sides."))
    if share.origin == Share.Origin.MESSAGE:
        raise PortalError(_("This document was sent with a message, so it can not be taken back on its own."))
    if share.origin == Share.Origin.UPLOAD:
        raise PortalError(_("The client uploaded this document, so there is no share to end."))
    ended = Share.objects.filter(pk=share.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    if ended:
        record("document.share_ended", on=share.document, by=by, client=str(share.client.uuid))
        forget(share.document, client=share.client)
    share.refresh_from_db()
    return share


def note_opened(document, *, by, downloaded, is_part=False):
    """Record that `by` saw or fetched a document; for a client also on the share, for A46 and A14.

    A part belongs to the reading that was recorded within the last hour; without one it is a reading itself.
    Who simulates a client reads as the member of staff, so the client's share stays unread.
    """
    action = "document.downloaded" if downloaded else "document.viewed"
    if is_part and is_noted_lately(action, on=document, by=by):
        return
    note_each_opened([document], by=by, downloaded=downloaded)


@transaction.atomic
def note_each_opened(documents, *, by, downloaded):
    """The same for several documents at once, as in an archive."""
    by = by.actor
    if by.is_client:
        now = timezone.now()
        changes = {"seen_at": Coalesce("seen_at", now), "opened_at": Coalesce("opened_at", now)}
        if downloaded:
            changes["downloaded_at"] = now
        Share.objects.active().filter(document__in=documents, client=by.client).update(**changes)
    record_each("document.downloaded" if downloaded else "document.viewed", on=documents, by=by)


def mark_seen(shares, *, by):
    """The client has been shown these shares; they are not new any more. A simulation shows the client nothing."""
    if by.is_simulated:
        return
    new = [share.pk for share in shares if share.seen_at is None]
    if new:
        Share.objects.filter(pk__in=new, seen_at=None).update(seen_at=timezone.now())


@transaction.atomic
def make_folder(matter, name, *, by, area=Folder.Area.PORTAL):
    """The folder of this name, made if it does not exist."""
    if not name.strip():
        raise PortalError(_("Please enter a name for the folder."))
    folder, made = Folder.objects.get_or_create(
        matter=matter, area=area, name=name.strip(), defaults={"site_id": matter.site_id}
    )
    if made:
        record("folder.created", on=folder, by=by)
    return folder


def upload_limit(site):
    """The largest file in bytes: what the firm allows, within what the operator of the server allows."""
    return min(firm_for(site).upload_max_bytes, settings.PORTAL_UPLOAD_MAX_BYTES)


def too_large_text(site, name):
    limit = upload_limit(site) // (1024 * 1024)
    return _("The file “%(name)s” is larger than %(limit)s MB. Please split it or send it in parts.") % {
        "name": display_name(name),
        "limit": limit,
    }


def _check_quota(client):
    if client is None:
        return
    used = client.uploads.in_storage().aggregate(total=Sum("size"))["total"] or 0
    if used >= settings.PORTAL_CLIENT_QUOTA_BYTES:
        raise PortalError(
            _("Your storage in this portal is full. Please send us a message so that we make room.")
        )


def check_reaches(matter, client):
    """Raise PortalError with the reason if nothing that is sent to `client` in `matter` could be read there."""
    if not matter.matter_clients.filter(client=client).exists():
        raise PortalError(_("%(client)s is not a client of this matter.") % {"client": client})
    if not client.has_active_access and not (client.user_id and client.user.access_state == "pending"):
        raise PortalError(
            _("%(client)s has no access to the portal yet. Please send an invitation first.")
            % {"client": client}
        )
    if not (matter.live and matter.has_portal):
        raise PortalError(
            _(
                "The matter is not published in the client portal, so nobody could read this. Publish it first."
            )
        )


def _check_shareable(matter, documents, client, folder, origin):
    if any(document.matter_id != matter.pk for document in documents):
        raise PortalError(
            _("The documents belong to different matters. Please share them one matter at a time.")
        )
    check_reaches(matter, client)
    own = [document for document in documents if document.client_id == client.pk]
    if own and origin == Share.Origin.TAB:
        raise PortalError(
            _("“%(title)s” came from %(client)s, who can read it already.")
            % {"title": own[0].title, "client": client}
        )
    if folder and (folder.matter_id != matter.pk or folder.area != Folder.Area.PORTAL):
        raise PortalError(_("Please choose a folder of this matter's portal."))
    waiting = [document for document in documents if not document.is_released]
    if waiting:
        raise PortalError(
            _("“%(title)s” can not be shared: the check of the file is not finished or it was refused.")
            % {"title": waiting[0].title}
        )
