"""Many events at once, as the record would hold them: for tests of what asking it costs."""

from datetime import timedelta

from django.utils import timezone

from portal_cms.audit.models import AuditEvent
from portal_cms.matters.models import Matter
from portal_cms.messaging.models import Message
from tests import make

START = 1_000_000  # beyond the numbers of the record itself


def events(cast, count, *, matter=None, actor=None):
    """`count` messages of a client in the record of one matter."""
    matter, actor = matter or cast.matter, actor or cast.anna.user
    message = Message.objects.first() or make.message(cast.matter, cast.anna)
    now = timezone.now()
    first = START + AuditEvent.objects.count()
    AuditEvent.objects.bulk_create(
        AuditEvent(
            site=cast.site, number=first + number, at=now, action="message.posted", actor_id=actor.pk,
            actor_name=str(actor), object_type="message", object_uuid=str(message.uuid),
            matter_uuid=str(matter.uuid), digest="",
        )
        for number in range(count)
    )  # fmt: skip
    Matter.objects.filter(pk=matter.pk).update(client_activity_at=now - timedelta(seconds=1))
