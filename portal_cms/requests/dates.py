"""When answers are due, for the client's calendar and lists of dates (`parts.entries`)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal_cms.parts.entries import Entry
from portal_cms.requests.models import Request

MOST = 200


def due_dates(user, since):
    """Of what still waits for an answer of this client. A request that was handed in, done or withdrawn has none; staff who preview
    a matter have no answers to give."""
    if not user.is_client:
        return []
    rows = Request.objects.visible_to(user).waiting().filter(due_on__gte=since)
    return [entry_of(asked) for asked in rows.select_related("matter").order_by("due_on", "pk")[:MOST]]


def entry_of(asked):
    return Entry(
        uid=f"{asked.uuid}-due",
        day=asked.due_on,
        what=_("Answer due"),
        title=asked.title,
        matter=asked.matter,
        changed_at=asked.changed_at,
        path=reverse("portal_requests:request", args=[asked.uuid]),
    )
