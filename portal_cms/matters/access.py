"""Rules about matters. A stranger gets 404, an insider without the right 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from portal_cms.matters.models import Matter


def get_matter_or_404(user, uuid, *related):
    """The matter, if `user` may see it; else 404, whether it exists or not. `related` are read with it."""
    matters = Matter.objects.visible_to(user)
    return get_object_or_404(matters.select_related(*related) if related else matters, uuid=uuid)


def may_share(user, matter):
    """A32 to A35 together: permission, access, responsible for it, and a portal exists there."""
    return Matter.objects.shareable_by(user).filter(pk=matter.pk).exists()


def require_share(user, matter):
    """403 for people who see the matter but must not send from it."""
    if not may_share(user, matter):
        raise PermissionDenied


def may_notify(user, matter):
    """Whether `user` is asked if clients shall be told, and may say so."""
    return Matter.objects.notifiable_by(user).filter(pk=matter.pk).exists()


def may_manage_people(user, matter):
    """Handler and assistant decide for their matter; firm administration for unrestricted ones it can see."""
    if user.is_superuser:
        return True
    mine = user.pk in (matter.handler_id, matter.assistant_id)
    return mine or user.has_perm("portal_matters.manage_matter_people")
