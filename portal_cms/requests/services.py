"""The life of a request: draft -> sent -> handed in -> done, with items returned in between, or withdrawn."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Document
from portal_cms.documents.services import receive_upload
from portal_cms.matters.services import mark_seen as mark_matter_seen
from portal_cms.matters.services import touch
from portal_cms.requests import announce, filing, pages, receipts
from portal_cms.requests.access import has_unseen_elsewhere
from portal_cms.requests.kinds import UPLOAD
from portal_cms.requests.links import end_links
from portal_cms.requests.models import ItemFile, Request, RequestItem, RequestSeen

State, ItemState = Request.State, RequestItem.State


@transaction.atomic
def save_draft(request, items, *, by):
    """Keep a draft with these items, in their order; those it had that are not among them are gone."""
    is_new = request.pk is None
    if not is_new:
        _lock(request, State.DRAFT)
    request.created_by = request.created_by or by
    request.save()
    request.items.exclude(pk__in=[item.pk for item in items if item.pk]).delete()
    for position, item in enumerate(items):
        item.request, item.position = request, position
        item.save()
    record("request.created" if is_new else "request.changed", on=request, by=by, items=len(items))
    return request


@transaction.atomic
def send(request, *, by):
    """Ask the client: the request becomes visible and its mail goes out. Raises PortalError if it can't."""
    _lock(request, State.DRAFT)
    if not request.items.exists():
        raise PortalError(_("Please add at least one thing you need from the client."))
    if not request.matter.matter_clients.filter(client=request.client_id).exists():
        raise PortalError(_("%(client)s is not a client of this matter.") % {"client": request.client})
    _give_contact_an_account(request.client)
    for item in request.items.select_related("document"):
        item.request = request
        item.how.sent(item, by=by)
    request.state, request.sent_at = State.SENT, timezone.now()
    request.save(update_fields=["state", "sent_at"])
    touch(request.matter, by_client=False)
    record("request.sent", on=request, by=by, client=str(request.client.uuid), own_mail=request.has_own_mail)
    announce.request_sent(request)
    return request


@transaction.atomic
def withdraw(request, *, by):
    """The client does not see it any more, from the next click on. What was sent stays in the matter."""
    _lock(request, State.SENT, State.DRAFT)
    request.state, request.closed_at = State.WITHDRAWN, timezone.now()
    request.save(update_fields=["state", "closed_at"])
    end_links(request)
    for item in request.items.all():
        item.request = request
        item.how.withdrawn(item, by=by)
    record("request.withdrawn", on=request, by=by)


@transaction.atomic
def extend(request, due_on, *, by):
    """Another due date, or none."""
    _lock(request, State.SENT)
    request.due_on = due_on
    request.save(update_fields=["due_on", "changed_at"])
    record("request.extended", on=request, by=by, due_on=str(due_on or ""))


def answer_with_file(item, *, file, upload_key, as_page=False):
    """Keep a file as the answer to `item`, see `keep_file`. `as_page`: a photographed page, which becomes one PDF with
    the others of its item (`pages`)."""
    document, is_new = keep_file(item, file=file, upload_key=upload_key)
    with transaction.atomic():
        answer(item, documents=[document], files=1)
        if is_new:
            _note_file(item, document, as_page=as_page)
    return document


def keep_file(item, *, file, upload_key):
    """`(document, is_new)` of a file the client sends for `item`: it lies in the matter at once, where and under which
    name the firm's rule says, and is checked like any upload. The same form sent again keeps it once. Raises
    PortalError with a sentence for the client."""
    request = item.request
    check_open(item)
    client = request.client
    folder = filing.folder_for(item, file.name)
    return receive_upload(
        request.matter, by=client.user, chunks=file.chunks(), name=file.name, upload_key=upload_key, client=client,
        folder=folder,
    )  # fmt: skip


def _note_file(item, document, *, as_page):
    """What the client called the file, its place among the pages, and its name in the matter."""
    rows = ItemFile.objects.filter(item=item)
    page = None
    if pages.is_photo(document.original_name):  # any photo can become a page later
        page = (rows.open_pages().aggregate(last=Max("page"))["last"] or 0) + 1 if as_page else 0
    rows.filter(document=document).update(sent_name=document.original_name, page=page)
    filing.give_name(document, item)


