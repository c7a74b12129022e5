"""What clients do, in words for staff: each app says which events of the record are an activity of a client.

The record (`audit`) is the only truth; nothing is kept besides. Apps register from `AppConfig.ready()`, so imports go
down only; `portal_cms.activity` asks. An action nobody registered is no activity.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client


@dataclass(frozen=True, slots=True)
class Thing:
    """What an activity was about, and where staff look at it."""

    title: str
    url: str


@dataclass(frozen=True)
class Activity:
    """One kind of thing clients do. `find(user, events)` returns {id of the event: Thing} in queries whose number does
    not depend on how many events there are, of what `user` may see; without a Thing only the sentence is shown.

    `notice` is what it is to those in charge; without one it stands in the log, but rings no bell. `of_kinds()` narrows
    it to events whose detail "kind" is one of these. `permission` is what staff need besides seeing the matter.
    `is_of_matters`: the event belongs to a matter; else to its client alone."""

    key: str
    action: str
    sentence: Promise
    icon: str
    find: Callable[[object, list[AuditEvent]], dict[int, Thing]]
    notice: str = ""
    of_kinds: Callable[[], list[str]] | None = None
    permission: str = ""
    is_of_matters: bool = True

    def condition(self):
        rows = Q(action=self.action)
        return rows & Q(details__kind__in=self.of_kinds()) if self.of_kinds else rows

    def fits(self, event):
        return self.of_kinds is None or event.details.get("kind") in self.of_kinds()


_activities: dict[str, Activity] = {}


def register_activity(activity):
    """A second one with the same key replaces the first."""
    _activities[activity.key] = activity


def activities_for(user):
    """Those that `user` may read of."""
    return [row for row in _activities.values() if not row.permission or user.has_perm(row.permission)]


def activity_of(event):
    """What this event is, or None."""
    for activity in _activities.values():
        if activity.action == event.action and activity.fits(event):
            return activity
    return None


def found_by_object(events, rows):
    """{id of the event: row} for rows that carry the `uuid` of the event's object."""
    by_uuid = {str(row.uuid): row for row in rows}
    return {event.pk: by_uuid[event.object_uuid] for event in events if event.object_uuid in by_uuid}


def uuids(events):
    return {event.object_uuid for event in events}


def clients(user, events):
    rows = Client.objects.visible_to(user).filter(user__in={event.actor_id for event in events})
    by_account = {row.user_id: row for row in rows}
    return {
        event.pk: Thing(str(row), reverse("portal_clients_admin:edit", args=[row.pk]))
        for event in events
        if (row := by_account.get(event.actor_id))
    }


def register_activities():
    """Of the client alone: the first sign-in and the personal link into the portal."""
    for key, action, sentence, icon in (
        ("activated", "account.activated", _("First sign-in"), "user"),
        ("portal_opened", "account.link_opened", _("Portal opened by the personal link"), "link"),
    ):
        register_activity(
            Activity(
                key,
                action,
                sentence,
                icon,
                clients,
                permission="portal_clients.view_client",
                is_of_matters=False,
            )
        )
