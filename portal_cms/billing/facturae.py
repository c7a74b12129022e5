"""Facturae 3.2.2, the e-invoice of Spain, as XML without a signature.

Public bodies (FACe) take it signed only: the firm signs the file with its own certificate, for example in AutoFirma; this
portal holds no certificate. Money spent for the client ("suplidos", category O beside others) stands outside the taxed
amounts, as the format has it. Its schema is not on this machine: the tests pin order, sums and lengths by its rules.
"""

import re
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from portal_cms.billing.einvoice.xmltree import legal_text
from portal_cms.billing.figures import HOUR, INVOICE, OUTSIDE, PIECE, ZERO, Bill, Line, Party, rounded
from portal_cms.billing.places import EU, alpha_3, province
from portal_cms.billing.sums import problems
from portal_cms.billing.tax_numbers import belongs_to_person, compact, spanish_number
from portal_cms.billing.wording import vat_reason
from portal_cms.common.errors import PortalError

NAMESPACE = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"
TAX_TYPES = {"L": "03", "M": "02"}  # IGIC, IPSI; the rest is IVA
IVA, IRPF = "01", "04"
EXEMPT, NOT_SUBJECT = "01", "02"
EVENTS = {"E": EXEMPT, "K": EXEMPT, "G": EXEMPT, "AE": NOT_SUBJECT, "O": NOT_SUBJECT}
UNITS = {PIECE: "01", HOUR: "02"}
OTHER_UNIT = "05"
TRANSFER = "04"
LONGEST_NUMBER = 20


def missing(bill: Bill) -> list[str]:
    """What keeps the bill from being written, in sentences; empty when nothing does."""
    if bill.kind != INVOICE:
        return [_("Only invoices are written as Facturae; proformas and provisions are not.")]
    if bill.seller.country != "ES":
        return [
            _("Facturae is the format of Spanish firms. Please enter the firm's country in the settings.")
        ]
    return [*problems(bill), *_data(bill), *_party_gaps(bill)]


def _data(bill: Bill):
    if len(bill.number) > LONGEST_NUMBER:
        yield _("In Facturae the number of an invoice has 20 characters at most.")
    if bill.currency != "EUR":
        yield _("Facturae is written for invoices in euros only.")
    if rounded(bill.rounding):
        yield _("Facturae knows no rounding of the total.")
    if bill.totals.due > 0 and not bill.due_on:
        yield _("Please enter the due date.")


def _party_gaps(bill: Bill):
    try:
        spanish_number(bill.seller.tax_number or bill.seller.vat_id)
    except PortalError as error:
        yield _("Firm: %(problem)s") % {"problem": error.text}
    if not _is_addressed(bill.seller):
        yield _("Please enter name, street, postal code and city of the firm in the settings.")
    if bill.buyer.country == "ES":
        try:
            spanish_number(bill.buyer.tax_number or bill.buyer.vat_id)
        except PortalError as error:
            yield _("Client: %(problem)s") % {"problem": error.text}
    elif len(_tax_id(bill.buyer)) < 3:
        yield _("Please enter the tax number of the client.")
    if not _is_addressed(bill.buyer) or not alpha_3(bill.buyer.country):
        yield _("Please enter name, street, postal code, city and country of the client.")


def _is_addressed(party: Party) -> bool:
    complete = all((party.name, party.street, party.postal_code, party.city))
    return complete and (party.country != "ES" or bool(province(party.postal_code)))


def xml(bill: Bill) -> bytes:
    """Raises PortalError with what is missing."""
    if gaps := missing(bill):
        raise PortalError(gaps)
    with translation.override("es"):
        root = etree.Element(etree.QName(NAMESPACE, "Facturae"), nsmap={"fe": NAMESPACE})
        sheet = _Sheet(bill)
        _fill(
            root,
            [
                ("FileHeader", _header(sheet)),
                ("Parties", _parties(bill)),
                ("Invoices", [("Invoice", _invoice(sheet))]),
            ],
        )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _fill(parent, rows) -> None:
    """Rows are (name, text) or (name, rows); what is None, empty or without rows is left out."""
    for name, content in rows:
        if content is None or content == "" or content == []:
            continue
        element = etree.SubElement(parent, name)
        if isinstance(content, list):
            _fill(element, content)
        else:
            element.text = legal_text(str(content))


class _Sheet:
    """The bill as Facturae counts it: suplidos apart, income tax withheld inside the total."""

    def __init__(self, bill: Bill):
        self.bill = bill
        totals = bill.totals
        apart = {group.category for group in totals.groups} - {OUTSIDE}
        self.items = [line for line in bill.lines if not apart or line.vat_category != OUTSIDE]
        self.spent = [line for line in bill.lines if apart and line.vat_category == OUTSIDE]
        self.groups = [group for group in totals.groups if not apart or group.category != OUTSIDE]
        self.gross = sum((line.net for line in self.items), ZERO)
        self.before_tax = sum((group.net for group in self.groups), ZERO)
        self.tax = totals.tax
        self.withheld = totals.withheld
        self.total = self.before_tax + self.tax - self.withheld
        self.outstanding = self.total - totals.paid
        self.expenses = sum((line.net for line in self.spent), ZERO)
        self.executable = self.outstanding + self.expenses


