"""Cross Industry Invoice: Factur-X, ZUGFeRD 1 and 2, XRechnung. Elements are known by their names alone (`xmltree`)."""

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

ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")  # the second is ZUGFeRD 1
CREDITS = ("381", "261", "262", "296", "308", "396", "420", "458", "532", "83")
MATTER = "130"


def read(root) -> Reading:
    head = first(root, "ExchangedDocument", "HeaderExchangedDocument")
    trade = first(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = first(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    delivery = first(trade, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
    settlement = first(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    sums = first(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    groups = tuple(_group(node) for node in _all(settlement, "ApplicableTradeTax"))
    bill = Bill(
        kind=INVOICE,
        number=text(head, "ID"),
        issued_on=day(head, "IssueDateTime/DateTimeString"),
        seller=_party(first(agreement, "SellerTradeParty")),
        buyer=_party(first(agreement, "BuyerTradeParty")),
        lines=tuple(_line(node, groups) for node in _all(trade, "IncludedSupplyChainTradeLineItem")),
        currency=text(settlement, "InvoiceCurrencyCode") or "EUR",
        due_on=day(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString"),
        delivered_on=day(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"),
        period_start=day(settlement, "BillingSpecifiedPeriod/StartDateTime/DateTimeString"),
        period_end=day(settlement, "BillingSpecifiedPeriod/EndDateTime/DateTimeString"),
        adjustments=(
            *(_adjustment(node) for node in _all(settlement, "SpecifiedTradeAllowanceCharge")),
            *(_delivery_charge(node) for node in _all(settlement, "SpecifiedLogisticsServiceCharge")),
        ),
        paid=number(sums, "TotalPrepaidAmount") or ZERO,
        rounding=number(sums, "RoundingAmount") or ZERO,
        note="\n\n".join(filter(None, (text(node, "Content") for node in _all(head, "IncludedNote")))),
        iban=text(settlement, f"{MEANS}/PayeePartyCreditorFinancialAccount/IBANID"),
        bic=text(settlement, f"{MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        account_holder=text(settlement, f"{MEANS}/PayeePartyCreditorFinancialAccount/AccountName"),
        reference=_matter(agreement),
        buyer_reference=text(agreement, "BuyerReference"),
        stated=_stated(sums, groups),
    )
    profile = text(root.find("*"), "GuidelineSpecifiedDocumentContextParameter/ID")
    return Reading(bill, "cii", profile, text(head, "TypeCode") in CREDITS)


MEANS = "SpecifiedTradeSettlementPaymentMeans"


def _all(node, path):
    return node.findall(path) if node is not None else []


def _party(node) -> Party:
    address = first(node, "PostalTradeAddress")
    numbers = {entry.get("schemeID"): text(entry, ".") for entry in _all(node, "SpecifiedTaxRegistration/ID")}
    return Party(
        name=text(node, "Name"),
        street=text(address, "LineOne"),
        postal_code=text(address, "PostcodeCode"),
        city=text(address, "CityName"),
        country=text(address, "CountryID"),
        tax_number=numbers.get("FC", ""),
        vat_id=numbers.get("VA", ""),
        email=text(
            node, "DefinedTradeContact/EmailURIUniversalCommunication/URIID", "URIUniversalCommunication/URIID[@schemeID='EM']"
        ),
        phone=text(node, "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"),
    )  # fmt: skip


def _tax(node) -> dict:
    return {
        "vat_category": text(node, "CategoryCode") or "S",
        "vat_rate": number(node, "RateApplicablePercent", "ApplicablePercent") or ZERO,
    }


def _line(node, groups) -> Line:
    agreement = first(node, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    delivery = first(node, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settlement = first(node, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
    net = number(
        settlement,
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    )
    tax = _tax_of_line(first(settlement, "ApplicableTradeTax"), groups)
    reasons = {(group.category, group.rate): group.reason for group in groups}
    return Line(
        text=text(node, "SpecifiedTradeProduct/Name", "AssociatedDocumentLineDocument/IncludedNote/Content"),
        vat_reason=text(settlement, "ApplicableTradeTax/ExemptionReason")
        or reasons.get((tax["vat_category"], tax["vat_rate"]), ""),
        off=-sum((_signed(row) for row in _all(settlement, "SpecifiedTradeAllowanceCharge")), ZERO),
        stated_net=net,
        **_count(first(delivery, "BilledQuantity"), first(agreement, "NetPriceProductTradePrice"), net),
        **tax,
    )


def _tax_of_line(tax, groups) -> dict:
    """ZUGFeRD 1 names the rate of a line at the end of the bill only, if there is but one."""
    if tax is None and len(groups) == 1:
        return {"vat_category": groups[0].category, "vat_rate": groups[0].rate}
    return _tax(tax)


def _count(quantity, price, net: Decimal | None) -> dict:
    """Its short profiles name no price: then a line is one piece of its net amount."""
    if number(price, "ChargeAmount") is None and net is not None:
        return {"quantity": Decimal(-1 if net < 0 else 1), "unit_price": abs(net)}
    return {
        "quantity": number(quantity, ".") if quantity is not None else Decimal(1),
        "unit_price": _unit_price(price),
        "unit": (quantity.get("unitCode") if quantity is not None else "") or PIECE,
    }


def _unit_price(price) -> Decimal:
    return per(number(price, "ChargeAmount") or ZERO, number(price, "BasisQuantity"))


def _signed(row) -> Decimal:
    amount = number(row, "ActualAmount") or ZERO
    return amount if text(row, "ChargeIndicator/Indicator") == "true" else -amount


def _adjustment(row) -> Adjustment:
    return Adjustment(_signed(row), text=text(row, "Reason"), **_tax(first(row, "CategoryTradeTax")))


def _delivery_charge(row) -> Adjustment:
    amount = number(row, "AppliedAmount") or ZERO
    return Adjustment(amount, text=text(row, "Description"), **_tax(first(row, "AppliedTradeTax")))


def _group(node) -> VatGroup:
    tax = _tax(node)
    return VatGroup(
        category=tax["vat_category"],
        rate=tax["vat_rate"],
        net=number(node, "BasisAmount") or ZERO,
        tax=number(node, "CalculatedAmount") or ZERO,
        reason=text(node, "ExemptionReason"),
    )


def _matter(agreement) -> str:
    rows = _all(agreement, "AdditionalReferencedDocument")
    return next((text(row, "IssuerAssignedID") for row in rows if text(row, "TypeCode") == MATTER), "")


def _stated(sums, groups) -> Stated:
    return Stated(
        lines=number(sums, "LineTotalAmount"),
        net=number(sums, "TaxBasisTotalAmount"),
        tax=number(sums, "TaxTotalAmount"),
        gross=number(sums, "GrandTotalAmount"),
        paid=number(sums, "TotalPrepaidAmount"),
        due=number(sums, "DuePayableAmount"),
        groups=groups,
    )
