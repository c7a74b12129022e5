"""The list of matters: what it shows, how it is filtered, searched and downloaded."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from portal_cms.access.listing import BoundedPaginator, NotedExportMixin, matching
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.matters.columns import YesNoColumn
from portal_cms.matters.mandates import Mandate
from portal_cms.matters.models import Matter, MatterClient


class UnseenColumn(Column):
    """The red dot, with words for those who do not see it."""

    header_template_name = "portal_matters/admin/_unseen_header.html"
    cell_template_name = "portal_matters/admin/_unseen_cell.html"


class StateColumn(Column):
    """Open or closed, and whether it is an inquiry or was declined."""

    cell_template_name = "portal_matters/admin/_state_cell.html"


def staff_of_firm(request):
    return User.objects.staff_of(request.site)


def yes_no(label, **kwargs):
    return django_filters.BooleanFilter(label=label, widget=BooleanRadioSelect, **kwargs)


class MatterFilterSet(WagtailFilterSet):
    unseen = yes_no(_("Unseen client activity"), method="filter_unseen")
    handler = django_filters.ModelChoiceFilter(
        label=_("Handler"), queryset=staff_of_firm, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Matter.State, empty_label=_("All"), widget=forms.RadioSelect
    )
    mandate = django_filters.ChoiceFilter(
        label=_("Mandate"), choices=Mandate, empty_label=_("All"), widget=forms.RadioSelect
    )
    has_portal = yes_no(_("Client portal"))
    live = yes_no(pgettext_lazy("matter", "Public"), method="filter_public")

    class Meta:
        model = Matter
        fields = ["unseen", "handler", "state", "mandate", "has_portal", "live"]

    def filter_public(self, matters, name, value):
        """As `Matter.is_public` has it."""
        return (
            matters.filter(live=True, has_portal=True)
            if value
            else matters.exclude(live=True, has_portal=True)
        )

    def filter_unseen(self, matters, name, value):
        return matters.filter(unseen=value)


class MatterIndexView(NotedExportMixin, IndexView):
    default_ordering = "-last_activity_at"
    paginator_class = BoundedPaginator
    filterset_class = MatterFilterSet
    export_filename = "matters"
    list_export = [
        "reference",
        "subject",
        "handler",
        "assistant",
        "client_names",
        "get_state_display",
        "get_mandate_display",
        "has_portal",
        "is_public",
        "last_activity_at",
    ]
    export_headings = {
        "client_names": _("Clients"),
        "get_state_display": _("State"),
        "get_mandate_display": _("Mandate"),
        "is_public": pgettext_lazy("matter", "Public"),
    }

    @cached_property
    def columns(self):
        """Not the stock ones: nothing here is done to many matters at once, so there are no checkboxes."""
        return [
            UnseenColumn("unseen", label=_("New activity")),
            self._get_title_column("reference"),
            Column("subject", label=_("Subject")),
            Column("handler", label=_("Handler")),
            Column("client_names", label=_("Clients")),
            StateColumn("state_text", label=_("State")),
            YesNoColumn("is_public", label=pgettext_lazy("matter", "Public")),
            YesNoColumn("has_portal", label=_("Client portal")),
            DateColumn("last_activity_at", label=_("Last activity"), sort_key="last_activity_at"),
        ]

    @cached_property
    def header_buttons(self):
        """With the way to an inquiry, for those who may make a client and a matter; the operator makes neither."""
        user = self.request.user
        if user.is_superuser or not user.has_perms(
            ["portal_matters.add_matter", "portal_clients.add_client"]
        ):
            return super().header_buttons
        inquiry = HeaderButton(
            _("New inquiry"), url=reverse("portal_requests_admin:new_inquiry"), icon_name="help"
        )
        return [*super().header_buttons, inquiry]

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("handler", "assistant")
            .prefetch_related("matter_clients__client")
            .with_unseen(self.request.user)
        )

    def order_queryset(self, queryset):
        """The key breaks ties, in the direction of the index."""
        queryset = super().order_queryset(queryset)
        descending = self.ordering.startswith("-")
        return queryset.order_by(self.ordering, "-pk" if descending else "pk")

    def search_queryset(self, queryset):
        """By reference number and subject, and by the names of the clients."""
        if not self.is_searching:
            return queryset
        of_clients = MatterClient.objects.filter(
            client__in=Client.objects.visible_to(self.request.user).filter(
                pk__in=matching(Client, self.search_query)
            )
        )
        return queryset.filter(
            Q(pk__in=matching(Matter, self.search_query)) | Q(pk__in=of_clients.values("matter_id"))
        )

    def note_export(self, spreadsheet_format):
        user = self.request.user
        record("matter.list_exported", on=user, by=user, site=self.request.site, format=spreadsheet_format)
