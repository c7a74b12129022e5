"""Sending the access to several clients at once, from their list: first who gets one and who does not, and why."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from portal_cms.access.bulk import ScopedBulkActionMixin
from portal_cms.accounts.identity import identity_of
from portal_cms.accounts.models import AccountName, User
from portal_cms.clients import services
from portal_cms.clients.access import may_invite
from portal_cms.clients.models import Client
from portal_cms.clients.screens import closed_context
from portal_cms.common.errors import PortalError
from sitesettings.models import AccessMode

State = User.Access
REASONS = {
    State.PENDING: gettext_lazy("The access was sent already."),
    State.ACTIVE: gettext_lazy("Has access already."),
    State.BLOCKED: gettext_lazy("The access is blocked."),
}


def obstacles(clients):
    """{client: why it can not get an access now}, in one query however many they are."""
    wanted = {row.pk: identity_of(row.site_id, row.email) for row in clients if row.email}
    taken = set(AccountName.objects.filter(identity__in=wanted.values()).values_list("identity", flat=True))
    found, given = {}, set()
    for row in clients:
        name = wanted.get(row.pk)
        if row.access_state in REASONS:
            found[row] = REASONS[row.access_state]
        elif not name:
            found[row] = _("Has no e-mail address. Please add one first.")
        elif name in taken:
            found[row] = _("Another account uses the e-mail address. Please enter a different one.")
        elif name in given:
            found[row] = _("Another of the chosen clients has the same e-mail address.")
        else:
            given.add(name)
    return found


class SendAccessForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("How these clients get in"), choices=AccessMode.choices, widget=forms.RadioSelect
    )


class SendAccessBulkAction(ScopedBulkActionMixin, BulkAction):
    display_name = gettext_lazy("Send access")
    aria_label = gettext_lazy("Send access to the selected clients")
    action_type = "invite"
    models = [Client]
    form_class = SendAccessForm
    template_name = "portal_clients/admin/send_access.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_invite(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self, model, object_ids):
        return super().get_queryset(model, object_ids).select_related("user", "site__firmsettings")

    def get_initial(self):
        return {"mode": self.request.firm.access_mode}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        clients = [row["item"] for row in context["items"]]
        reasons = obstacles(clients)
        return {
            **context,
            "ready": [client for client in clients if client not in reasons],
            "reasons": reasons,
            "header_icon": "key",
            **closed_context(self.request.user, self.request.site),
        }

    def form_valid(self, form):
        """One that fails does not stop the others; each is named with its reason."""
        clients, _others = self.get_actionable_objects()
        reasons = obstacles(clients)
        sent = 0
        for client in clients:
            if client not in reasons:
                try:
                    services.invite(client, by=self.request.user, mode=form.cleaned_data["mode"])
                    sent += 1
                except PortalError as error:
                    reasons[client] = error.text
        self.say(sent, reasons)
        return redirect(self.next_url)

    def say(self, sent, reasons):
        if sent:
            text = ngettext("%(count)d access is on its way.", "%(count)d accesses are on their way.", sent)
            messages.success(self.request, text % {"count": sent})
        for client, reason in reasons.items():
            messages.warning(self.request, f"{client}: {reason}")
