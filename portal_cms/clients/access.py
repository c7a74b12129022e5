"""Rules about clients."""

from django.shortcuts import get_object_or_404

from portal_cms.clients.models import Client


def get_client_or_404(user, uuid):
    return get_object_or_404(Client.objects.visible_to(user).select_related("user", "site"), uuid=uuid)


def may_invite(user):
    """Inviting needs its own permission besides seeing clients."""
    return user.has_perm("portal_clients.invite_client")
