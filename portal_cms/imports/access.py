"""Who may import."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from portal_cms.imports.models import ImportRun

NEEDED = (
    "portal_clients.add_client",
    "portal_clients.change_client",
    "portal_matters.add_matter",
    "portal_matters.change_matter",
)


def may_import(user, site):
    """Those who may enter both by hand, in their own firm; not the operator, who works for no firm."""
    return user.is_authenticated and user.site_id == site.pk and user.has_perms(NEEDED)


def require_import(user, site):
    if not may_import(user, site):
        raise PermissionDenied


def get_run_or_404(user, uuid):
    """One's own run that is still open; everything else does not exist."""
    run = ImportRun.objects.visible_to(user).open().select_related("site", "owner").filter(uuid=uuid).first()
    if run is None:
        raise Http404
    return run
