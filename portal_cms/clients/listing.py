"""The list of clients: what it shows, how it is filtered, searched and downloaded."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from portal_cms.access.listing import BoundedPaginator, NotedExportMixin, matching
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients.access import may_invite
from portal_cms.clients.models import Client


class AccessColumn(Column):
    cell_template_name = "portal_clients/admin/_access_cell.html"


class ClientFilterSet(WagtailFilterSet):
    access = django_filters.ChoiceFilter(
        label=_("Access"),
        choices=User.Access.choices,
        method="filter_access",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Client
        fields = ["access", "language"]

    def filter_access(self, clients, name, value):
        """A contact without an account has no access, like one whose access was removed."""
        has_state = Q(user__access_state=value)
        if value == User.Access.NONE:
            has_state |= Q(user=None)
        return clients.filter(has_state)


class ClientIndexView(NotedExportMixin, IndexView):
    default_ordering = "last_name"
    paginator_class = BoundedPaginator
    filterset_class = ClientFilterSet
    export_filename = "clients"
    list_export = [
        "number",
        "kind",
        "company",
        "last_name",
        "first_name",
        "email",
        "phone",
        "street",
        "postal_code",
        "city",
        "language",
        "access_state",
    ]
    export_headings = {"access_state": _("Access")}
    is_searchable = True

    @cached_property
    def columns(self):
        ticks = [BulkActionsCheckboxColumn("bulk_actions", obj_type="client")] if self.may_invite else []
        return [
            *ticks,
            self._get_title_column("name", accessor="name", label=_("Name"), sort_key="last_name"),
            Column("number", label=_("Number")),
            Column("email", label=_("E-mail address")),
            Column("get_language_display", label=_("Language")),
            AccessColumn("access_state", label=_("Access")),
        ]

    def _get_title_column(self, field_name, **kwargs):
        column_class = self._get_title_column_class(TitleColumn)
        return column_class(
            field_name,
            get_url=self.get_edit_url,
            get_title_id=lambda client: f"client_{client.pk}_title",
            **kwargs,
        )

    @cached_property
    def may_invite(self):
        """Who may not send accesses has nothing to tick for."""
        return may_invite(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_invite=self.may_invite, **kwargs)

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("user")

    def order_queryset(self, queryset):
        """Along the index of names; a company has no last name."""
        names = ["last_name", "company", "first_name", "pk"]
        descending = self.ordering.startswith("-")
        return queryset.order_by(*(f"-{name}" if descending else name for name in names))

    def search_queryset(self, queryset):
        """Words by the index; numbers and addresses as they are typed, which PostgreSQL's index takes apart."""
        if not self.is_searching:
            return queryset
        query = self.search_query
        words = Q(pk__in=matching(Client, query))
        return queryset.filter(words | Q(number__istartswith=query) | Q(email__istartswith=query))

    def note_export(self, spreadsheet_format):
        user = self.request.user
        record("client.list_exported", on=user, by=user, site=self.request.site, format=spreadsheet_format)
