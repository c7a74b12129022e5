"""The tab "Portal" of a client (P10): its access, and what can be done about it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from portal_cms.accounts.models import User
from portal_cms.clients import services
from portal_cms.clients.access import may_invite
from portal_cms.clients.actions import ACTIONS, actions_for
from portal_cms.clients.forms import AccessForm
from portal_cms.clients.screens import ClientScreenMixin, closed_context, header_context
from portal_cms.clients.staff_simulation import simulate_url
from portal_cms.common.errors import PortalError
from sitesettings.models import AccessMode

_sections = []


def register_section(template, get_values):
    """Show something on the tab that only an app above knows. `get_values(client, request)` returns what the template
    reads as `values`, by the rights of the member of staff; nothing of it, no section."""
    _sections.append((template, get_values))


def sections_of(client, request):
    found = ((template, get_values(client, request)) for template, get_values in _sections)
    return [{"template": template, "values": values} for template, values in found if values]


class PortalTabView(ClientScreenMixin, FormView):
    """Shows the state; before the access is sent, also the form that sends it."""

    template_name = "portal_clients/admin/portal.html"
    page_title = gettext_lazy("Portal")
    form_class = AccessForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "client": self.client}

    def get_initial(self):
        proposed = services.proposed(self.client)
        return {name: getattr(proposed, name) for name in AccessForm.base_fields}

    def post(self, request, *args, **kwargs):
        if not may_invite(request.user):
            raise PermissionDenied
        if self.client.access_state != User.Access.NONE:
            messages.warning(request, services.CHANGED)
            return redirect(self.portal_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            services.send_access(self.client, form.credentials, by=self.request.user)
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The access is on its way to %(client)s.") % {"client": self.client})
        return redirect(self.portal_url)

    def form_invalid(self, form):
        messages.error(self.request, _("The access was not sent. Please look at what is missing below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        user, client = self.request.user, self.client
        own = {
            "actions": actions_for(user, client),
            "may_invite": may_invite(user),
            "link": open_link_of(client),
            "simulate_url": simulate_url(self.request, client),
            "sections": sections_of(client, self.request),
            **closed_context(user, client.site),
        }
        return super().get_context_data(**{**header_context(client, "portal"), **own, **kwargs})


def open_link_of(client):
    """The newest personal link that still works, or None."""
    if client.access_state == User.Access.NONE or client.user.access_mode != AccessMode.PERSONAL_LINK:
        return None
    return client.user.links.open().order_by("-pk").first()


class AccessView(ClientScreenMixin, TemplateView):
    """Asks, and by POST does, one thing about a client's access."""

    template_name = "portal_clients/admin/confirm.html"

    def setup(self, request, *args, action, **kwargs):
        super().setup(request, *args, action=action, **kwargs)
        if not may_invite(request.user):
            raise PermissionDenied
        if action not in ACTIONS:
            raise Http404
        self.action = ACTIONS[action]

    def dispatch(self, request, *args, **kwargs):
        """The state may have changed since the page with the button was opened."""
        if not self.action.fits(self.client):
            messages.warning(request, services.CHANGED)
            return redirect(self.portal_url)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            self.action.run(self.client, by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, self.action.done % {"client": self.client})
        return redirect(self.portal_url)

    def get_page_title(self):
        return self.action.label

    def get_context_data(self, **kwargs):
        own = {
            "question": self.action.ask(self.client),
            "action": self.action,
            "client_url": self.portal_url,
            **closed_context(self.request.user, self.client.site),
        }
        return super().get_context_data(**{**kwargs, **own})  # the address brings an `action` too: its key
