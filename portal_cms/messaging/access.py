"""Rules about conversations."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from portal_cms.messaging.models import Message, Thread, ThreadSeen


def get_thread_or_404(user, uuid):
    """The thread, if `user` may read it; a client may also write in it, staff need the right to share."""
    threads = Thread.objects.visible_to(user)
    related = ("matter__handler__profile", "matter__assistant", "client__user", "site")
    return get_object_or_404(threads.select_related(*related), uuid=uuid)


def has_unseen_messages(user, matter):
    """Whether a client wrote something in this matter that this member of staff has not been shown."""
    seen = ThreadSeen.objects.filter(
        thread=OuterRef("thread_id"), user=user, seen_at__gte=OuterRef("created_at")
    )
    messages = Message.objects.filter(thread__matter=matter, from_client=True)
    return messages.filter(~Exists(seen)).exists()
