"""Writes on bills: each is one transaction with its audit event. Publishing tells nobody; telling is another click."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import is_noted_lately, record
from portal_cms.billing.access import require_reader
from portal_cms.billing.content import bill_of, buyer_data, seller_data
from portal_cms.billing.models import Bill
from portal_cms.billing.numbers import is_taken
from portal_cms.billing.sums import require_sound
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Document
from portal_cms.documents.services import delete_file, receive_upload
from portal_cms.matters import pending

# kind -> stem of the mail (P7 to P9) and section of the portal it names (P45)
NEWS = {
    Bill.Kind.INVOICE: ("invoice_news", "invoices"),
    Bill.Kind.PROFORMA: ("proforma_news", "proformas"),
    Bill.Kind.PROVISION: ("provision_news", "provisions"),
}
DECIDED = (
    "buyer_id",
    "buyer_data",
    "seller_data",
    "prepaid",
    "published_at",
    "cancelled_at",
    "document_id",
    "seen_at",
)
STRAY_AFTER = timedelta(days=1)
NOT_WRITTEN = ("seen_at",)  # reading a bill does not change it


class ChangedMeanwhile(PortalError):
    """Somebody else changed the bill after the page with its form was opened."""


def version_of(bill):
    """A word that changes with every writing on the bill or its lines; empty for one that is not kept yet."""
    if not bill.pk:
        return ""
    row = Bill.objects.filter(pk=bill.pk).values().get()
    said = [row[name] for name in sorted(row) if name not in NOT_WRITTEN]
    rows = bill.lines.order_by("position", "pk").values_list()
    return hashlib.sha256(repr([said, *rows]).encode()).hexdigest()[:32]


@transaction.atomic
def save_bill(bill, lines, *, by, fields=(), version=""):
    """Keep a bill with these lines, all of them, in this order; `fields` names what was changed, for the record.

    Its sums are computed here. A published bill says that it was changed, and its client can be told (P30).
    Raises PortalError if it is no sound bill or its number is taken, and ChangedMeanwhile if it is not in the `version`
    any more that was shown (empty: whatever it is now). Returns it.
    """
    if bill.pk:
        _hold(bill)
        if version and version != version_of(bill):
            raise ChangedMeanwhile(
                _("Somebody else changed this bill at the same moment. Nothing is saved; please save again.")
            )
    if is_taken(bill.site_id, bill.kind, bill.number, by_other_than=bill.pk):
        raise PortalError(taken_text(bill))
    content = bill_of(bill, lines)
    require_sound(content)
    is_new, totals = bill.pk is None, content.totals
    if totals.gross < 0:
        raise PortalError(_("The total is below zero. Please check quantities and prices."))
    bill.net, bill.vat, bill.gross = totals.net, totals.tax, totals.gross
    bill.payable = totals.gross - totals.withheld
    if bill.paid > bill.payable:
        raise PortalError(_("More is entered as paid than there is to pay. Please check the amount."))
    if is_new:
        bill.created_by = by
    elif bill.is_published and fields:
        bill.changed_at = timezone.now()
    try:
        with transaction.atomic():
            bill.save()
    except IntegrityError:  # somebody took the number meanwhile
        raise PortalError(taken_text(bill)) from None
    _keep_lines(bill, lines)
    if is_new:
        record("bill.created", on=bill, by=by)
    elif fields:
        record("bill.changed", on=bill, by=by, fields=sorted(fields), published=bill.is_published)
        note(bill, by=by, is_new=False)
    return bill


def _hold(bill):
    """Lock the row, and take from it what others decided since `bill` was read: whether it is published, for whom,
    and cancelled."""
    fresh = Bill.objects.select_for_update().get(pk=bill.pk)
    for name in DECIDED:
        setattr(bill, name, getattr(fresh, name))


def _keep_lines(bill, lines):
    bill.lines.exclude(pk__in=[row.pk for row in lines if row.pk]).delete()
    for position, (row, line) in enumerate(zip(lines, bill_of(bill, lines).lines, strict=True)):
        row.bill, row.position, row.net = bill, position, line.net
        row.save()


def taken_text(bill):
    return _(
        "There is already a paper of this kind with the number %(number)s. Please enter a different one."
    ) % {"number": bill.number}


def note(bill, *, by, is_new):
    """Remember that the person billed could be told; returns whether the question is due."""
    if not bill.is_published:
        return False
    event, section = NEWS[bill.kind]
    return pending.note_change(
        bill.matter, by=by, item=bill, label=str(bill), event=event, section=section, clients=[bill.buyer], is_new=is_new
    )  # fmt: skip


@transaction.atomic
def publish_bill(bill, *, by):
    """Show the bill in the portal of the person billed, who is fixed from now on, with all that is printed of
    them and of the firm (P38). Sends nothing. Returns whether the question "notify now?" is due.

    Raises access.NobodyReads if that person has no active access (P40).
    """
    _hold(bill)
    if bill.is_published:
        return False
    client = require_reader(bill)
    bill.seller_data = seller_data(bill.site)
    bill.buyer_data = buyer_data(client, bill.seller_data["party"]["country"])
    bill.buyer, bill.published_at = client, timezone.now()
    bill.prepaid = bill.paid if bill.prepaid is None else bill.prepaid
    bill.save(update_fields=["buyer", "buyer_data", "seller_data", "prepaid", "published_at"])
    record("bill.published", on=bill, by=by, client=str(client.uuid))
    return note(bill, by=by, is_new=True)


@transaction.atomic
def withdraw_bill(bill, *, by):
    """Take the bill out of the portal. Who is billed stays fixed: it may have been read."""
    _hold(bill)
    if not bill.is_published:
        return
    bill.published_at = None
    bill.save(update_fields=["published_at"])
    pending.forget(bill)
    record("bill.withdrawn", on=bill, by=by)


@transaction.atomic
def set_cancelled(bill, *, is_cancelled, by):
    """Cancel a bill, which stays visible as cancelled, or take that back."""
    _hold(bill)
    if bool(bill.cancelled_at) == is_cancelled:
        return False
    bill.cancelled_at = timezone.now() if is_cancelled else None
    bill.save(update_fields=["cancelled_at"])
    record("bill.cancelled" if is_cancelled else "bill.reinstated", on=bill, by=by)
    return note(bill, by=by, is_new=False)


@transaction.atomic
def bill_anew(bill, *, by):
    """Let a withdrawn bill follow its matter again: it goes to the billing client of today when it is published."""
    _hold(bill)
    if bill.is_published:
        raise PortalError(_("Please withdraw the bill from the portal first."))
    bill.buyer, bill.buyer_data, bill.seller_data, bill.prepaid = None, {}, {}, None
    bill.save(update_fields=["buyer", "buyer_data", "seller_data", "prepaid"])
    record("bill.changed", on=bill, by=by, fields=["buyer"], published=False)


@transaction.atomic
def delete_bill(bill, *, by):
    """Only what nobody outside ever saw can be deleted; anything else is cancelled."""
    _hold(bill)
    if bill.buyer_id:
        raise PortalError(_("This was published once, so it can not be deleted. Please cancel it instead."))
    document = bill.document
    record("bill.deleted", on=bill, by=by)
    bill.delete()
    if document:
        delete_file(document, by=by)


def keep_file(matter, *, by, upload, key):
    """Seal an uploaded file for a bill and queue its check; it is in no list of the matter's files."""
    document, _new = receive_upload(
        matter, by=by, chunks=upload.chunks(), name=upload.name, upload_key=key, is_filed=False
    )
    return document


