"""Columns and filters of the staff's lists of bills."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect

from portal_cms.billing.models import Bill


class TickColumn(BaseColumn):
    """A checkbox at the left of each number, of the form around the list."""

    header_template_name = "portal_billing/admin/_tick_header.html"
    cell_template_name = "portal_billing/admin/_tick_cell.html"


class NumberColumn(TitleColumn):
    def get_link_url(self, instance, parent_context):
        return reverse("portal_billing_admin:detail", args=[instance.matter_id, instance.uuid])


class StateColumn(Column):
    cell_template_name = "portal_billing/admin/_state_cell.html"


class DayColumn(Column):
    """The day itself: how long ago it was says nothing of a day to come."""

    cell_template_name = "portal_billing/admin/_day_cell.html"


class AmountColumn(Column):
    cell_template_name = "portal_billing/admin/_amount_cell.html"


class PublicColumn(Column):
    """Yes or no (P37); a published one nobody can see says why (P40)."""

    cell_template_name = "portal_billing/admin/_public_cell.html"


def bill_columns(*, kind=None, may_publish=False, in_matter=False):
    """`kind` where the list holds one kind only, `in_matter` where it holds one matter only."""
    columns = [
        TickColumn("tick", label="", classname="portal-tick") if may_publish else None,
        NumberColumn("number", label=_("Number"), sort_key="number"),
        None if kind else Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("client", label=pgettext_lazy("bill", "Billed to"), accessor="client_name"),
        None if in_matter else Column("matter", label=_("Matter"), accessor="matter"),
        DayColumn("date", label=_("Date"), sort_key="date"),
        DayColumn("due_date", label=_("Due on"), sort_key="due_date"),
        AmountColumn(
            "gross", label=pgettext_lazy("bill", "Total"), sort_key="gross", classname="portal-amount"
        ),
        StateColumn("state", label=_("State")),
        PublicColumn("is_published", label=pgettext_lazy("bill", "Public")),
    ]
    return [column for column in columns if column]


class BillFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=Bill.State.choices,
        method="filter_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    public = django_filters.BooleanFilter(
        label=pgettext_lazy("bill", "Public"), method="filter_public", widget=BooleanRadioSelect
    )

    class Meta:
        model = Bill
        fields = []

    def filter_state(self, queryset, name, value):
        return queryset.in_state(value)

    def filter_public(self, queryset, name, value):
        return queryset.filter(published_at__isnull=not value)
