"""The door of the client area: every page behind it asks here first."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from portal_cms.clients.unsent import unsent_page


class ClientAreaMixin(LoginRequiredMixin):
    """Signed-in clients of this firm. Staff are sent to the admin.

    Sets `self.client`, the person whose matters are shown.
    """

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if not user.is_authenticated:
            again = unsent_page(request, status=403, address=request.path)
            return again or self.handle_no_permission()
        if not user.is_client:
            return redirect("wagtailadmin_home")
        self.client = user.client
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


class ClosedPortalMiddleware:
    """While a firm has its portal switched off, its clients meet one friendly page wherever they go (P1): files
    and account pages too. Staff keep working, and everybody can still read the firm's public texts."""

    STAYS_OPEN = frozenset(
        {
            "picture",
            "portal_accounts:language",
            "portal_accounts:sign_out",
            "portal_dashboard:health",
            "portal_help:help",
            "portal_pages:handbook",
            "portal_pages:imprint",
            "portal_pages:privacy",
            "sitesettings:prove",
            "sitesettings:stylesheet",
        }
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        firm = getattr(request, "firm", None)
        if firm is None or firm.portal_enabled or request.resolver_match.view_name in self.STAYS_OPEN:
            return None
        return closed_page(request) if getattr(request.user, "is_client", False) else None


def closed_page(request):
    """What a client sees of a portal that is switched off."""
    context = {"office": request.firm.standard_office}
    response = render(request, "portal_dashboard/closed.html", context, status=503)
    patch_cache_control(response, private=True, no_store=True)
    return response