@transaction.atomic
def set_document(bill, document, *, by):
    """Make `document` the paper of this bill instead of the rendered one; None goes back to that."""
    _hold(bill)
    old = bill.document
    if old == document:
        return False
    bill.document = document
    if bill.is_published:
        bill.changed_at = timezone.now()
    bill.save(update_fields=["document", "changed_at"])
    if old:
        delete_file(old, by=by)
    record("bill.changed", on=bill, by=by, fields=["file"], published=bill.is_published)
    return note(bill, by=by, is_new=False)


def forget_strays():
    """Delete files that were uploaded for a bill nobody saved."""
    strays = Document.all_files.filter(is_filed=False, bill=None, created_at__lt=timezone.now() - STRAY_AFTER)
    for document in strays:
        delete_file(document, by=None)


def mark_seen(bill, *, by):
    """The person billed has opened the page; in the record once an hour. In a simulation only staff have seen it."""
    if bill.seen_at is None and not by.is_simulated:
        Bill.objects.filter(pk=bill.pk).update(seen_at=timezone.now())
    if not is_noted_lately("bill.viewed", on=bill, by=by.actor):
        record("bill.viewed", on=bill, by=by.actor)


def note_download(bill, *, by, part):
    """In the record before the first byte leaves; `part` says which paper."""
    record("bill.downloaded", on=bill, by=by.actor, part=part)
