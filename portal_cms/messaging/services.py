"""Writing and reading messages."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.accounts import throttle
from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Share
from portal_cms.documents.services import check_reaches, share_documents
from portal_cms.matters.services import touch
from portal_cms.messaging import announce
from portal_cms.messaging.models import Attachment, Message, Thread, ThreadSeen

MESSAGE_LIMIT = 20_000
MESSAGES_PER_HOUR = 60  # from one client: more is a program, not a person


def open_thread(matter, client, name, *, by):
    """The channel of this name between the firm and `client` in `matter`, made if it does not exist."""
    if not matter.matter_clients.filter(client=client).exists():
        raise PortalError(_("%(client)s is not a client of this matter.") % {"client": client})
    name = " ".join(name.split())  # one line: it stands in lists, and in mails where the firm allows it
    if not name:
        raise PortalError(_("Please name the channel."))
    with transaction.atomic():
        thread, made = Thread.objects.get_or_create(
            matter=matter, client=client, name=name, defaults={"site_id": matter.site_id}
        )
        if made:
            record("thread.opened", on=thread, by=by, client=str(client.uuid))
    return thread


def check_length(body):
    """Raises PortalError if a message is too long."""
    if len(body) > MESSAGE_LIMIT:
        raise PortalError(
            _("The message is longer than %(limit)s characters. Please shorten it.")
            % {"limit": MESSAGE_LIMIT}
        )


def post_message(thread, *, by, body, send_key, documents=()):
    """Send a message with attachments; returns (message, whether it is new).

    `send_key` names this sending: the same form sent again finds the first message. Staff attach documents
    of the matter, which are thereby shared with origin "message" (A47); clients attach their own uploads.
    One mail tells of message and attachments. Raises PortalError with a sentence for the author.
    """
    documents, body = list(dict.fromkeys(documents)), body.strip()
    if not body and not documents:
        raise PortalError(_("Please write a message or attach a document."))
    check_length(body)
    existing = Message.objects.filter(thread=thread, send_key=send_key).first()
    if existing:
        return existing, False
    if by.is_client:
        _check_pace(by)
    else:
        check_reaches(thread.matter, thread.client)
    try:
        return _post(thread, by, body, send_key, documents), True
    except IntegrityError:
        return Message.objects.get(thread=thread, send_key=send_key), False


def _check_pace(client_account):
    if not throttle.hit(f"message:{client_account.pk}", limit=MESSAGES_PER_HOUR, window=throttle.HOUR):
        raise PortalError(
            _("You have sent many messages within an hour. Please wait a while and send this one again.")
        )


@transaction.atomic
def _post(thread, by, body, send_key, documents):
    message = Message.objects.create(
        site_id=thread.site_id,
        thread=thread,
        matter=thread.matter,
        author=by,
        author_name=str(by),
        from_client=by.is_client,
        body=body,
        send_key=send_key,
    )
    if documents and not by.is_client:
        share_documents(documents, client=thread.client, by=by, origin=Share.Origin.MESSAGE, tell=False)
    Attachment.objects.bulk_create([Attachment(message=message, document=document) for document in documents])
    Thread.objects.filter(pk=thread.pk).update(last_message_at=message.created_at)
    touch(thread.matter, by_client=by.is_client)
    record("message.posted", on=message, by=by, thread=str(thread.uuid), attachments=len(documents))
    announce.message_posted(message)
    return message


def mark_read(thread, *, by):
    """The client has read the firm's messages in this thread (A13). In a simulation nobody has."""
    if by.is_simulated:
        return
    thread.messages.unread_by_client().update(read_at=timezone.now())


def mark_thread_seen(thread, user):
    """A member of staff has looked at the thread."""
    ThreadSeen.objects.update_or_create(thread=thread, user=user, defaults={"seen_at": timezone.now()})