def _header(sheet: _Sheet):
    bill = sheet.bill
    return [
        ("SchemaVersion", "3.2.2"),
        ("Modality", "I"),
        ("InvoiceIssuerType", "EM"),
        (
            "Batch",
            [
                ("BatchIdentifier", f"{_tax_id(bill.seller)}{bill.number}"[:70]),
                ("InvoicesCount", "1"),
                ("TotalInvoicesAmount", [("TotalAmount", sheet.total)]),
                ("TotalOutstandingAmount", [("TotalAmount", sheet.outstanding)]),
                ("TotalExecutableAmount", [("TotalAmount", sheet.executable)]),
                ("InvoiceCurrencyCode", bill.currency),
            ],
        ),
    ]


def _parties(bill: Bill):
    return [("SellerParty", _party(bill.seller)), ("BuyerParty", _party(bill.buyer))]


def _party(party: Party):
    is_person = belongs_to_person(_tax_id(party)) if party.country == "ES" else bool(party.given_name)
    residence = "R" if party.country == "ES" else "U" if party.country in EU else "E"
    return [
        (
            "TaxIdentification",
            [
                ("PersonTypeCode", "F" if is_person else "J"),
                ("ResidenceTypeCode", residence),
                ("TaxIdentificationNumber", _tax_id(party)),
            ],
        ),
        ("Individual", _person(party))
        if is_person
        else ("LegalEntity", [("CorporateName", party.name[:80]), *_place(party)]),
    ]


def _tax_id(party: Party) -> str:
    """Spanish numbers without their country, others with it."""
    number = compact(
        party.tax_number if party.country == "ES" and party.tax_number else party.vat_id or party.tax_number
    )
    return (number.removeprefix("ES") if party.country == "ES" else number)[:30]


def _person(party: Party):
    given = (
        party.given_name
        if party.given_name and party.name.startswith(party.given_name)
        else party.name.split()[0]
    )
    surnames = party.name[len(given) :].split(maxsplit=1)
    return [
        ("Name", given[:40]),
        ("FirstSurname", (surnames[0] if surnames else given)[:40]),
        ("SecondSurname", surnames[1][:40] if len(surnames) > 1 else None),
        *_place(party),
    ]


def _place(party: Party):
    if party.country == "ES":
        rows = [
            ("PostCode", party.postal_code),
            ("Town", party.city[:50]),
            ("Province", province(party.postal_code)[:20]),
        ]
        name = "AddressInSpain"
    else:
        rows = [("PostCodeAndTown", f"{party.postal_code} {party.city}"[:50]), ("Province", party.city[:20])]
        name = "OverseasAddress"
    phone = re.sub(r"[^+\d]", "", party.phone)
    contact = [
        ("Telephone", phone if len(phone) <= 15 else None),
        ("ElectronicMail", party.email if len(party.email) <= 60 else None),
    ]
    yield name, [("Address", party.street[:80]), *rows, ("CountryCode", alpha_3(party.country))]
    yield "ContactDetails", [row for row in contact if row[1]]


def _invoice(sheet: _Sheet):
    bill = sheet.bill
    return [
        (
            "InvoiceHeader",
            [("InvoiceNumber", bill.number), ("InvoiceDocumentType", "FC"), ("InvoiceClass", "OO")],
        ),
        ("InvoiceIssueData", _issue(bill)),
        (
            "TaxesOutputs",
            [("Tax", _tax(group.category, group.rate, group.net, group.tax)) for group in sheet.groups],
        ),
        ("TaxesWithheld", _withheld(bill, sheet.before_tax, sheet.withheld)),
        ("InvoiceTotals", _totals(sheet)),
        ("Items", [("InvoiceLine", _line(line)) for line in sheet.items]),
        ("PaymentDetails", _payment(sheet)),
        ("LegalLiterals", [("LegalReference", reason[:250]) for reason in _reasons(sheet)]),
        (
            "AdditionalData",
            [("InvoiceAdditionalInformation", _information(sheet)[:2500])] if _information(sheet) else [],
        ),
    ]


def _issue(bill: Bill):
    period = [("StartDate", bill.period_start), ("EndDate", bill.period_end)]
    return [
        ("IssueDate", bill.issued_on),
        ("OperationDate", bill.delivered_on),
        ("InvoicingPeriod", period if all(day for _name, day in period) else None),
        ("InvoiceCurrencyCode", bill.currency),
        ("TaxCurrencyCode", bill.currency),
        ("LanguageName", "es"),
        ("InvoiceDescription", bill.reference[:2500]),
        ("ReceiverTransactionReference", bill.buyer_reference[:20]),
    ]


