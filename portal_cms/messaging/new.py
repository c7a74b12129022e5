"""Which messages are new for a client: those of the firm that were not read yet (A13)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal_cms.matters.whats_new import Kind, register_new
from portal_cms.messaging.models import Message


def unread_messages(reader):
    """Messages of the firm that this client has not read, in matters the client may see."""
    unread = Message.objects.unread_by_client()
    return unread.filter(thread__client=reader.client, matter_id__in=reader.matters)


def register_messages():
    register_new(
        Kind(
            key="message",
            label=_("Message"),
            rows=unread_messages,
            path=lambda row: reverse("portal_messaging:thread", args=[row["target"]]) + "#unread",
            number=lambda count: (
                ngettext("%(count)s unread message", "%(count)s unread messages", count) % {"count": count}
            ),
            place=lambda matter: reverse("portal_messaging:matter", args=[matter.uuid]),
            at="created_at",
            target="thread__uuid",
            texts={
                "title": "thread__name",
                "sender": "author_name",
                "picture": "author__profile__picture",
            },
        )
    )
