"""Messages of staff that wait for the check of their files.

A message leaves only with released files. One with a fresh upload waits, where staff see it; when its last
file is released it is posted in the same transaction, with its mail. A refused file, or a right that is
gone by then, stops it: nothing is sent, the text stays, and the conversation says why.
"""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.models import Document
from portal_cms.documents.services import check_reaches
from portal_cms.matters.access import may_share
from portal_cms.messaging.models import Message, QueuedMessage
from portal_cms.messaging.services import post_message

State = QueuedMessage.State


def send(thread, *, by, body, send_key, documents=()):
    """Post the message now, or let it wait for the check of its files; returns the Message or QueuedMessage.

    The same form sent again finds what the first sending made. Raises PortalError for what will never go.
    """
    documents = list(documents)
    if all(document.is_released for document in documents):
        message, _new = post_message(thread, by=by, body=body, send_key=send_key, documents=documents)
        return message
    sent = Message.objects.filter(thread=thread, send_key=send_key).first()
    if sent:
        return sent
    check_reaches(thread.matter, thread.client)
    if problem := _problem(documents):
        raise PortalError(problem)
    queued = _keep(thread, by, body, send_key, documents)
    return _deliver(queued.pk) or queued  # a file may have been released in between


@transaction.atomic
def _keep(thread, by, body, send_key, documents):
    queued, made = QueuedMessage.objects.get_or_create(
        thread=thread,
        send_key=send_key,
        defaults={"site_id": thread.site_id, "author": by, "body": body.strip()},
    )
    if made:
        queued.documents.set(documents)
        record("message.queued", on=queued, by=by, matter=thread.matter, attachments=len(documents))
    return queued


@transaction.atomic
def _deliver(pk):
    """Post the waiting message if all its files are released; returns it, else None."""
    queued = (
        QueuedMessage.objects.select_for_update(of=("self",))
        .select_related("thread__matter__site", "thread__client__user", "author")
        .filter(pk=pk, state=State.WAITING)
        .first()
    )
    if queued is None:
        return None
    documents = list(queued.documents.select_related("matter"))
    with translation.override(queued.author.language or None):
        problem = _problem(documents)
        if not problem and any(document.is_waiting for document in documents):
            return None
        try:
            if problem:
                raise PortalError(problem)
            return _post(queued, documents)
        except PortalError as error:
            _stop(queued, error.text)
    return None


def _post(queued, documents):
    if not may_share(queued.author, queued.thread.matter):
        raise PortalError(_("You may no longer send anything to clients in this matter."))
    with transaction.atomic():
        message, _new = post_message(
            queued.thread,
            by=queued.author,
            body=queued.body,
            send_key=queued.send_key,
            documents=documents,
        )
        queued.delete()
    return message


def _problem(documents):
    for document in documents:
        if document.is_rejected:
            return _("“%(name)s” was refused. %(reason)s") % {
                "name": document.original_name,
                "reason": reason_text(document.reason),
            }
    return ""


def _stop(queued, problem):
    queued.state, queued.problem = State.STOPPED, problem
    queued.save(update_fields=["state", "problem"])
    record("message.stopped", on=queued, by=queued.author, matter=queued.thread.matter)


@transaction.atomic
def stop(queued, *, by):
    """Keep the message from leaving, so that it can be changed. One that has left already: PortalError."""
    stopped = QueuedMessage.objects.filter(pk=queued.pk).update(state=State.STOPPED)
    if not stopped:
        raise PortalError(_("The message has been sent already."))
    record("message.stopped", on=queued, by=by, matter=queued.thread.matter)


@transaction.atomic
def discard(queued, *, by):
    """Throw the message away; its files stay among the matter's documents."""
    record("message.discarded", on=queued, by=by, matter=queued.thread.matter)
    queued.delete()


def document_checked(sender, document, **kwargs):
    """Receiver: the messages that waited for this file."""
    waiting = QueuedMessage.objects.filter(state=State.WAITING, documents=document)
    for pk in waiting.values_list("pk", flat=True):
        _deliver(pk)


def deliver_waiting():
    """Chore: what a lost moment left behind, e.g. a file released while the message was being written down."""
    undecided = [Document.State.RECEIVED, Document.State.CHECKING]
    waiting = QueuedMessage.objects.filter(state=State.WAITING).exclude(documents__state__in=undecided)
    for pk in list(waiting.values_list("pk", flat=True)[:100]):
        _deliver(pk)
