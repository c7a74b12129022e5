"""Filter by when, in the words people ask with."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.access.readonly import ChoiceFilter

PERIODS = [
    ("today", _("Today")),
    ("week", _("Last 7 days")),
    ("month", _("Last 30 days")),
    ("year", _("This year")),
    ("last_year", _("Last year")),
]


def span(period, now=None):
    """The first moment of a period, and the first one after it (None: open)."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    new_year = today.replace(month=1, day=1)
    return {
        "today": (today, None),
        "week": (today - timedelta(days=6), None),
        "month": (today - timedelta(days=29), None),
        "year": (new_year, None),
        "last_year": (new_year.replace(year=new_year.year - 1), new_year),
    }[period]


def period_filter(field_name):
    class PeriodFilter(ChoiceFilter):
        title = _("time")
        parameter_name = "period"
        field = field_name

        def lookups(self, request, model_admin):
            return PERIODS

        def queryset(self, request, queryset):
            if not self.is_known:
                return queryset
            first, after = span(self.value())
            queryset = queryset.filter(**{f"{self.field}__gte": first})
            return queryset.filter(**{f"{self.field}__lt": after}) if after else queryset

    return PeriodFilter
