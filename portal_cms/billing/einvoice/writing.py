"""A bill as EN 16931 XML (Cross Industry Invoice), and as part of its PDF: ZUGFeRD, which is Factur-X.

Only for bills of which `gaps.missing` finds nothing. The XML is checked against the schema when it is made; the sums
are our own and consistent by construction.
"""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from drafthorse.models.accounting import ApplicableTradeTax, CategoryTradeTax, TradeAllowanceCharge
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.references import AdditionalReferencedDocument
from drafthorse.models.tradelines import LineItem

from portal_cms.billing.einvoice.gaps import OUTSIDE, missing
from portal_cms.billing.einvoice.xmltree import legal_text
from portal_cms.billing.figures import Bill, Line, Party, rounded
from portal_cms.billing.tax_numbers import compact
from portal_cms.billing.wording import vat_reason
from portal_cms.common.errors import PortalError

GUIDELINE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
COMMERCIAL_INVOICE = "380"
MATTER = "130"  # "invoiced object": what the buyer knows the matter by
SEPA_TRANSFER, TRANSFER = "58", "30"


def xml(bill: Bill, language: str) -> bytes:
    """Raises PortalError with what is missing. `language` is that of the reasons for not charging VAT."""
    if gaps := missing(bill):
        raise PortalError(gaps)
    document = Document()
    document.context.guideline_parameter.id = GUIDELINE
    document.header.id = legal_text(bill.number)
    document.header.type_code = COMMERCIAL_INVOICE
    document.header.issue_date_time = bill.issued_on
    if bill.note.strip():
        document.header.notes.add(IncludedNote(content=legal_text(bill.note)))
    with translation.override(language):
        for number, line in enumerate(bill.lines, 1):
            document.trade.items.add(_line(number, line))
        _agreement(document.trade.agreement, bill)
        _settlement(document.trade.settlement, bill)
    if bill.delivered_on:
        document.trade.delivery.event.occurrence = bill.delivered_on
    if any(group.category == "K" for group in bill.totals.groups):
        _address(document.trade.delivery.ship_to.address, bill.buyer)
    return document.serialize(schema=SCHEMA)


def embed(pdf: bytes, invoice: bytes, bill: Bill, *, title: str, language: str) -> bytes:
    """The paper with its XML inside: PDF/A-3 with the metadata Factur-X asks for; the tags for screen readers stay.

    The two say the same in different forms, which the relationship "Alternative" states.
    """
    from facturx import generate_from_binary  # brings an HTTP client, which nothing else here needs

    return generate_from_binary(
        pdf,
        invoice,
        flavor="factur-x",
        level="en16931",
        check_xsd=False,  # `xml` has done it
        pdf_metadata={
            "author": bill.seller.name,
            "title": title,
            "subject": title,
            "keywords": "Factur-X, ZUGFeRD",
        },
        lang=language,
        afrelationship="alternative",
        xmp_compression=False,
    )


def _agreement(agreement, bill: Bill) -> None:
    if bill.buyer_reference:
        agreement.buyer_reference = legal_text(bill.buyer_reference)
    # Who names a VAT number says that VAT applies: the standard forbids it where nothing is subject to VAT.
    outside = any(group.category == OUTSIDE for group in bill.totals.groups)
    _party(agreement.seller, bill.seller, with_vat=not outside)
    _party(agreement.buyer, bill.buyer, with_vat=not outside, with_tax_number=False)
    if outside or not bill.seller.vat_id:  # BR-CO-26: something has to tell who the seller is
        agreement.seller.id = legal_text(bill.seller.tax_number or bill.seller.vat_id)
    if bill.seller.phone or bill.seller.email:
        contact = agreement.seller.contact
        contact.person_name = legal_text(bill.seller.name)
        if bill.seller.phone:
            contact.telephone.number = legal_text(bill.seller.phone)
        if bill.seller.email:
            contact.email.address = legal_text(bill.seller.email)
    if bill.reference:
        agreement.additional_references.add(
            AdditionalReferencedDocument(issuer_assigned_id=legal_text(bill.reference), type_code=MATTER)
        )


