"""Messages of clients, for the log of activities."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.matters.activities import Activity, Thing, found_by_object, register_activity, uuids
from portal_cms.messaging.models import Message
from portal_cms.notices.models import Notice


def messages(user, events):
    """The channel, not the text: it leads there."""
    rows = Message.objects.visible_to(user).filter(uuid__in=uuids(events)).select_related("thread")
    return {
        key: Thing(
            row.thread.name, reverse("portal_messaging_admin:thread", args=[row.matter_id, row.thread.uuid])
        )
        for key, row in found_by_object(events, rows).items()
    }


def register_activities():
    register_activity(
        Activity("message", "message.posted", _("Message written"), "mail", messages, notice=Notice.MESSAGE)
    )
