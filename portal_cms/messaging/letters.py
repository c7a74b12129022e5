"""The letter about a new message: who may still read it, and where."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.matters.links import staff_path
from portal_cms.messaging.models import Message
from portal_cms.notices.letters import Letter, register


def message_posted(row, reader):
    """To the client or to handler and assistant; the text stays in the portal."""
    message = (
        Message.objects.visible_to(reader)
        .select_related("thread", "matter")
        .filter(uuid=row.context["message"])
        .first()
    )
    if message is None:
        return None
    if reader.is_client:
        path = reverse("portal_messaging:thread", args=[message.thread.uuid]) + "#unread"
    else:
        path = staff_path(message.matter, "messages")
    return Letter(
        label=_("Read the message"),
        path=path,
        values={"is_client": reader.is_client},
        content={"matter": str(message.matter), "names": [f"{message.author_name}: {message.thread.name}"]},
    )


def register_letters():
    register("message_posted", message_posted)
