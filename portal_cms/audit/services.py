"""Writing the record and checking its chain."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal_cms.audit.models import AuditEvent, AuditHead
from portal_cms.common.network import current_address

LATELY = timedelta(hours=1)


def record(action, *, on, by=None, site=None, matter=None, **details):
    """Write one event, e.g. `record("document.shared", on=document, by=user, client=...)`.

    Must run inside the transaction of the change it tells of. `on` is the object, `by` the acting account
    (None: the system), `details` are JSON values: ids, names of fields, counts; never contents or secrets.
    """
    return record_each(action, on=[on], by=by, site=site, matter=matter, **details)[0]


@transaction.atomic(savepoint=False)  # a part of the caller's transaction; a reading may have none
def record_each(action, *, on, by=None, site=None, matter=None, **details):
    """One event for each of these objects of one firm: the same three statements, however many they are."""
    if not on:
        return []
    site_id = site.pk if site else getattr(on[0], "site_id", None) or on[0].site.pk
    head, _made = AuditHead.objects.select_for_update().get_or_create(site_id=site_id)
    events = []
    for thing in on:
        about = matter or getattr(thing, "matter", None)
        event = _link(head, action, thing, by, about, details)
        head.number, head.digest = event.number, event.digest
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    AuditHead.objects.filter(pk=head.pk).update(number=head.number, digest=head.digest)
    return events


def _link(head, action, on, by, matter, details):
    """The next event of the chain, not saved yet."""
    by = by.actor if by else None
    event = AuditEvent(
        site_id=head.site_id,
        number=head.number + 1,
        at=timezone.now(),
        action=action,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        object_type=on._meta.model_name,
        object_uuid=str(getattr(on, "uuid", on.pk)),
        matter_uuid=str(matter.uuid) if matter is not None else "",
        details={key: _plain(value) for key, value in details.items()},
        address=current_address() or None,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    return event


def is_noted_lately(action, *, on, by):
    """Whether the record tells of this within the last hour: the parts of one download are one event."""
    recent = AuditEvent.objects.filter(site_id=on.site_id, at__gt=timezone.now() - LATELY)
    return recent.filter(action=action, actor_id=by.actor.pk, object_uuid=str(on.uuid)).exists()


def digest_of(event):
    """Keyed hash over every column of the event and over the digest of the one before."""
    content = json.dumps(
        [
            event.site_id,
            event.number,
            event.at.isoformat(),
            event.action,
            event.actor_id,
            event.actor_name,
            event.object_type,
            event.object_uuid,
            event.matter_uuid,
            event.details,
            event.address or "",
            event.previous,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hmac.new(settings.PORTAL_AUDIT_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


def verify(site):
    """Return the number of the first event that is not as it was written, or None if the chain holds."""
    expected, previous = 1, ""
    events = AuditEvent.objects.filter(site=site).order_by("number").iterator(chunk_size=2000)
    for event in events:
        if event.number != expected or event.previous != previous or event.digest != digest_of(event):
            return expected
        expected, previous = expected + 1, event.digest
    head = AuditHead.objects.filter(site=site).first()
    if head and (head.number != expected - 1 or head.digest != previous):
        return expected
    return None


def _plain(value):
    return value if isinstance(value, (str, int, bool, float, list, dict, type(None))) else str(value)
