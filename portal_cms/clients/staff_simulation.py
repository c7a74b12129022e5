"""The staff's way into a simulation and out of it."""

from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal_cms.clients import simulation
from portal_cms.clients.models import Client


def simulate_url(request, client):
    """Where the person of this request can look at the portal as `client`, or "" without a right or a portal to see."""
    is_offered = client.site_id == request.site.pk and simulation.may_simulate(request.user, client)
    return reverse("portal_clients_admin:simulate", args=[client.pk]) if is_offered else ""


class SimulateView(WagtailAdminTemplateMixin, TemplateView):
    """Says what a simulation is, and by POST starts one. 404 for who may not see the client, and while the client
    has no access to the portal. A superuser looks at a client of the firm whose address was asked for."""

    template_name = "portal_clients/admin/simulate.html"
    header_icon = "view"

    def dispatch(self, request, *args, pk, **kwargs):
        clients = Client.objects.visible_to(request.user).filter(site=request.site).select_related("user")
        self.client = get_object_or_404(clients, pk=pk)
        if not simulation.may_simulate(request.user, self.client):
            raise Http404
        return super().dispatch(request, *args, pk=pk, **kwargs)

    def post(self, request, *args, **kwargs):
        simulation.start(request, self.client)
        return redirect("portal_dashboard:home")

    def get_page_title(self):
        return _("Simulate client")

    def get_page_subtitle(self):
        return str(self.client)

    def get_breadcrumbs_items(self):
        clients = reverse("portal_clients_admin:index")
        return [
            *self.breadcrumbs_items,
            {"url": clients, "label": capfirst(Client._meta.verbose_name_plural)},
            {"url": client_url(self.client), "label": str(self.client)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.client,
            is_pending=self.client.access_state == get_user_model().Access.PENDING,
            minutes=int(simulation.LONGEST.total_seconds() // 60),
            client_url=client_url(self.client),
            **kwargs,
        )


class EndSimulationView(View):
    """Back to the admin, to the client who was simulated."""

    http_method_names = ["post", "options"]

    def post(self, request):
        ended = simulation.end(request, reason="by_hand")
        if ended is None:
            return redirect("portal_clients_admin:index")
        messages.success(request, _("The simulation of %(client)s has ended.") % {"client": ended.client})
        return redirect(client_url(ended.client))


def client_url(client):
    return reverse("portal_clients_admin:portal", args=[client.pk])
