"""Who is told what about a request. Contexts hold ids, never contents."""

from django.conf import settings

from portal_cms.accounts.models import User
from portal_cms.matters.charge import tell_those_in_charge
from portal_cms.notices.models import Notice
from portal_cms.notices.services import enqueue

ANSWERS = {Notice.QUESTIONNAIRE: "questionnaire_completed", Notice.DOCUMENT: "document_completed"}


def request_sent(request):
    """To the client: the firm needs something; with the personal link."""
    enqueue("request_sent", **_to_client(request))


def request_reminder(request):
    enqueue("request_reminder", **_to_client(request))


def request_turn(request):
    """To the client: those before have signed."""
    enqueue("request_turn", **_to_client(request))


def request_returned(request):
    """To the client: something came back with a reason."""
    enqueue("request_returned", **_to_client(request))


def request_code(request, code):
    """To the client: the code that opens the request. It is made when the mail is sent (`codes.make`)."""
    row = _to_client(request)
    enqueue("request_code", **{**row, "context": {**row["context"], "code": code.pk}, "merge": None})


def request_receipt(request, receipt):
    """To the client: what was sent has arrived; without saying what."""
    row = _to_client(request)
    enqueue("request_receipt", **{**row, "context": {**row["context"], "receipt": receipt.pk}, "merge": None})


def address_of(client):
    """Where mails with a personal link go: to the address of the access, without one to that of the contact."""
    return client.email if not client.user_id or client.user.is_removed else client.user.email


def _to_client(request):
    """What all mails to the client have in common."""
    account, address = request.client.user, address_of(request.client)
    if account.email != address:  # left from a former access
        User.objects.filter(pk=account.pk).update(email=address)
        account.email = address
    context = {"request": str(request.uuid)}
    return {"site": request.site, "to": account, "context": context, "merge": str(request.pk)}


def request_handed_in(request, *, told=""):
    """To those in charge: everything that was asked for is there (J19). `told`: the notice whose mail says so too."""
    tell_those_in_charge(
        "request_handed_in",
        request.matter,
        notice=Notice.REQUEST,
        context={"request": str(request.uuid), "told": told},
        merge=str(request.pk),
    )


def item_answered(item):
    """To those in charge: a questionnaire was completed, or a document filled in or signed (J15, J16); those of one
    visit make one mail for each of both. Files have a mail of their own, when they were checked."""
    request, notice = item.request, item.how.notice
    if notice in ANSWERS:
        tell_those_in_charge(
            ANSWERS[notice],
            request.matter,
            notice=notice,
            context={"request": str(request.uuid), "items": [str(item.uuid)]},
            merge=str(request.pk),
            delay=settings.PORTAL_UPLOAD_NOTICE_DELAY,
        )
