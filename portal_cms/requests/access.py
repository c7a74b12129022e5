"""Rules about requests: who may open one, and as whom."""

from django.http import Http404

from portal_cms.documents.access import unseen_uploads
from portal_cms.messaging.access import has_unseen_messages
from portal_cms.requests.models import Request

RELATED = ("matter__handler__profile", "client__user", "site")


def request_of(http, uuid):
    """The request with this uuid that the signed-in client, or this browser by a personal link, may open.
    Everything else is the same 404."""
    user, rows = http.user, Request.objects.filter(uuid=uuid).select_related(*RELATED)
    is_client = user.is_authenticated and user.is_client
    found = rows.visible_to(user).first() if is_client else None
    if found is None and not (is_client and user.is_simulated):
        found = rows.held_by(http.session, http.site).first()
    if found is None:
        raise Http404
    return found


def item_of(request, uuid):
    """An item of a request that was found by rights."""
    item = request.items.filter(uuid=uuid).select_related("document__matter").first()
    if item is None:
        raise Http404
    item.request = request
    return item


def has_unseen_answers(user, matter):
    """Whether a client answered a request of this matter that this member of staff has not looked at since."""
    return Request.objects.filter(matter=matter).with_unseen(user).filter(unseen=True).exists()


def has_unseen_elsewhere(user, matter):
    """Whether something of a client waits in the matter for this person: another request, a message, or a file that
    answers no request."""
    return (
        has_unseen_answers(user, matter)
        or has_unseen_messages(user, matter)
        or unseen_uploads(user, matter).filter(document__answers=None).exists()
    )
