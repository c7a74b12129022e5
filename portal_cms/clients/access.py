"""Rules about clients."""

from django.http import Http404

from portal_cms.clients.models import Client


def get_client_or_404(user, uuid):
    client = Client.objects.visible_to(user).select_related("user", "site").filter(uuid=uuid).first()
    if client is None:
        raise Http404
    return client


def may_invite(user):
    """Inviting needs its own permission besides seeing clients."""
    return user.has_perm("portal_clients.invite_client")
