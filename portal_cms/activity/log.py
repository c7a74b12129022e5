"""Asking the record what clients did. Everything here goes through `visible_to` of the matter."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Func, OuterRef, Q, UUIDField

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.matters.activities import Activity, Thing, activities_for, activity_of
from portal_cms.matters.models import Matter

FEW = 1_000


class AsUuid(Func):
    """The record keeps uuids as text, "" for none; this is the value that a matter's column has."""

    arity = 1
    output_field = UUIDField()
    template = "NULLIF(%(expressions)s, '')::uuid"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="REPLACE(%(expressions)s, '-', '')", **context)


def matching_matters(matters):
    """A condition on events: they belong to one of these matters."""
    return Exists(matters.order_by().filter(uuid=AsUuid(OuterRef("matter_uuid"))))


def few_matters(matters):
    """As `matching_matters`, of matters that are few beside all: asked first and then named, up to FEW, so that the
    index of the record finds their events. Else counting them would look at every event there is."""
    uuids = [str(uuid) for uuid in matters.order_by().values_list("uuid", flat=True)[: FEW + 1]]
    return Q(matter_uuid__in=uuids) if len(uuids) <= FEW else matching_matters(matters)


def events_for(user, site):
    """What clients of this firm did, as far as `user` may see it; newest first."""
    known = activities_for(user)
    of_matters = matching_matters(Matter.objects.visible_to(user))
    own = Client.objects.visible_to(user).filter(user=OuterRef("actor_id"))
    alone = any_of([row for row in known if not row.is_of_matters]) & Q(matter_uuid="") & Exists(own)
    scope = any_of([row for row in known if row.is_of_matters]) & of_matters | alone
    return by_clients(AuditEvent.objects.filter(site=site), site).filter(scope).order_by("-pk")


def by_clients(events, site):
    """Nothing of what staff do to the same things."""
    clients = User.objects.filter(site=site, kind=User.Kind.CLIENT)
    return events.filter(Exists(clients.filter(pk=OuterRef("actor_id"))))


def any_of(activities):
    """A condition on events: they are one of these. (Of none: never true.)"""
    found = Q(pk__in=[])
    for activity in activities:
        found |= activity.condition()
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One line for people."""

    at: datetime
    person: str
    activity: Activity
    matter: Matter | None
    thing: Thing | None

    @property
    def sentence(self):
        return self.activity.sentence


def rows_of(user, events):
    """Lines of these events, which `user` may see; the queries are a few per kind of thing, however many lines."""
    events = list(events)
    wanted = {event.matter_uuid for event in events if event.matter_uuid}
    matters = {str(row.uuid): row for row in Matter.objects.visible_to(user).filter(uuid__in=wanted)}
    kinds, things = {}, {}
    for event in events:
        if activity := activity_of(event):
            kinds.setdefault(activity, []).append(event)
    for find, found in _by_finder(kinds):
        things |= find(user, found)
    return [
        Row(event.at, event.actor_name, activity, matters.get(event.matter_uuid), things.get(event.pk))
        for event in events
        if (activity := activity_of(event))
    ]


def _by_finder(kinds):
    """Kinds that look in the same place ask once."""
    finders = {}
    for activity, events in kinds.items():
        finders.setdefault(activity.find, []).extend(events)
    return finders.items()
