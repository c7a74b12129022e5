"""What people are told about messages. Contexts hold ids, never the text."""

from portal_cms.matters.charge import tell_those_in_charge
from portal_cms.notices.models import Notice
from portal_cms.notices.services import enqueue


def message_posted(message):
    """To the other side: the client (A52), or those in charge of the matter."""
    thread, matter = message.thread, message.matter
    context = {"matter": str(matter.uuid), "thread": str(thread.uuid), "message": str(message.uuid)}
    if message.from_client:
        tell_those_in_charge("message_posted", matter, notice=Notice.MESSAGE, context=context)
    elif thread.client.user:
        enqueue("message_posted", site=matter.site, to=thread.client.user, context=context)
