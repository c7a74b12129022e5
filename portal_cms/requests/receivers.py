"""What requests do when something below them tells."""

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.clients.signals import access_ended, address_changed
from portal_cms.documents.signals import document_checked
from portal_cms.matters.signals import inquiry_declined
from portal_cms.requests import announce, links, services
from portal_cms.requests.models import Request, RequestLink


@receiver(access_ended)
def end_links(sender, client, by, **kwargs):
    """Blocked or removed: the links mailed so far never work again. With a removed access what still waits is
    withdrawn, or the next reminder would bring a new link; the firm can ask anew."""
    RequestLink.objects.filter(request__client=client, ended_at=None).update(ended_at=timezone.now())
    if client.access_state == User.Access.NONE:
        for request in Request.objects.waiting().filter(client=client):
            services.withdraw(request, by=by)


@receiver(address_changed)
def send_to_new_address(sender, client, **kwargs):
    """Who has no access to the portal is written to as a contact. The former address may be a stranger's: what was mailed
    there opens nothing any more, and what still waits for an answer goes to the new one."""
    if client.access_state != User.Access.NONE:
        return
    waiting = set(Request.objects.waiting().filter(client=client).values_list("pk", flat=True))
    for request in Request.objects.filter(client=client).select_related("site", "client__user"):
        if links.end_mailed(request) and client.email and request.pk in waiting:
            announce.request_sent(request)


@receiver(document_checked)
def note_refused(sender, document, **kwargs):
    """After the transaction, which holds the record already: whoever answers holds the request first."""
    if document.is_rejected and document.client_id:
        transaction.on_commit(lambda: services.note_refused(document))


@receiver(inquiry_declined)
def withdraw_all(sender, matter, by, **kwargs):
    """Nothing is asked of the clients of a declined inquiry any more; what was answered stays in it."""
    for request in Request.objects.filter(matter=matter, state__in=(Request.State.DRAFT, Request.State.SENT)):
        services.withdraw(request, by=by)
