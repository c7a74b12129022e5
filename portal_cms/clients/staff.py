"""The admin screens of clients."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView

from portal_cms.access.menu import MENU_HOOK
from portal_cms.access.viewsets import ScopedModelViewSet
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients import services
from portal_cms.clients.listing import ClientIndexView
from portal_cms.clients.models import Client
from portal_cms.clients.panels import edit_client_panels, new_client_panels
from portal_cms.clients.portal_tab import AccessView, PortalTabView
from portal_cms.clients.screens import header_context
from portal_cms.clients.staff_simulation import EndSimulationView, SimulateView


class ClientCreateView(CreateView):
    def get_initial_form_instance(self):
        return Client(site=self.request.site, language=self.request.firm.default_language)

    def save_instance(self):
        client = super().save_instance()
        record("client.created", on=client, by=self.request.user)
        return client

    def get_success_url(self):
        """To the tab from which the access is sent."""
        return reverse("portal_clients_admin:portal", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class ClientEditView(EditView):
    template_name = "portal_clients/admin/edit.html"

    def save_instance(self):
        client = super().save_instance()
        if self.form.changed_data:
            record("client.changed", on=client, by=self.request.user, fields=sorted(self.form.changed_data))
        if "email" in self.form.changed_data and client.access_state != User.Access.NONE:
            self.say_address_stays(client.user)
        return client

    def say_address_stays(self, account):
        text = _("The access to the portal stays as it is: its e-mails still go to %(address)s.")
        messages.warning(self.request, text % {"address": account.email})

    def get_success_url(self):
        return reverse("portal_clients_admin:edit", args=[self.object.pk])

    def get_success_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**header_context(self.object, "contact"), **kwargs})


class ClientDeleteView(DeleteView):
    """Only for a contact that was entered by mistake: nothing may hang on it."""

    template_name = "portal_clients/admin/confirm_delete.html"

    @cached_property
    def obstacles(self):
        return services.obstacles_to_delete(self.object)

    def form_valid(self, form):
        if self.obstacles:
            raise PermissionDenied
        return super().form_valid(form)

    def delete_action(self):
        services.delete(self.object, by=self.request.user)


class ClientViewSet(ScopedModelViewSet):
    model = Client
    name = "portal_clients_admin"
    url_prefix = "clients"
    icon = "group"
    menu_label = gettext_lazy("Clients")
    menu_hook = MENU_HOOK
    menu_order = 20
    index_view_class = ClientIndexView
    add_view_class = ClientCreateView
    edit_view_class = ClientEditView
    delete_view_class = ClientDeleteView
    index_template_name = "portal_clients/admin/index.html"
    delete_template_name = "portal_clients/admin/confirm_delete.html"
    edit_template_name = "portal_clients/admin/edit.html"

    def get_edit_handler(self):
        return edit_client_panels().bind_to_model(self.model)

    @cached_property
    def new_client_handler(self):
        return new_client_panels.bind_to_model(self.model)

    def get_form_class(self, for_update=False):
        handler = self._edit_handler if for_update else self.new_client_handler
        return handler.get_form_class()

    def get_add_view_kwargs(self, **kwargs):
        return {**super().get_add_view_kwargs(**kwargs), "panel": self.new_client_handler}

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(usage_url_name=None, **kwargs)

    def get_delete_view_kwargs(self, **kwargs):
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/portal/", PortalTabView.as_view(), name="portal"),
            path("<int:pk>/access/<str:action>/", AccessView.as_view(), name="access"),
            path("<int:pk>/simulate/", SimulateView.as_view(), name="simulate"),
            path("simulation/end/", EndSimulationView.as_view(), name="end_simulation"),
        ]
