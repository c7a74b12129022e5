"""The bell: what clients did since a person last looked, in the matters that are the person's today.

There is no mark of its own: unseen is what came after `MatterSeen`, like the red dot of the matter, so looking at the
matter answers both. What happened before somebody began to stand in is not that person's to catch up with.
"""

from datetime import UTC, datetime, time

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal_cms.activity.log import any_of, by_clients
from portal_cms.audit.models import AuditEvent
from portal_cms.matters.activities import activities_for
from portal_cms.matters.charge import charged_to
from portal_cms.matters.models import MatterSeen
from portal_cms.notices import duty
from portal_cms.notices.models import Absence

MATTERS = 100  # looked into at once, the liveliest first
MOST = 99  # the bell says "99+" beyond
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def unseen_events(user, site):
    """Events for which the bell rings, newest first; at most MOST + 1 are of use to anybody."""
    matters = unseen_matters(user)
    if not matters:
        return AuditEvent.objects.none()
    since = Q(pk__in=[])
    for uuid, seen_at in matters:
        since |= Q(matter_uuid=str(uuid), at__gt=seen_at)
    rings = any_of([activity for activity in activities_for(user) if activity.notice])
    events = AuditEvent.objects.filter(site=site).filter(since).filter(rings)
    return by_clients(events, site).order_by("-pk")


def unseen_matters(user):
    """[(uuid, when it was last looked at)] of the person's matters in which a client did something since."""
    marks = MatterSeen.objects.filter(matter=OuterRef("pk"), user=user).values("seen_at")
    rows = charged_to(user).filter(client_activity_at__isnull=False)
    rows = rows.annotate(seen=Coalesce(Subquery(marks), LONG_AGO)).filter(client_activity_at__gt=F("seen"))
    rows = rows.order_by("-client_activity_at", "-pk").values_list(
        "uuid", "seen", "handler_id", "assistant_id"
    )
    began = _began(user)
    return [
        (uuid, seen if user.pk in people else max(seen, min(began[key] for key in people if key in began)))
        for uuid, seen, *people in rows[:MATTERS]
    ]


def _began(user):
    """{person: when `user` began to stand in for the person}."""
    absences = Absence.objects.filter(user__in=duty.stands_in_for(user))
    return {row.user_id: timezone.make_aware(datetime.combine(row.first_day, time.min)) for row in absences}


def count(user, site):
    return unseen_events(user, site)[: MOST + 1].count()


def mark_all_seen(user, until):
    """The person has looked at the list of the bell as it was at `until`. What came later rings on."""
    looked = MatterSeen.objects.filter(matter=OuterRef("pk"), user=user, seen_at__gte=until)
    unseen = charged_to(user).with_unseen(user).filter(~Exists(looked), unseen=True).order_by()
    MatterSeen.objects.bulk_create(
        [MatterSeen(user=user, matter_id=pk, seen_at=until) for pk in unseen.values_list("pk", flat=True)],
        update_conflicts=True,
        unique_fields=["user", "matter"],
        update_fields=["seen_at"],
    )
