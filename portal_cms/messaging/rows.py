"""How conversations are shown. Pure presentation: no queries."""

from django.urls import reverse
from django.utils.text import Truncator

from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.rows import type_text


def thread_row(thread, current=None, author=None):
    """A channel in a list; needs the annotations of `views.threads_for_list`."""
    return {
        "name": thread.name,
        "matter": thread.matter,
        "excerpt": Truncator(thread.last_body or "").chars(120),
        "author_name": thread.last_author or "",
        "author_picture_url": author.picture_url if author else "",
        "at": thread.last_message_at or thread.created_at,
        "unread": thread.unread_count,
        "url": thread_address(thread.uuid, "#unread" if thread.unread_count else "#latest"),
        "is_current": thread == current,
    }


def thread_address(uuid, anchor=""):
    return reverse("portal_messaging:thread", args=[uuid]) + anchor


def recent_row(message):
    """A message among the newest of a matter."""
    return {
        "title": message.thread.name,
        "author_name": message.author_name,
        "author_picture_url": message.author.picture_url if message.author else "",
        "excerpt": Truncator(message.body).chars(120),
        "at": message.created_at,
        "is_unread": not message.from_client and message.read_at is None,
        "url": thread_address(message.thread.uuid, f"#message-{message.uuid}"),
    }


def message_rows(messages, reader):
    """Messages as `reader` sees them; the first unread one gets the divider."""
    rows = [_message_row(message, reader) for message in messages]
    for row in rows:
        if row["is_unread"]:
            row["is_first_unread"] = True
            break
    return rows


def _message_row(message, reader):
    return {
        "uuid": message.uuid,
        "author_name": message.author_name,
        "author_picture_url": message.author.picture_url if message.author else "",
        "sent_at": message.created_at,
        "body": message.body,
        "mine": message.from_client == reader.is_client,
        "is_unread": not message.from_client and message.read_at is None,
        "attachments": [_attachment_row(attachment.document) for attachment in message.attachments.all()],
    }


def _attachment_row(document):
    released = document.is_released
    return {
        "uuid": document.uuid,
        "title": document.title,
        "type_label": type_text(document.original_name),
        "extension": document.extension,
        "size": document.size,
        "state": "released" if released else "rejected" if document.is_rejected else "checking",
        "reason": reason_text(document.reason) if document.is_rejected else "",
        "view_url": reverse("portal_documents:view", args=[document.uuid])
        if released and document.pages
        else None,
        "download_url": reverse("portal_documents:download", args=[document.uuid]) if released else None,
    }
