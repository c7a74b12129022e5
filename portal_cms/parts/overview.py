"""What clients read of the parts on a matter's overview and on their home. Each function is one query."""

from django.urls import reverse
from django.utils import timezone

from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.parts.rows import date_row, merged

SHOWN = 3
MOST = 50  # parties and courts of one matter that are shown


def parties(matter, request):
    rows = list(Party.objects.filter(matter=matter, is_published=True)[:MOST])
    return {"parties": rows} if rows else None


def courts(matter, request):
    rows = list(Court.objects.filter(matter=matter, is_published=True)[:MOST])
    return {"courts": rows} if rows else None


def next_dates(matter, request):
    rows = Proceeding.objects.filter(matter=matter, is_published=True).dates_from(timezone.localdate())
    found = list(rows.select_related("court")[:SHOWN])
    if not found:
        return None
    url = reverse("portal_parts:timeline", args=[matter.uuid])
    return {"dates": [date_row(row) for row in found], "url": url}


def next_dates_of(user, entries=()):
    """The nearest dates of all matters a client sees, each with its matter, and the nearest of `entries`."""
    rows = Proceeding.objects.visible_to(user).dates_from(timezone.localdate())
    dates = [date_row(row, with_matter=True) for row in rows.select_related("court", "matter")[:SHOWN]]
    return merged(dates, entries, SHOWN)


def matter_path_of(parts):
    """Where a client finds these parties or courts."""
    return reverse("portal_dashboard:matter", args=[parts[0].matter.uuid])


def timeline_path_of(proceedings):
    return reverse("portal_parts:timeline", args=[proceedings[0].matter.uuid])
