"""Facturae 3.2, 3.2.1 and 3.2.2, the e-invoice of Spain. A signature is not checked; nothing here claims that it is."""

import dataclasses
from decimal import Decimal

from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.einvoice.xmltree import day, first, number, text
from portal_cms.billing.figures import (
    HOUR,
    INVOICE,
    OUTSIDE,
    PIECE,
    ZERO,
    Adjustment,
    Bill,
    Line,
    Party,
    Stated,
    VatGroup,
)
from portal_cms.billing.places import ALPHA_2

ROOTS = ("Facturae",)
CATEGORIES = {"02": "M", "03": "L"}
EVENTS = {"01": "E", "02": OUTSIDE}
IRPF = "04"
UNITS = {"01": PIECE, "02": HOUR}


def read(root) -> Reading:
    """The first invoice of the file."""
    invoice = first(root, "Invoices/Invoice")
    data, sums = first(invoice, "InvoiceIssueData"), first(invoice, "InvoiceTotals")
    installment = first(invoice, "PaymentDetails/Installment")
    spent = _all(sums, "ReimbursableExpenses/ReimbursableExpenses")
    lines = (
        *(_line(node) for node in _all(invoice, "Items/InvoiceLine")),
        *(_expense(node) for node in spent),
    )
    series = text(invoice, "InvoiceHeader/InvoiceSeriesCode")
    bill = Bill(
        kind=INVOICE,
        number=series + text(invoice, "InvoiceHeader/InvoiceNumber"),
        issued_on=day(data, "IssueDate"),
        seller=_party(first(root, "Parties/SellerParty")),
        buyer=_party(first(root, "Parties/BuyerParty")),
        lines=lines,
        currency=text(data, "InvoiceCurrencyCode") or "EUR",
        due_on=day(installment, "InstallmentDueDate"),
        delivered_on=day(data, "OperationDate"),
        period_start=day(data, "InvoicingPeriod/StartDate"),
        period_end=day(data, "InvoicingPeriod/EndDate"),
        adjustments=tuple(_adjustments(sums, lines)),
        withholding_rate=_withholding(invoice),
        paid=number(sums, "TotalPaymentsOnAccount") or ZERO,
        note=text(invoice, "AdditionalData/InvoiceAdditionalInformation"),
        iban=text(installment, "AccountToBeCredited/IBAN"),
        bic=text(installment, "AccountToBeCredited/BIC"),
        reference=text(data, "InvoiceDescription"),
        buyer_reference=text(data, "ReceiverTransactionReference"),
    )
    bill = dataclasses.replace(bill, stated=_stated(invoice, sums, bill))
    is_credit = text(invoice, "InvoiceHeader/InvoiceClass") in ("OR", "CR")
    return Reading(bill, "facturae", text(root, "FileHeader/SchemaVersion"), is_credit)


def _all(node, path):
    return node.findall(path) if node is not None else []


def _party(node) -> Party:
    who = first(node, "LegalEntity", "Individual")
    address = first(who, "AddressInSpain", "OverseasAddress")
    names = (text(who, name) for name in ("CorporateName", "Name", "FirstSurname", "SecondSurname"))
    postal_code, _blank, city = text(address, "PostCodeAndTown").partition(" ")
    return Party(
        name=" ".join(filter(None, names)),
        given_name=text(who, "Name"),
        street=text(address, "Address"),
        postal_code=text(address, "PostCode") or postal_code,
        city=text(address, "Town") or city,
        country=ALPHA_2.get(text(address, "CountryCode"), ""),
        tax_number=text(node, "TaxIdentification/TaxIdentificationNumber"),
        email=text(who, "ContactDetails/ElectronicMail"),
        phone=text(who, "ContactDetails/Telephone"),
    )


def _line(node) -> Line:
    off = sum(
        (number(row, "DiscountAmount") or ZERO for row in node.findall("DiscountsAndRebates/Discount")), ZERO
    )
    on = sum((number(row, "ChargeAmount") or ZERO for row in node.findall("Charges/Charge")), ZERO)
    category, rate = _tax(
        first(node, "TaxesOutputs/Tax"), text(node, "SpecialTaxableEvent/SpecialTaxableEventCode")
    )
    quantity = number(node, "Quantity")
    return Line(
        text=text(node, "ItemDescription"),
        quantity=Decimal(1) if quantity is None else quantity,
        unit_price=number(node, "UnitPriceWithoutTax") or ZERO,
        vat_rate=rate,
        vat_category=category,
        unit=UNITS.get(text(node, "UnitOfMeasure"), PIECE),
        vat_reason=text(node, "SpecialTaxableEvent/SpecialTaxableEventReason"),
        off=off - on,
        stated_net=number(node, "GrossAmount"),
    )


def _expense(node) -> Line:
    amount = number(node, "ReimbursableExpensesAmount") or ZERO
    return Line(text(node, "InvoiceNumber") or "Suplido", Decimal(1), amount, vat_category=OUTSIDE)


def _tax(node, event: str = "") -> tuple[str, Decimal]:
    rate = number(node, "TaxRate") or ZERO
    if not rate:
        return EVENTS.get(event, "E"), rate
    return CATEGORIES.get(text(node, "TaxTypeCode"), "S"), rate


def _adjustments(sums, lines):
    """A discount on the whole bill names no rate; it is taken to be that of the first line."""
    rate = {"vat_category": lines[0].vat_category, "vat_rate": lines[0].vat_rate} if lines else {}
    for row in _all(sums, "GeneralDiscounts/Discount"):
        yield Adjustment(-(number(row, "DiscountAmount") or ZERO), text=text(row, "DiscountReason"), **rate)
    for row in _all(sums, "GeneralSurcharges/Charge"):
        yield Adjustment(number(row, "ChargeAmount") or ZERO, text=text(row, "ChargeReason"), **rate)


def _withholding(invoice) -> Decimal:
    rows = _all(invoice, "TaxesWithheld/Tax")
    return next((number(row, "TaxRate") or ZERO for row in rows if text(row, "TaxTypeCode") == IRPF), ZERO)


def _stated(invoice, sums, bill: Bill) -> Stated:
    """As the paper adds up: the total of this format is less withheld tax, and without money spent for the client."""
    spent = number(sums, "TotalReimbursableExpenses") or ZERO
    withheld = number(sums, "TotalTaxesWithheld") or ZERO
    taxed = tuple(group for node in _all(invoice, "TaxesOutputs/Tax") if (group := _group(node)).rate)
    # Its table does not tell why a rate is 0, the lines do; such groups are taken from them.
    free = tuple(group for group in bill.totals.groups if not group.rate)
    return Stated(
        lines=_plus(number(sums, "TotalGrossAmount"), spent),
        net=_plus(number(sums, "TotalGrossAmountBeforeTaxes"), spent),
        tax=number(sums, "TotalTaxOutputs"),
        gross=_plus(number(sums, "InvoiceTotal"), withheld + spent),
        paid=number(sums, "TotalPaymentsOnAccount"),
        due=number(sums, "TotalExecutableAmount", "TotalOutstandingAmount"),
        groups=taxed + free if taxed else (),
    )


def _plus(amount: Decimal | None, more: Decimal) -> Decimal | None:
    return None if amount is None else amount + more


def _group(node) -> VatGroup:
    category, rate = _tax(node)
    return VatGroup(
        category,
        rate,
        number(node, "TaxableBase/TotalAmount") or ZERO,
        number(node, "TaxAmount/TotalAmount") or ZERO,
    )
