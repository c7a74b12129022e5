"""What keeps a bill from being an e-invoice, in sentences that say what to enter. An empty list means: it can be written."""

from django.utils.translation import gettext as _

from portal_cms.billing.figures import INVOICE, Bill, Party
from portal_cms.billing.sums import problems

UNION, EXPORT, REVERSE, OUTSIDE = "K", "G", "AE", "O"


def missing(bill: Bill) -> list[str]:
    """By the business rules of EN 16931 that its schema does not check."""
    if bill.kind != INVOICE:
        return [_("Only invoices become e-invoices; proformas and provisions do not.")]
    return [*problems(bill), *_address(bill), *_taxes(bill), *_payment(bill)]


def _address(bill: Bill):
    if not _has_address(bill.seller):
        yield _("Please enter name, street, postal code, city and country of the firm in the settings.")
    if not _has_address(bill.buyer):
        yield _("Please enter name, street, postal code, city and country of the client.")


def _has_address(party: Party) -> bool:
    return all((party.name, party.street, party.postal_code, party.city)) and len(party.country) == 2


def _taxes(bill: Bill):
    categories = {group.category for group in bill.totals.groups}
    if not bill.seller.vat_id and (not bill.seller.tax_number or categories & {UNION, EXPORT}):
        yield _(
            "Please enter the VAT number of the firm in the settings, or its tax number where that is enough."
        )
    if categories & {REVERSE, UNION} and not bill.buyer.vat_id:
        yield _(
            "Please enter the VAT number of the client: for reverse charge and within the EU it must be named."
        )
    if UNION in categories and not (bill.delivered_on or bill.period_start or bill.period_end):
        yield _("Please enter the date or the period of the service: within the EU it must be named.")
    if OUTSIDE in categories and len(categories) > 1:
        yield _(
            "An e-invoice can not mix lines that are not subject to VAT with others. "
            "Please write two invoices, or send this one as a PDF."
        )
    if bill.withholding_rate:
        yield _("This standard knows no withholding tax. Please use Facturae, or send the invoice as a PDF.")


def _payment(bill: Bill):
    if bill.totals.due > 0 and not bill.due_on:
        yield _("Please enter the due date.")
