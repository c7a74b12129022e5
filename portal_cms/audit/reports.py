"""The compliance lists: the record and the sign-ins. Exporting one is itself a line of the record."""

import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import render
from django.urls import re_path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from portal_cms.access.readonly import ChoiceFilter, ReadOnlyModelAdmin
from portal_cms.accounts.models import SignInEvent, User
from portal_cms.audit.filters import period_filter
from portal_cms.audit.models import AuditEvent, AuditHead
from portal_cms.audit.services import record, verify
from portal_cms.audit.wording import ACTIONS, KINDS, action_label, kind_label


def short(moment):
    """Date and time in the short form of the reader's language."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


class ComplianceModelAdmin(ReadOnlyModelAdmin):
    index_template_name = "portal_audit/admin/list.html"
    inspect_template_name = "portal_audit/admin/row.html"
    index_view_extra_css = inspect_view_extra_css = ["portal_audit/lists.css"]

    def note_export(self, request, spreadsheet_format):
        with transaction.atomic():
            record(
                "audit.exported",
                on=request.site,
                site=request.site,
                by=request.user,
                list=self.opts.model_name,
                format=spreadsheet_format,
                filter=request.GET.urlencode()[:500],
            )


class ActionFilter(ChoiceFilter):
    title = _("action")
    parameter_name = field = "action"

    def lookups(self, request, model_admin):
        found = model_admin.get_queryset(request).order_by().values_list("action", flat=True).distinct()
        return sorted(((code, action_label(code)) for code in {*found, *ACTIONS}), key=lambda row: row[1])


class KindFilter(ChoiceFilter):
    title = _("kind of object")
    parameter_name = field = "object_type"

    def lookups(self, request, model_admin):
        return list(KINDS.items())


class PersonFilter(ChoiceFilter):
    """The firm's staff; clients are found by searching their name."""

    title = _("member of staff")
    parameter_name = field = "actor_id"

    def lookups(self, request, model_admin):
        return [(user.pk, str(user)) for user in User.objects.visible_to(request.user)]


class AuditAdmin(ComplianceModelAdmin):
    model = AuditEvent
    base_url_path = "reports/audit"
    menu_label = _("Audit")
    menu_icon = "list-ul"
    menu_order = 910
    index_template_name = "portal_audit/admin/audit_list.html"
    list_display = ("line", "when", "who", "what", "kind", "address")
    list_filter = (period_filter("at"), PersonFilter, ActionFilter, KindFilter)
    list_export = (
        "number", "at", "action", "what", "actor_name", "kind", "object_uuid", "matter_uuid", "facts", "address", "digest",
    )  # fmt: skip
    search_fields = ("actor_name", "action", "object_uuid", "matter_uuid", "address")
    inspect_view_fields = [
        "number", "when", "who", "what", "action", "kind", "object_uuid", "matter_uuid", "details_shown", "address", "digest",
    ]  # fmt: skip
    export_filename = "audit"

    def row_title(self, event):
        return f"{event.number}: {action_label(event.action)}"

    def line(self, event):
        return self.link(event, event.number)

    line.short_description = _("number")
    line.admin_order_field = "number"

    def when(self, event):
        return short(event.at)

    when.short_description = _("time")
    when.admin_order_field = "at"

    def who(self, event):
        return event.actor_name or _("the system")

    who.short_description = _("who")
    who.admin_order_field = "actor_name"

    def what(self, event):
        return action_label(event.action)

    what.short_description = _("what happened")
    what.admin_order_field = "action"

    def kind(self, event):
        return kind_label(event.object_type)

    kind.short_description = _("kind of object")

    def facts(self, event):
        return json.dumps(event.details, ensure_ascii=False, sort_keys=True)

    facts.short_description = _("details")

    def details_shown(self, event):
        return format_html_join("", "<div>{}: {}</div>", sorted(event.details.items()))

    details_shown.short_description = _("details")

    def get_admin_urls_for_registration(self):
        return (
            *super().get_admin_urls_for_registration(),
            re_path(r"^reports/audit/check/$", self.check_view, name="portal_audit_check"),
        )

    def check_view(self, request):
        """Read the whole record of the firm and say whether every line is as it was written."""
        if not self.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        context = {
            "broken_at": verify(request.site),
            "head": AuditHead.objects.filter(site=request.site).first(),
            "index_url": self.url_helper.index_url,
        }
        return render(request, "portal_audit/admin/check.html", context)


class OutcomeFilter(ChoiceFilter):
    title = _("outcome")
    parameter_name = field = "outcome"

    def lookups(self, request, model_admin):
        return SignInEvent.Outcome.choices


class SignInAdmin(ComplianceModelAdmin):
    model = SignInEvent
    base_url_path = "reports/sign-ins"
    menu_label = _("Sign-ins")
    menu_icon = "key"
    menu_order = 930
    list_display = ("moment", "who", "kind", "result", "network", "device")
    list_filter = (period_filter("at"), OutcomeFilter)
    list_export = ("at", "who", "kind", "result", "network", "device")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__last_name", "user__first_name", "network", "device")
    inspect_view_fields = ["when", "who", "kind", "result", "network", "device"]
    export_filename = "sign-ins"

    def moment(self, event):
        return self.link(event, short(event.at))

    moment.short_description = _("time")
    moment.admin_order_field = "at"

    def when(self, event):
        return short(event.at)

    when.short_description = _("time")

    def who(self, event):
        return str(event.user) if event.user else _("unknown address")

    who.short_description = _("who")

    def kind(self, event):
        return event.user.get_kind_display() if event.user else ""

    kind.short_description = _("kind")

    def result(self, event):
        return event.get_outcome_display()

    result.short_description = _("outcome")
    result.admin_order_field = "outcome"
