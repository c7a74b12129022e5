"""Facturae: order, sums and lengths by the rules of the format, and read back without a difference.

These very bills were valid by the schema of the ministry when this was written; it is not part of the project.
"""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.utils import translation
from lxml import etree

from portal_cms.billing import facturae
from portal_cms.billing.einvoice import inbox, sources
from portal_cms.billing.figures import PROVISION, Adjustment, Line
from portal_cms.common.errors import PortalError
from tests.billing.bills import ANNA, german, spanish

FOREIGN = replace(ANNA, tax_number="12/345/67890")


def line(category, rate="0", **changes):
    return Line("Honorarios", D(1), D("100"), D(rate), vat_category=category, **changes)


SOUND = {
    "usual": spanish(),
    "withheld": spanish(withholding_rate=D(15)),
    "part paid": spanish(withholding_rate=D(15), paid=D("100")),
    "abroad": spanish(buyer=FOREIGN),
    "adjusted": spanish(
        lines=(line("S", "21"),),
        adjustments=(Adjustment(D("-5"), D(21)), Adjustment(D("7.5"), D(21), text="Urgencia")),
    ),
    "line discount": spanish(lines=(line("S", "21", off=D("10")), line("S", "21", off=D("-3.5")))),
    "exempt": spanish(lines=(line("E", vat_reason="Art. 20 LIVA"), line("S", "10"))),
    "reverse charge": spanish(lines=(line("AE"),), buyer=FOREIGN),
    "Canary Islands": spanish(lines=(line("L", "7"),)),
    "Ceuta": spanish(lines=(line("M", "0.5"),)),
    "nothing subject to VAT": spanish(lines=spanish().lines[1:]),
    "several rates": spanish(lines=(line("S", "21"), line("S", "10"), line("S", "4")), withholding_rate=D(7)),
    "a period": spanish(period_start=german().period_start, period_end=german().period_end, bic="CAIXESBB"),
}


def read(bill):
    return etree.fromstring(facturae.xml(bill))


def amount(root, path):
    found = root.find(f".//{path}")
    return D(found.text) if found is not None else D(0)


@pytest.mark.parametrize("name", SOUND)
def test_the_sums_follow_the_rules_of_the_format(name):
    root = read(SOUND[name])
    totals = root.find(".//InvoiceTotals")
    gross, taxes, withheld = (
        amount(totals, path)
        for path in ("TotalGrossAmountBeforeTaxes", "TotalTaxOutputs", "TotalTaxesWithheld")
    )
    assert amount(totals, "TotalGrossAmount") == sum(
        D(row.text) for row in root.iterfind(".//InvoiceLine/GrossAmount")
    )
    assert gross == amount(totals, "TotalGrossAmount") - amount(totals, "TotalGeneralDiscounts") + amount(
        totals, "TotalGeneralSurcharges"
    )
    assert taxes == sum(
        D(row.text) for row in root.iterfind(".//Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount")
    )
    assert amount(totals, "InvoiceTotal") == gross + taxes - withheld
    outstanding = amount(totals, "InvoiceTotal") - amount(totals, "TotalPaymentsOnAccount")
    assert amount(totals, "TotalOutstandingAmount") == outstanding
    executable = outstanding + amount(totals, "TotalReimbursableExpenses")
    assert amount(totals, "TotalExecutableAmount") == executable == SOUND[name].totals.due
    assert amount(root, "Batch/TotalInvoicesAmount/TotalAmount") == amount(totals, "InvoiceTotal")
    assert amount(root, "Batch/TotalExecutableAmount/TotalAmount") == executable
    for row in root.iterfind(".//InvoiceLine"):
        reduced = amount(row, "DiscountAmount") - amount(row, "ChargeAmount")
        assert amount(row, "GrossAmount") == amount(row, "TotalCost") - reduced