@transaction.atomic
def order_pages(item, places):
    """Put the photographed pages of `item` into the order of `places`, {row id: number}; a page without a number is
    left out. Raises PortalError if nothing is asked any more."""
    _lock(item.request, State.SENT)
    check_open(item)
    rows = list(item.filed.filter(page__isnull=False, merged_at=None).order_by("page", "pk"))
    kept = sorted((row for row in rows if places.get(row.pk)), key=lambda row: (places[row.pk], row.page))
    for row in rows:
        row.page = kept.index(row) + 1 if row in kept else 0
    ItemFile.objects.bulk_update(rows, ["page"])


@transaction.atomic
def take_file_out(row, *, by):
    """The file of this row is no answer any more; one that is asked for and has no other is missing again. What was
    sent stays in the matter, as every upload does. Raises PortalError if it was handed in meanwhile."""
    item = row.item
    request = _lock(item.request, State.SENT)
    check_open(item)
    gone, _each = item.filed.with_loose().filter(pk=row.pk, is_loose=True).delete()
    if not gone:
        return
    _number_again(item)
    _ask_without_files(item)
    _note_activity(request)
    record("request.file_taken_out", on=request, by=by, item=str(item.uuid), document=str(row.document.uuid))


def note_refused(document):
    """A file that was refused when it was checked is no answer: what it was sent for is missing again, unless another
    file came with it or it was handed in already."""
    waiting = RequestItem.objects.filter(filed__document=document, kind=UPLOAD).select_related("request")
    for item in waiting:
        with transaction.atomic():
            fresh = Request.objects.select_for_update(of=("self",)).get(pk=item.request_id)
            if fresh.is_answerable:
                _ask_without_files(item)


def _ask_without_files(item):
    """Without a file that can be handed in, the item is as open as it was before."""
    loose = item.filed.with_loose().filter(is_loose=True)
    if loose.exclude(document__state=Document.State.REJECTED).exists():
        return
    earlier = item.filed.with_loose().filter(is_loose=False)
    state = ItemState.RETURNED if earlier.exists() else ItemState.OPEN
    RequestItem.objects.filter(pk=item.pk, state=ItemState.ANSWERED).update(state=state, answered_at=None)


def _number_again(item):
    pages = list(item.filed.open_pages())
    for number, page in enumerate(pages, start=1):
        page.page = number
    ItemFile.objects.bulk_update(pages, ["page"])


@transaction.atomic
def answer(item, documents=(), **details):
    """The client has answered `item`, with these filed documents if any; `details` go to the record. Where nothing
    else is asked for, that may hand the request in. Raises PortalError with a sentence for the client if nothing is asked any more."""
    request = _lock(item.request, State.SENT)
    if request.handed_in_at:
        raise PortalError(_("This was handed in already. Please wait for our answer."))
    changed = RequestItem.objects.filter(pk=item.pk).exclude(state=ItemState.ACCEPTED)
    if not changed.update(state=ItemState.ANSWERED, answered_at=timezone.now(), reason=""):
        raise PortalError(_("This was accepted already, so nothing more is needed."))
    item.files.add(*documents)
    item.request = request
    _note_activity(request)
    record(
        "request.item_answered",
        on=request,
        by=request.client.user,
        item=str(item.uuid),
        kind=item.kind,
        **details,
    )
    announce.item_answered(item)
    if item.hands_in:
        _finish(request, told=item.how.own_notice)


@transaction.atomic
def hand_in(request):
    """The client has finished. Raises PortalError, naming what is missing."""
    request = _lock(request, State.SENT)
    if request.handed_in_at:
        return
    missing = [item.title for item in request.items.all() if item.is_required and item.is_missing]
    if missing:
        raise PortalError(_("Still missing: %(titles)s.") % {"titles": ", ".join(missing)})
    _finish(request)


def _finish(request, *, told=""):
    """Nothing more is waited for. `told`: the notice by which those in charge hear of the answer already."""
    Request.objects.filter(pk=request.pk).update(handed_in_at=timezone.now())
    request.refresh_from_db()
    _note_activity(request)
    record("request.handed_in", on=request, by=request.client.user)
    announce.request_handed_in(request, told=told)
    receipts.issue(request)


