"""What the log can be narrowed to."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from portal_cms.activity.log import any_of, few_matters
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.matters.activities import activities_for
from portal_cms.matters.charge import charged_to
from portal_cms.notices.models import Notice

OTHER = "other"
KINDS = [*Notice.choices, (OTHER, _("Other"))]


class ActivityFilterSet(WagtailFilterSet):
    """`matter` is set on the tab of a matter, where the filter by matters would say nothing."""

    mine = django_filters.BooleanFilter(
        label=_("My matters only"), method="filter_mine", widget=BooleanRadioSelect
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=KINDS, method="filter_kind", widget=forms.CheckboxSelectMultiple
    )
    client = django_filters.ModelChoiceFilter(
        label=_("Client"),
        queryset=lambda request: Client.objects.visible_to(request.user).filter(user__isnull=False),
        method="filter_client",
        empty_label=_("All"),
    )
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields = ["mine", "kind", "client", "at"]

    def __init__(self, *args, matter=None, **kwargs):
        super().__init__(*args, **kwargs)
        if matter:
            del self.filters["mine"]
            self.filters["client"].queryset = Client.objects.filter(
                matter_clients__matter=matter, user__isnull=False
            )

    def filter_mine(self, events, name, value):
        condition = few_matters(charged_to(self.request.user))
        return events.filter(condition) if value else events.filter(~condition)

    def filter_kind(self, events, name, value):
        wanted = {"" if kind == OTHER else kind for kind in value}
        if not wanted:
            return events
        return events.filter(
            any_of([row for row in activities_for(self.request.user) if row.notice in wanted])
        )

    def filter_client(self, events, name, value):
        return events.filter(actor_id=value.user_id)
