"""Shows staff the portal as a client sees it, and lets them change nothing there. The rules are in `simulation`."""

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal_cms.clients import simulation as simulations
from portal_cms.common.readonly import read_only

SAFE = ("GET", "HEAD", "OPTIONS")
# The record tells of pages that were viewed, as staff; a picture of the firm may be made smaller on its first showing.
WRITTEN = ("portal_audit_auditevent", "portal_audit_audithead", "wagtailimages_rendition")


class SimulationMiddleware:
    """After the account is known, before its language is chosen.

    Outside the admin `request.user` becomes the client, whose `simulated_by` is the member of staff. The admin
    stays the staff's own. A view with an attribute `not_simulated`, a sentence, is not shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def admin_path(self):
        return reverse("wagtailadmin_home")

    def __call__(self, request):
        request.simulation = None
        is_portal = request.site is not None and not request.path.startswith(self.admin_path)
        is_sample = getattr(
            request, "is_dummy", False
        )  # made by Wagtail for a preview, which is nobody's portal
        if not is_portal or is_sample or simulations.SESSION_KEY not in request.session:
            return self.get_response(request)
        staff = request.user
        found = simulations.running(request, staff)
        if found is None:
            return self._after_the_end(request)
        request.simulation, request.user = found
        with read_only(except_for=WRITTEN):
            response = self.get_response(request)
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            simulations.count_page(request.simulation)
        return response

    def process_view(self, request, view, args, kwargs):
        if getattr(request, "simulation", None) is None:
            return None
        if request.method not in SAFE:
            return refuse(
                request, _("You are looking at the portal as somebody else, so nothing is sent or changed.")
            )
        sentence = getattr(getattr(view, "view_class", view), "not_simulated", "")
        return refuse(request, sentence) if sentence else None

    def _after_the_end(self, request):
        """Said once, on a page somebody reads; who is not signed in any more is sent to the sign-in as ever."""
        if not request.user.is_authenticated:
            del request.session[simulations.SESSION_KEY]
            return self.get_response(request)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({}, status=403)
        del request.session[simulations.SESSION_KEY]
        with override(request.user.language or get_language()):
            return render(request, "portal_clients/simulation_ended.html", status=403)


def refuse(request, sentence):
    """403 with a sentence, in the language of the member of staff who reads it."""
    with override(request.user.simulated_by.language or get_language()):
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"state": "refused", "message": str(sentence)}, status=403)
        return render(request, "portal_clients/simulation_refused.html", {"reason": sentence}, status=403)


@receiver([user_logged_in, user_logged_out])
def end_with_the_session(sender, request, user, **kwargs):
    """A sign-in that finds an older session of the same person starts without its simulation."""
    simulations.end(request, reason="signed_out")
