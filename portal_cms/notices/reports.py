"""The outbox for the people in charge: what was sent to whom, what waits, and what was given up.

The one thing that can be done is to try a failed mail again.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal_cms.access.readonly import ChoiceFilter, ReadOnlyInspectView
from portal_cms.audit.filters import period_filter
from portal_cms.audit.reports import ComplianceModelAdmin, short
from portal_cms.notices.letters import letter_for
from portal_cms.notices.models import OutboxMessage
from portal_cms.notices.rendering import preview
from portal_cms.notices.services import try_again
from sitesettings.events import EVENTS, label
from sitesettings.firm import firm_for


class StateFilter(ChoiceFilter):
    title = gettext_lazy("state")
    parameter_name = field = "state"

    def lookups(self, request, model_admin):
        return OutboxMessage.State.choices


class EventFilter(ChoiceFilter):
    title = gettext_lazy("event")
    parameter_name = field = "event"

    def lookups(self, request, model_admin):
        return [(stem, event.label) for stem, event in EVENTS.items()]


class OutboxInspectView(ReadOnlyInspectView):
    def get_context_data(self, **kwargs):
        row, firm = self.instance, firm_for(self.instance.site)
        letter = letter_for(row, firm)
        subject, text = preview(row, letter, firm) if letter else ("", "")
        return super().get_context_data(
            mail_subject=subject,
            mail_text=text,
            can_try_again=row.state == OutboxMessage.State.FAILED,
            **kwargs,
        )


class OutboxAdmin(ComplianceModelAdmin):
    model = OutboxMessage
    base_url_path = "reports/outbox"
    menu_label = gettext_lazy("Outbox")
    menu_icon = "mail"
    menu_order = 920
    inspect_template_name = "portal_notices/admin/mail.html"
    list_display = ("when", "what", "address", "state_shown", "sent", "attempts", "last_error")
    list_filter = (StateFilter, EventFilter, period_filter("created_at"))
    list_export = (
        "created_at",
        "what",
        "address",
        "state_shown",
        "sent_at",
        "attempts",
        "last_error",
        "message_id",
    )
    search_fields = ("address", "subject", "message_id", "last_error")
    inspect_view_class = OutboxInspectView
    inspect_view_fields = [
        "created", "what", "address", "state_shown", "sent", "attempts", "next_try", "last_error", "message_id",
    ]  # fmt: skip
    export_filename = "outbox"

    def when(self, row):
        return self.link(row, short(row.created_at))

    when.short_description = gettext_lazy("created")
    when.admin_order_field = "created_at"

    def created(self, row):
        return short(row.created_at)

    created.short_description = gettext_lazy("created")

    def sent(self, row):
        return short(row.sent_at)

    sent.short_description = gettext_lazy("sent")
    sent.admin_order_field = "sent_at"

    def next_try(self, row):
        return short(row.next_attempt_at) if row.state == OutboxMessage.State.WAITING else ""

    next_try.short_description = gettext_lazy("next attempt")

    def what(self, row):
        return label(row.event)

    what.short_description = gettext_lazy("event")
    what.admin_order_field = "event"

    def state_shown(self, row):
        return row.get_state_display()

    state_shown.short_description = gettext_lazy("state")
    state_shown.admin_order_field = "state"

    def get_admin_urls_for_registration(self):
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                r"^reports/outbox/(?P<pk>\d+)/try-again/$",
                self.try_again_view,
                name="portal_outbox_try_again",
            ),
        )

    def try_again_view(self, request, pk):
        return _try_again(request, pk, self)


@require_POST
def _try_again(request, pk, model_admin):
    row = model_admin.get_queryset(request).filter(pk=pk).first()
    if row is None or not model_admin.permission_helper.user_can_list(request.user):
        raise Http404
    if try_again(row, by=request.user):
        messages.success(request, _("The mail is back in the outbox and will be sent in a moment."))
    else:
        messages.info(request, _("This mail was not given up, so there is nothing to try again."))
    return redirect(model_admin.url_helper.get_action_url("inspect", pk))