@transaction.atomic
def accept(item, *, by):
    """The answer is what was needed. With the last required one the request is done."""
    request = _lock(item.request, State.SENT)
    item.refresh_from_db()
    if item.state != ItemState.ANSWERED:
        raise PortalError(_("There is no answer to accept."))
    if item.is_declined:
        raise PortalError(
            _(
                "The client has declined this, so there is nothing to accept. Please ask again or withdraw the request."
            )
        )
    item.state, item.reason = ItemState.ACCEPTED, ""
    item.save(update_fields=["state", "reason"])
    record("request.item_accepted", on=request, by=by, item=str(item.uuid))
    if not request.items.filter(is_required=True).exclude(state=ItemState.ACCEPTED).exists():
        request.state, request.closed_at = State.DONE, timezone.now()
        request.save(update_fields=["state", "closed_at"])
        record("request.done", on=request, by=by)


@transaction.atomic
def return_item(item, reason, *, by, due_on=None):
    """Ask for `item` again, with a reason the client reads; the request is open again."""
    request = _lock(item.request, State.SENT)
    item.refresh_from_db()
    if not reason.strip():
        raise PortalError(_("Please say what is wrong, so that the client can put it right."))
    if item.state != ItemState.ANSWERED:
        raise PortalError(_("There is no answer to return."))
    item.state, item.reason = ItemState.RETURNED, reason.strip()
    item.save(update_fields=["state", "reason"])
    request.handed_in_at = None
    request.due_on = due_on or request.due_on
    request.save(update_fields=["handed_in_at", "due_on", "changed_at"])
    item.request = request
    item.how.returned(item, by=by)
    record("request.item_returned", on=request, by=by, item=str(item.uuid))
    announce.request_returned(request)


def remind():
    """Chore: those who still have something to do are reminded, as often as the request says (J: stops by itself)."""
    for request in (
        Request.objects.waiting().filter(remind_every__gt=0).select_related("site", "client__user")
    ):
        last = request.reminded_at or request.sent_at
        if last > timezone.now() - timedelta(days=request.remind_every):
            continue
        with transaction.atomic():
            mine = Request.objects.waiting().filter(pk=request.pk, reminded_at=request.reminded_at)
            if mine.update(reminded_at=timezone.now()):
                record("request.reminded", on=request)
                announce.request_reminder(request)


def mark_seen(request, user):
    """A member of staff has looked at the request; the matter's dot goes as well once nothing else waits there."""
    RequestSeen.objects.update_or_create(request=request, user=user, defaults={"seen_at": timezone.now()})
    if not has_unseen_elsewhere(user, request.matter):
        mark_matter_seen(request.matter, user)


def _note_activity(request):
    """What the client just did is unseen until staff look at the request."""
    Request.objects.filter(pk=request.pk).update(client_activity_at=timezone.now())
    touch(request.matter, by_client=True)


def check_open(item):
    """Raises PortalError with a sentence for the client if nothing is asked any more."""
    if not item.request.is_answerable or not item.takes_answers:
        raise PortalError(_("This was handed in already. Please wait for our answer."))


def _lock(request, *states):
    """The row as it is now, held until the end of the transaction; PortalError if its state is none of these."""
    fresh = (
        Request.objects.select_for_update(of=("self",))
        .select_related("matter__site", "client__user", "site")
        .get(pk=request.pk)
    )
    if fresh.state not in states:
        raise PortalError(_("This request is not in a state in which that is possible."))
    request.state, request.handed_in_at = fresh.state, fresh.handed_in_at
    return fresh


def account_for(client):
    """The account of `client`; for somebody without access to the portal an unsaved one, that can not sign in."""
    if client.user_id:
        return client.user
    return User(
        site=client.site, kind=User.Kind.CLIENT, access_state=User.Access.NONE, email=client.email,
        first_name=client.first_name, last_name=client.last_name or client.company, language=client.language,
    )  # fmt: skip


def _give_contact_an_account(client):
    """Somebody without access to the portal can answer by the personal link; the account is the name under
    which that is recorded and mailed. It can not sign in."""
    if not client.email:
        raise PortalError(_("%(client)s has no e-mail address. Please add one first.") % {"client": client})
    if client.user_id:
        if client.user.access_state == User.Access.BLOCKED:
            raise PortalError(
                _("The access of %(client)s is blocked. Please unblock it first.") % {"client": client}
            )
        return
    user = account_for(client)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise PortalError(
            _("Another account of the firm already uses this e-mail address. Please use a different one.")
        ) from None
    client.user = user
    Client.objects.filter(pk=client.pk).update(user=user)