def _tax(category, rate: Decimal, base: Decimal, tax: Decimal | None):
    return [
        ("TaxTypeCode", TAX_TYPES.get(category, IVA)),
        ("TaxRate", f"{rate:.2f}"),
        ("TaxableBase", [("TotalAmount", base)]),
        ("TaxAmount", [("TotalAmount", tax)]),
    ]


def _withheld(bill: Bill, base: Decimal, amount: Decimal):
    if not amount:
        return None
    row = [
        ("TaxTypeCode", IRPF),
        ("TaxRate", f"{bill.withholding_rate:.2f}"),
        ("TaxableBase", [("TotalAmount", base)]),
        ("TaxAmount", [("TotalAmount", amount)]),
    ]
    return [("Tax", row)]


def _totals(sheet: _Sheet):
    bill = sheet.bill
    off = [row for row in bill.adjustments if row.amount < 0]
    on = [row for row in bill.adjustments if row.amount > 0]
    paid = [("PaymentOnAccountDate", bill.issued_on), ("PaymentOnAccountAmount", bill.totals.paid)]
    return [
        ("TotalGrossAmount", sheet.gross),
        (
            "GeneralDiscounts",
            [("Discount", _reduction("Discount", row.text or _("Discount"), -row.amount)) for row in off],
        ),
        (
            "GeneralSurcharges",
            [("Charge", _reduction("Charge", row.text or _("Charge"), row.amount)) for row in on],
        ),
        ("TotalGeneralDiscounts", -sum((rounded(row.amount) for row in off), ZERO) + 0 if off else None),
        ("TotalGeneralSurcharges", sum((rounded(row.amount) for row in on), ZERO) if on else None),
        ("TotalGrossAmountBeforeTaxes", sheet.before_tax),
        ("TotalTaxOutputs", sheet.tax),
        ("TotalTaxesWithheld", sheet.withheld),
        ("InvoiceTotal", sheet.total),
        ("PaymentsOnAccount", [("PaymentOnAccount", paid)] if bill.totals.paid else None),
        (
            "ReimbursableExpenses",
            [("ReimbursableExpenses", [("ReimbursableExpensesAmount", line.net)]) for line in sheet.spent],
        ),
        ("TotalOutstandingAmount", sheet.outstanding),
        ("TotalPaymentsOnAccount", bill.totals.paid or None),
        ("TotalExecutableAmount", sheet.executable),
        ("TotalReimbursableExpenses", sheet.expenses or None),
    ]


def _reduction(name: str, reason: str, amount: Decimal):
    return [(f"{name}Reason", reason[:2500]), (f"{name}Amount", rounded(amount))]


def _line(line: Line):
    off = rounded(line.off)
    discount = [("Discount", _reduction("Discount", _("Discount"), off))] if off > 0 else None
    charge = [("Charge", _reduction("Charge", _("Charge"), -off))] if off < 0 else None
    event = EVENTS.get(line.vat_category)
    return [
        ("ItemDescription", line.text[:2500]),
        ("Quantity", f"{line.quantity:f}"),
        ("UnitOfMeasure", UNITS.get(line.unit, OTHER_UNIT)),
        ("UnitPriceWithoutTax", f"{line.unit_price:f}"),
        ("TotalCost", line.net + off),
        ("DiscountsAndRebates", discount),
        ("Charges", charge),
        ("GrossAmount", line.net),
        (
            "TaxesOutputs",
            [
                (
                    "Tax",
                    _tax(line.vat_category, line.vat_rate, line.net, rounded(line.net * line.vat_rate / 100)),
                )
            ],
        ),
        (
            "SpecialTaxableEvent",
            [
                ("SpecialTaxableEventCode", event),
                ("SpecialTaxableEventReason", vat_reason(line.vat_category, line.vat_reason)),
            ]
            if event
            else None,
        ),
    ]


def _payment(sheet: _Sheet):
    bill = sheet.bill
    if not bill.due_on or sheet.executable <= 0:
        return None
    bic = compact(bill.bic)
    account = (
        [("IBAN", compact(bill.iban)), ("BIC", bic.ljust(11, "X") if bic else None)] if bill.iban else None
    )
    row = [
        ("InstallmentDueDate", bill.due_on),
        ("InstallmentAmount", sheet.executable),
        ("PaymentMeans", TRANSFER),
        ("AccountToBeCredited", account),
    ]
    return [("Installment", row)]


def _reasons(sheet: _Sheet) -> list[str]:
    return list(
        dict.fromkeys(
            reason for group in sheet.groups if (reason := vat_reason(group.category, group.reason))
        )
    )


def _information(sheet: _Sheet) -> str:
    """The format has no words for single suplidos, so they are told here."""
    spent = [
        f"{_('Expenses for the client')}: {line.text} {line.net} {sheet.bill.currency}"
        for line in sheet.spent
    ]
    return "\n".join(filter(None, [sheet.bill.note.strip(), *spent]))
