"""The tab "People and access". What is changed here acts at once and is never part of a draft: reverting a
text must not bring back old rights.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from portal_cms.access.views import scope_form
from portal_cms.accounts.models import User
from portal_cms.clients.access import may_invite
from portal_cms.clients.models import Client
from portal_cms.common.errors import PortalError
from portal_cms.matters import grants, pending, services
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.forms import AddClientForm, PeopleForm, limit_to_firm
from portal_cms.matters.models import Matter
from portal_cms.matters.screens import MatterScreenMixin


class PeopleScreenMixin(MatterScreenMixin):
    """Anyone who sees the matter sees its people; changing them is for those who may decide (else 403)."""

    active_tab = "people"
    page_title = gettext_lazy("People and access")

    def setup(self, request, *args, **kwargs):
        self.started = timezone.now()
        super().setup(request, *args, **kwargs)

    @cached_property
    def may_manage(self):
        return may_manage_people(self.request.user, self.matter)

    def post(self, request, *args, **kwargs):
        if not self.may_manage:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def people_form(self):
        named = grants.named_people(self.matter)
        return PeopleForm(
            site=self.matter.site,
            prefix="people",
            initial={
                "handler": self.matter.handler_id,
                "assistant": self.matter.assistant_id,
                "restricted": self.matter.is_restricted,
                "named": list(named),
                "sharers": [person for person, may_share in named.items() if may_share],
            },
        )

    def client_form(self, data=None):
        user = self.request.user
        form = AddClientForm(data, may_invite=may_invite(user), prefix="client")
        limit_to_firm(form, self.matter.site)
        scope_form(form, self.request)
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.setdefault("people_form", self.people_form())
        context.setdefault("client_form", self.client_form())
        media = context["people_form"].media + context["client_form"].media
        links = self.matter.matter_clients.select_related("client__user")
        return {
            **context,
            "may_manage": self.may_manage,
            "named": grants.named_people(self.matter),
            "links": links,
            "media": media,
        }

    def get_success_url(self):
        """Back to the tab, with the question if there is something to tell, unless the person has just shut
        itself out."""
        if Matter.objects.visible_to(self.request.user).filter(pk=self.matter.pk).exists():
            if pending.asks(self.matter, by=self.request.user, since=self.started):
                return pending.ask_url("portal_matters_admin:people", self.matter)
            return reverse("portal_matters_admin:people", args=[self.matter.pk])
        return reverse("portal_matters_admin:list")


class PeopleView(PeopleScreenMixin, FormView):
    """Handler, assistant, restriction and named people."""

    template_name = "portal_matters/admin/people.html"

    def get_form(self, form_class=None):
        if self.request.method != "POST":
            return self.people_form()
        return PeopleForm(self.request.POST, site=self.matter.site, prefix="people")

    def form_valid(self, form):
        chosen = form.cleaned_data
        try:
            grants.set_people(
                self.matter,
                by=self.request.user,
                handler=chosen["handler"],
                assistant=chosen["assistant"],
                named=chosen["named"],
                sharers=chosen["sharers"],
                restricted=chosen["restricted"],
            )
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The people of this matter are saved. The change acts at once."))
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        messages.error(self.request, _("The people could not be saved. Please check the marked fields."))
        return self.render_to_response(self.get_context_data(form=form, people_form=form))


class AddClientView(PeopleScreenMixin, TemplateView):
    """Makes somebody a client of the matter and, in one go, invites them."""

    template_name = "portal_matters/admin/people.html"
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        if not self.may_manage:
            raise PermissionDenied
        form = self.client_form(request.POST)
        if form.is_valid() and self.add(form):
            return redirect(self.get_success_url())
        messages.error(request, _("The client could not be added. Please check the marked fields."))
        return self.render_to_response(self.get_context_data(client_form=form))

    def add(self, form):
        client, user = form.cleaned_data["client"], self.request.user
        try:
            invited = services.admit_client(
                self.matter, client, by=user, invited=form.cleaned_data.get("invite", False)
            )
        except PortalError as error:
            form.add_error("invite" if "invite" in form.fields else None, error)
            return False
        messages.success(self.request, added_text(client, invited))
        return True


def added_text(client, invited):
    if invited:
        return _("%(client)s is a client of this matter now and gets an invitation by e-mail.") % {
            "client": client
        }
    if client.access_state == User.Access.NONE:
        return _("%(client)s is a client of this matter now, but has no access to the portal yet.") % {
            "client": client
        }
    return _("%(client)s is a client of this matter now.") % {"client": client}


class ConfirmView(PeopleScreenMixin, TemplateView):
    """A page that asks, and a POST that acts."""

    template_name = "portal_matters/admin/confirm.html"

    def get(self, request, *args, **kwargs):
        if not self.may_manage:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.may_manage:
            raise PermissionDenied
        self.act()
        messages.success(request, self.done_text())
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(question=self.question(), action=self.action_label, **kwargs)


class RemoveClientView(ConfirmView):
    """Ends what one client sees of this matter."""

    page_title = gettext_lazy("Remove client")
    action_label = gettext_lazy("Remove client")

    @cached_property
    def client(self):
        client = Client.objects.filter(matter_clients__matter=self.matter, pk=self.kwargs["client"]).first()
        if client is None:
            raise Http404
        return client

    def question(self):
        return _(
            "%(client)s will no longer see this matter, its documents and its messages in the portal."
            " Nothing is deleted."
        ) % {"client": self.client}

    def act(self):
        grants.remove_client(self.matter, self.client, by=self.request.user)

    def done_text(self):
        return _("%(client)s is no longer a client of this matter.") % {"client": self.client}


class PortalView(ConfirmView):
    """Creates the client portal of a matter, or ends it (A35)."""

    @property
    def page_title(self):
        return _("End the client portal") if self.matter.has_portal else _("Create the client portal")

    @property
    def action_label(self):
        return self.page_title

    def question(self):
        if self.matter.has_portal:
            return _(
                "Clients will no longer see this matter, and nothing can be sent from it. Nothing is deleted."
            )
        return _(
            "Documents and messages can then be sent from this matter. Clients see it once it is published."
        )

    def act(self):
        services.set_portal(self.matter, has_portal=not self.matter.has_portal, by=self.request.user)

    def done_text(self):
        if self.matter.has_portal:
            return _("The client portal of this matter is created.")
        return _("The client portal of this matter has ended.")
