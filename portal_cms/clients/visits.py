"""When a client was here last. A visit begins with the first look at the home page after a sign-in, or on another day;
what came since the visit before it is new. A click does not end what is new, and a simulation is no visit."""

from django.db.models.functions import Coalesce
from django.utils import timezone

from portal_cms.accounts.middleware import SIGNED_IN_AT
from portal_cms.clients.models import Client


def last_visit(request, client):
    """When the visit before this one began; None on the first one. The same during the whole visit."""
    return client.visit_at if _begins(request, client) else client.visit_before_at


def note_visit(request, client):
    """The client has been shown the home page: if that began a visit, the one before it is over."""
    if request.user.is_simulated or not _begins(request, client):
        return
    now = timezone.now()
    Client.objects.filter(pk=client.pk, visit_at=client.visit_at).update(
        first_visit_at=Coalesce("first_visit_at", now), visit_before_at=client.visit_at, visit_at=now
    )


def _begins(request, client):
    """In a simulation the session is the staff's, so only the day counts."""
    if client.visit_at is None or timezone.localdate(client.visit_at) < timezone.localdate():
        return True
    signed_in = None if request.user.is_simulated else request.session.get(SIGNED_IN_AT)
    return signed_in is not None and client.visit_at.timestamp() < signed_in