ORDER = {
    "Facturae": "FileHeader Parties Invoices",
    "Invoice": "InvoiceHeader InvoiceIssueData TaxesOutputs TaxesWithheld InvoiceTotals Items PaymentDetails "
    "LegalLiterals AdditionalData",
    "InvoiceIssueData": "IssueDate OperationDate InvoicingPeriod InvoiceCurrencyCode TaxCurrencyCode LanguageName "
    "InvoiceDescription ReceiverTransactionReference",
    "InvoiceTotals": "TotalGrossAmount GeneralDiscounts GeneralSurcharges TotalGeneralDiscounts TotalGeneralSurcharges "
    "TotalGrossAmountBeforeTaxes TotalTaxOutputs TotalTaxesWithheld InvoiceTotal PaymentsOnAccount ReimbursableExpenses "
    "TotalOutstandingAmount TotalPaymentsOnAccount TotalExecutableAmount TotalReimbursableExpenses",
    "InvoiceLine": "ItemDescription Quantity UnitOfMeasure UnitPriceWithoutTax TotalCost DiscountsAndRebates Charges "
    "GrossAmount TaxesOutputs SpecialTaxableEvent",
    "Individual": "Name FirstSurname SecondSurname AddressInSpain OverseasAddress ContactDetails",
    "LegalEntity": "CorporateName AddressInSpain OverseasAddress ContactDetails",
    "AddressInSpain": "Address PostCode Town Province CountryCode",
    "OverseasAddress": "Address PostCodeAndTown Province CountryCode",
    "AccountToBeCredited": "IBAN BIC",
}


@pytest.mark.parametrize("name", SOUND)
def test_elements_stand_in_the_order_of_the_format(name):
    root = read(SOUND[name])
    assert etree.QName(root).namespace == facturae.NAMESPACE
    for element in root.iter():
        if order := ORDER.get(etree.QName(element).localname):
            places = [order.split().index(child.tag) for child in element]
            assert places == sorted(places), element.tag
        if element.tag == "BIC":
            assert len(element.text) == 11
        assert len(element) or element.text


@pytest.mark.parametrize("name", SOUND)
def test_the_file_is_read_back_without_a_difference(name):
    bill = SOUND[name]
    reading = sources.read(facturae.xml(bill))
    assert (reading.format, reading.profile) == ("facturae", "3.2.2")
    assert inbox.warnings(reading, replace(bill, bic=reading.bill.bic)) == []
    assert reading.bill.totals.due == bill.totals.due
    assert reading.bill.withholding_rate == bill.withholding_rate
    assert (reading.bill.buyer.name, reading.bill.buyer.country) == (bill.buyer.name, bill.buyer.country)


def test_people_and_companies_are_named_as_such():
    root = read(spanish())
    codes = [node.text for node in root.iterfind(".//PersonTypeCode")]
    assert codes == ["J", "F"]
    assert [root.find(f".//Individual/{name}").text for name in ("Name", "FirstSurname", "SecondSurname")] == [
        "Pilar", "Ortega", "Ruiz",
    ]  # fmt: skip


def test_money_spent_for_the_client_stands_apart_with_its_words():
    root = read(spanish())
    assert len(root.findall(".//InvoiceLine")) == 1
    assert amount(root, "ReimbursableExpensesAmount") == D("150.00")
    assert "Tasa judicial (suplido) 150.00 EUR" in root.find(".//InvoiceAdditionalInformation").text


def test_the_file_is_not_signed_and_does_not_say_so():
    assert b"Signature" not in facturae.xml(spanish())


@pytest.mark.parametrize(
    ("bill", "words"),
    [
        (spanish(kind=PROVISION), "Only invoices"),
        (german(), "format of Spanish firms"),
        (spanish(number="F" * 21), "20 characters"),
        (spanish(currency="USD"), "in euros only"),
        (spanish(due_on=None), "due date"),
        (spanish(seller=replace(spanish().seller, tax_number="B58378432")), "Firm: This NIF"),
        (spanish(buyer=replace(spanish().buyer, tax_number="")), "Client: This is not a NIF"),
        (spanish(buyer=replace(spanish().buyer, postal_code="99999")), "of the client"),
        (spanish(buyer=replace(ANNA, tax_number="")), "tax number of the client"),
        (spanish(rounding=D("0.01")), "no rounding"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written(bill, words):
    with translation.override("en"):
        assert any(words in sentence for sentence in facturae.missing(bill)), facturae.missing(bill)
    with pytest.raises(PortalError):
        facturae.xml(bill)
