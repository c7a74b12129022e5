"""Filters of the staff's lists of parts."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from portal_cms.parts.models import Court, Party, Proceeding


class PublicFilter(django_filters.BooleanFilter):
    def __init__(self):
        super().__init__(
            "is_published", label=pgettext_lazy("part of a matter", "Public"), widget=BooleanRadioSelect
        )


class PartyFilterSet(WagtailFilterSet):
    is_published = PublicFilter()

    class Meta:
        model = Party
        fields = []


class CourtFilterSet(WagtailFilterSet):
    is_published = PublicFilter()

    class Meta:
        model = Court
        fields = []


class ProceedingFilterSet(WagtailFilterSet):
    is_published = PublicFilter()
    next = django_filters.ChoiceFilter(
        label=_("Next date"),
        choices=[("ahead", _("Still to come")), ("past", _("In the past")), ("none", _("None"))],
        method="filter_next",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Proceeding
        fields = []

    def filter_next(self, queryset, name, value):
        today = timezone.localdate()
        wanted = {
            "ahead": {"next_date__gte": today},
            "past": {"next_date__lt": today},
            "none": {"next_date": None},
        }
        return queryset.filter(**wanted[value])


FILTERS = {Party: PartyFilterSet, Court: CourtFilterSet, Proceeding: ProceedingFilterSet}
