"""Universal Business Language: XRechnung and Peppol invoices and credit notes."""

from decimal import Decimal

from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.einvoice.xmltree import day, first, number, per, text
from portal_cms.billing.figures import (
    INVOICE,
    PIECE,
    ZERO,
    Adjustment,
    Bill,
    Line,
    Party,
    Stated,
    VatGroup,
)

ROOTS = ("Invoice", "CreditNote")
MATTER = "130"


def read(root) -> Reading:
    is_credit = root.tag == "CreditNote"
    sums = first(root, "LegalMonetaryTotal")
    taxes = root.findall("TaxTotal")
    groups = tuple(_group(node) for tax in taxes for node in tax.findall("TaxSubtotal"))
    reasons = {(group.category, group.rate): group.reason for group in groups}
    account = first(root, "PaymentMeans/PayeeFinancialAccount")
    bill = Bill(
        kind=INVOICE,
        number=text(root, "ID"),
        issued_on=day(root, "IssueDate"),
        seller=_party(first(root, "AccountingSupplierParty/Party")),
        buyer=_party(first(root, "AccountingCustomerParty/Party")),
        lines=tuple(
            _line(node, reasons) for node in root.findall("CreditNoteLine" if is_credit else "InvoiceLine")
        ),
        currency=text(root, "DocumentCurrencyCode") or "EUR",
        due_on=day(root, "DueDate", "PaymentMeans/PaymentDueDate"),
        delivered_on=day(root, "Delivery/ActualDeliveryDate"),
        period_start=day(root, "InvoicePeriod/StartDate"),
        period_end=day(root, "InvoicePeriod/EndDate"),
        adjustments=tuple(_adjustment(node) for node in root.findall("AllowanceCharge")),
        paid=number(sums, "PrepaidAmount") or ZERO,
        rounding=number(sums, "PayableRoundingAmount") or ZERO,
        note="\n\n".join(filter(None, (text(node, ".") for node in root.findall("Note")))),
        iban=text(account, "ID"),
        bic=text(account, "FinancialInstitutionBranch/ID"),
        account_holder=text(account, "Name"),
        reference=_matter(root),
        buyer_reference=text(root, "BuyerReference"),
        stated=Stated(
            lines=number(sums, "LineExtensionAmount"),
            net=number(sums, "TaxExclusiveAmount"),
            # The sum in another currency is a TaxTotal of its own, without a table.
            tax=number(
                next((tax for tax in taxes if tax.find("TaxSubtotal") is not None), None), "TaxAmount"
            ),
            gross=number(sums, "TaxInclusiveAmount"),
            paid=number(sums, "PrepaidAmount"),
            due=number(sums, "PayableAmount"),
            groups=groups,
        ),
    )
    is_credit = is_credit or text(root, "InvoiceTypeCode") == "381"
    return Reading(bill, "ubl", text(root, "CustomizationID"), is_credit)


def _party(node) -> Party:
    address = first(node, "PostalAddress")
    numbers = {}
    for scheme in node.findall("PartyTaxScheme") if node is not None else []:
        numbers["VAT" if text(scheme, "TaxScheme/ID").upper() == "VAT" else "TAX"] = text(scheme, "CompanyID")
    return Party(
        name=text(node, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        street=text(address, "StreetName"),
        postal_code=text(address, "PostalZone"),
        city=text(address, "CityName"),
        country=text(address, "Country/IdentificationCode"),
        tax_number=numbers.get("TAX", ""),
        vat_id=numbers.get("VAT", ""),
        email=text(node, "Contact/ElectronicMail", "EndpointID[@schemeID='EM']"),
        phone=text(node, "Contact/Telephone"),
    )


def _tax(node) -> dict:
    return {"vat_category": text(node, "ID") or "S", "vat_rate": number(node, "Percent") or ZERO}


def _line(node, reasons) -> Line:
    quantity = first(node, "InvoicedQuantity", "CreditedQuantity")
    tax = _tax(first(node, "Item/ClassifiedTaxCategory"))
    return Line(
        text=text(node, "Item/Name", "Item/Description"),
        quantity=number(quantity, ".") if quantity is not None else Decimal(1),
        unit_price=per(number(node, "Price/PriceAmount") or ZERO, number(node, "Price/BaseQuantity")),
        unit=(quantity.get("unitCode") if quantity is not None else "") or PIECE,
        vat_reason=reasons.get((tax["vat_category"], tax["vat_rate"]), ""),
        off=-sum((_signed(row) for row in node.findall("AllowanceCharge")), ZERO),
        stated_net=number(node, "LineExtensionAmount"),
        **tax,
    )


def _signed(row) -> Decimal:
    amount = number(row, "Amount") or ZERO
    return amount if text(row, "ChargeIndicator") == "true" else -amount


def _adjustment(row) -> Adjustment:
    return Adjustment(
        _signed(row), text=text(row, "AllowanceChargeReason"), **_tax(first(row, "TaxCategory"))
    )


def _group(node) -> VatGroup:
    tax = _tax(first(node, "TaxCategory"))
    return VatGroup(
        category=tax["vat_category"],
        rate=tax["vat_rate"],
        net=number(node, "TaxableAmount") or ZERO,
        tax=number(node, "TaxAmount") or ZERO,
        reason=text(node, "TaxCategory/TaxExemptionReason"),
    )


def _matter(root) -> str:
    rows = root.findall("AdditionalDocumentReference")
    return next((text(row, "ID") for row in rows if text(row, "DocumentTypeCode") == MATTER), "")
