"""Making documents public in their matter, and taking them back (P35).

Public means shared with every client of the matter who has access. Unlike "Share", which mails at once, publishing
tells nobody: whoever publishes is asked (C4).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Share
from portal_cms.documents.services import end_share, share_documents
from portal_cms.matters.pending import note_each, portal_clients

EVENT = "document_news"


@transaction.atomic
def publish_documents(documents, *, by):
    """Share `documents`, all of one matter, with all its clients who have access, without a mail; who has one
    already keeps it. Returns the documents that somebody sees now and did not before. Raises PortalError with the
    reason if the matter is not public, has nobody to publish for, or a file is not released."""
    documents = list(documents)
    if reason := why_not_publishable(documents):
        raise PortalError(reason)
    matter, fresh = documents[0].matter, {}
    for client in portal_clients(matter):
        new = _unknown_to(client, documents)
        if new:
            share_documents(new, client=client, by=by, tell=False)
            _note(matter, new, clients=[client], by=by, is_new=True)
        fresh |= {document.pk: document for document in new}
    return list(fresh.values())


def why_not_publishable(documents):
    """The first thing that stands in the way, as a sentence; "" if nothing does."""
    if not documents:
        return _("Please select at least one document.")
    matter = documents[0].matter
    if not matter.is_public:
        return _("The matter itself is not public yet. Please publish its general data first.")
    if not portal_clients(matter):
        return _(
            "No client of this matter has access to the portal yet, so there is nobody to publish for. Please send"
            " an invitation first."
        )
    waiting = [document for document in documents if not document.is_released]
    if waiting:
        return _(
            "“%(title)s” can not be published: the check of the file is not finished or it was refused."
        ) % {"title": waiting[0].title}
    return ""


@transaction.atomic
def withdraw_documents(documents, *, by):
    """End all shares of `documents` that were made without a message. Returns those withdrawn and those that stay
    readable, because they came with a message (C3). Raises PortalError if there is nothing to withdraw."""
    if reason := why_not_withdrawable(documents):
        raise PortalError(reason)
    shares = Share.objects.active().filter(document__in=documents).select_related("document", "client")
    own = [share for share in shares if share.origin == Share.Origin.TAB]
    kept = {share.document for share in shares if share.origin == Share.Origin.MESSAGE}
    for share in own:
        end_share(share, by=by)
    withdrawn = {share.document for share in own} - kept
    return sorted(withdrawn, key=str), sorted(kept, key=str)


def why_not_withdrawable(documents):
    """Why no share of `documents` can be ended, as a sentence; "" if one can."""
    shares = list(Share.objects.active().filter(document__in=documents).select_related("document"))
    origins = {share.origin for share in shares}
    if Share.Origin.TAB in origins:
        return ""
    if Share.Origin.MESSAGE in origins:
        return kept_text({share.document for share in shares if share.origin == Share.Origin.MESSAGE})
    if Share.Origin.UPLOAD in origins:
        return _("Clients keep seeing what they sent themselves, so there is nothing to withdraw.")
    return _("These documents are not public, so there is nothing to withdraw.")


def kept_text(documents):
    titles = ", ".join(f"“{title}”" for title in sorted({document.title for document in documents}))
    return _(
        "%(titles)s: sent with a message, so it can not be taken back on its own. You can only take the whole matter"
        " back, or the client's access."
    ) % {"titles": titles}


def note_new_title(document, *, by):
    """Clients who see the document read another title now."""
    if not document.matter.is_public:
        return
    shares = Share.objects.active().filter(document=document).exclude(origin=Share.Origin.UPLOAD)
    clients = {share.client for share in shares.select_related("client__user")}
    _note(document.matter, [document], clients=clients, by=by, is_new=False)


def _note(matter, documents, **values):
    note_each(matter, labels={document: document.title for document in documents}, event=EVENT, **values)


def _unknown_to(client, documents):
    """Those of the firm's documents that `client` can not read yet, in whichever way they would have come."""
    foreign = [document for document in documents if document.client_id != client.pk]
    known = (
        Share.objects.active()
        .filter(client=client, document__in=foreign)
        .values_list("document_id", flat=True)
    )
    return [document for document in foreign if document.pk not in set(known)]
