"""Changes to matters. Publishing tells nobody; telling is another click."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from portal_cms.accounts.models import User
from portal_cms.audit.services import is_noted_lately, record
from portal_cms.clients.services import invite
from portal_cms.common.errors import PortalError
from portal_cms.matters import grants
from portal_cms.matters.face import watched
from portal_cms.matters.models import Matter, MatterSeen


@transaction.atomic
def open_matter(matter, *, by, clients=(), named=(), sharers=()):
    """Save a new matter with its people and clients. `matter` is unsaved and carries handler, assistant and
    whether it is restricted. Returns it."""
    matter.save()
    grants.sync(matter)
    if named:
        grants.set_people(
            matter,
            by=by,
            handler=matter.handler,
            assistant=matter.assistant,
            named=named,
            sharers=sharers,
            restricted=matter.is_restricted,
        )
    for client in clients:
        grants.add_client(matter, client, by=by)
    record("matter.created", on=matter, by=by, matter=matter)
    return matter


@transaction.atomic
def admit_client(matter, client, *, by, invited=False):
    """Make `client` a client of `matter`; with `invited`, also send the one invitation if there was none.

    Returns whether an invitation goes out. Raises PortalError if there is nowhere to send it.
    """
    grants.add_client(matter, client, by=by)
    if not invited or client.access_state != User.Access.NONE:
        return False
    invite(client, by=by)
    return True


def set_portal(matter, *, has_portal, by):
    """Create or end the client portal of a matter (A35). Ending hides it from its clients at once."""
    if matter.has_portal == has_portal:
        return matter
    with watched(matter, by=by):
        matter.has_portal = has_portal
        Matter.objects.filter(pk=matter.pk).update(has_portal=has_portal)
        record(
            "matter.portal_created" if has_portal else "matter.portal_ended", on=matter, by=by, matter=matter
        )
    return matter


@transaction.atomic
def set_billing_client(matter, client, *, by):
    """Decide who is billed for `matter` from now on (P39); `client` may be None. No part of a draft: reverting a
    text must not send bills to somebody else."""
    if client and client.site_id != matter.site_id:
        raise PortalError("The client belongs to another firm.")
    before = Matter.objects.values_list("billing_client_id", flat=True).get(pk=matter.pk)
    matter.billing_client = client
    if before != matter.billing_client_id:
        Matter.objects.filter(pk=matter.pk).update(billing_client=client)
        details = {"client": str(client.uuid)} if client else {}
        record("matter.billing_client_set", on=matter, by=by, matter=matter, **details)
    return matter


def publish_matter(matter, *, by):
    """Make the saved text of `matter` visible to its clients. Sends nothing; they can be told of it afterwards."""
    revision = matter.latest_revision or matter.save_revision(user=by, log_action=False)
    with published(matter, by=by):
        revision.publish(user=by, log_action=False)
    matter.refresh_from_db()
    return matter


def withdraw_matter(matter, *, by=None, expired=False):
    """Take the matter from its clients, at once. Its text stays as it is."""
    with watched(matter, by=by):
        matter.unpublish(set_expired=expired, user=by, log_action=False)
        record("matter.unpublished", on=matter, by=by, matter=matter)


@contextmanager
def published(matter, *, by):
    """Around a publishing, whoever does it: its event, and what is pending for the clients after it."""
    with watched(matter, by=by):
        yield
        record("matter.published", on=matter, by=by, matter=matter)


def publish_due():
    """Publish and take down the matters whose hour has come. Wagtail's command would do it without a record."""
    now = timezone.now()
    kind = ContentType.objects.get_for_model(Matter)
    for revision in Revision.objects.filter(content_type=kind, approved_go_live_at__lt=now).order_by(
        "approved_go_live_at"
    ):
        with published(Matter.objects.get(pk=revision.object_id), by=None):
            revision.publish(log_action=False)
    for matter in Matter.objects.filter(live=True, expire_at__lt=now):
        withdraw_matter(matter, expired=True)


def touch(matter, *, by_client):
    """Note activity: lists are sorted by it, and a client's activity is unseen until staff look."""
    now = timezone.now()
    changes = {"last_activity_at": now}
    if by_client:
        changes["client_activity_at"] = now
    Matter.objects.filter(pk=matter.pk).update(**changes)


def note_operator(matter, user):
    """What the operator of the server reads of a matter is in the record of its firm, once an hour."""
    if user.is_superuser and not is_noted_lately("matter.viewed", on=matter, by=user):
        record("matter.viewed", on=matter, by=user, matter=matter)


def mark_seen(matter, user):
    """`user` has looked at the matter's portal area."""
    MatterSeen.objects.update_or_create(matter=matter, user=user, defaults={"seen_at": timezone.now()})