def _party(target, party: Party, *, with_vat=True, with_tax_number=True) -> None:
    target.name = legal_text(party.name)
    _address(target.address, party)
    if party.email:
        target.electronic_address.uri_ID = ("EM", legal_text(party.email))
    if party.vat_id and with_vat:
        target.tax_registrations.add(TaxRegistration(id=("VA", compact(party.vat_id))))
    if party.tax_number and with_tax_number:
        target.tax_registrations.add(TaxRegistration(id=("FC", legal_text(party.tax_number))))


def _address(target, party: Party) -> None:
    target.postcode = legal_text(party.postal_code)
    target.line_one = legal_text(party.street)
    target.city_name = legal_text(party.city)
    target.country_id = party.country


def _line(number: int, line: Line) -> LineItem:
    item = LineItem()
    item.document.line_id = str(number)
    item.product.name = legal_text(line.text)
    item.agreement.net.amount = _plain(line.unit_price)
    item.delivery.billed_quantity = (_plain(line.quantity), line.unit)
    item.settlement.trade_tax.type_code = "VAT"
    item.settlement.trade_tax.category_code = line.vat_category
    if line.vat_category != OUTSIDE:
        item.settlement.trade_tax.rate_applicable_percent = _plain(line.vat_rate)
    if rounded(line.off):
        item.settlement.allowance_charge.add(_adjustment(-line.off, ""))
    item.settlement.monetary_summation.total_amount = line.net
    return item


def _settlement(settlement, bill: Bill) -> None:
    settlement.payment_reference = legal_text(bill.number)
    settlement.currency_code = bill.currency
    if bill.iban:
        settlement.payment_means.add(_means(bill))
    for group in bill.totals.groups:
        settlement.trade_tax.add(_group(group))
    if bill.period_start:
        settlement.period.start = bill.period_start
    if bill.period_end:
        settlement.period.end = bill.period_end
    for row in bill.adjustments:
        settlement.allowance_charge.add(_of_bill(row))
    if bill.due_on:
        settlement.terms.add(PaymentTerms(due=bill.due_on))
    _sums(settlement.monetary_summation, bill)


def _means(bill: Bill) -> PaymentMeans:
    means = PaymentMeans(type_code=SEPA_TRANSFER if bill.currency == "EUR" else TRANSFER)
    means.payee_account.iban = compact(bill.iban)
    means.payee_account.account_name = legal_text(bill.payee)
    if bill.bic:
        means.payee_institution.bic = compact(bill.bic)
    return means


def _group(group) -> ApplicableTradeTax:
    tax = ApplicableTradeTax(calculated_amount=group.tax, type_code="VAT", basis_amount=group.net)
    tax.category_code = group.category
    if reason := vat_reason(group.category, group.reason):
        tax.exemption_reason = legal_text(reason)
    tax.rate_applicable_percent = _plain(group.rate)
    return tax


def _adjustment(amount: Decimal, text: str) -> TradeAllowanceCharge:
    """Above zero a charge, below a discount; the standard asks for a reason."""
    row = TradeAllowanceCharge(indicator=amount > 0, actual_amount=abs(rounded(amount)))
    row.reason = legal_text(text) or (_("Charge") if amount > 0 else _("Discount"))
    return row


def _of_bill(adjustment) -> TradeAllowanceCharge:
    row = _adjustment(adjustment.amount, adjustment.text)
    row.trade_tax.add(
        CategoryTradeTax(
            type_code="VAT",
            category_code=adjustment.vat_category,
            rate_applicable_percent=_plain(adjustment.vat_rate),
        )
    )
    return row


def _sums(target, bill: Bill) -> None:
    totals = bill.totals
    amounts = [rounded(row.amount) for row in bill.adjustments]
    target.line_total = totals.lines
    target.charge_total = sum((amount for amount in amounts if amount > 0), rounded(Decimal(0)))
    target.allowance_total = -sum((amount for amount in amounts if amount < 0), rounded(Decimal(0))) + 0
    target.tax_basis_total = totals.net
    target.tax_total = (totals.tax, bill.currency)
    if rounded(bill.rounding):
        target.rounding_amount = rounded(bill.rounding)
    target.grand_total = totals.gross
    target.prepaid_total = totals.paid
    target.due_amount = totals.due


def _plain(number: Decimal) -> str:
    """Never with an exponent, which the schema's readers do not know."""
    return f"{number:f}"
