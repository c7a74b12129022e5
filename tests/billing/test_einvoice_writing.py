"""The XML programs read: valid, of the same sums as the paper, and only where its data are complete."""

import time
from dataclasses import replace
from decimal import Decimal as D
from io import BytesIO

import pytest
from django.utils import translation
from drafthorse.utils import validate_xml
from facturx import xml_check_xsd
from lxml import etree
from pypdf import PdfReader

from portal_cms.billing import paper
from portal_cms.billing.einvoice import inbox, sources, writing, xmltree
from portal_cms.billing.einvoice.gaps import missing
from portal_cms.billing.figures import PROFORMA, Adjustment, Line, Party
from portal_cms.common.errors import PortalError
from tests.billing.bills import ANNA, KANZLEI, german, spanish

COMPANY = replace(ANNA, name="Berg Sàrl", country="FR", vat_id="FR83404833048", given_name="")
LOOK = paper.Look("Kanzlei Lindhorst & Partner")


def line(category, rate="0", **changes):
    return Line("Beratung", D(1), D("100"), D(rate), vat_category=category, **changes)


SOUND = {
    "usual": german(),
    "without bank": german(iban="", bic=""),
    "one day": german(period_start=None, period_end=None, delivered_on=german().issued_on),
    "adjusted": german(adjustments=(Adjustment(D("-80"), D(19), text="Nachlass"), Adjustment(D("5"), D(7)))),
    "line discount": german(lines=(line("S", "19", off=D("10")), line("S", "19", off=D("-3.5")))),
    "credit line": german(lines=(line("S", "19"), replace(line("S", "19"), quantity=D("-0.5")))),
    "rounded": german(rounding=D("0.01")),
    "exempt": german(lines=(line("E", vat_reason="§ 19 UStG"),)),
    "zero": german(lines=(line("Z"), line("S", "19"))),
    "reverse charge": german(lines=(line("AE"),), buyer=COMPANY),
    "within the EU": german(lines=(line("K"),), buyer=COMPANY),
    "export": german(lines=(line("G"),), buyer=replace(ANNA, country="US")),
    "outside": german(lines=(line("O"),)),
    "outside, no tax number": german(lines=(line("O"),), seller=replace(KANZLEI, tax_number="")),
    "no VAT number": german(seller=replace(KANZLEI, vat_id="")),
    "Canary Islands": spanish(lines=(line("L", "7"),)),
    "Ceuta": spanish(lines=(line("M", "0.5"),)),
    "small amounts": german(lines=tuple(line("S", "19") for _n in range(200)), paid=D("0")),
    "paid": german(paid=D("862.69"), due_on=None),
    "references": german(buyer_reference="04011000-12345-03", note="Zeile 1\n\nZeile 2 \x07 <&>"),
}


@pytest.mark.parametrize("name", SOUND)
def test_the_xml_is_valid_and_says_what_the_bill_says(name):
    bill = SOUND[name]
    content = writing.xml(bill, "de")
    validate_xml(content, "FACTUR-X_EN16931")
    assert xml_check_xsd(content, flavor="factur-x", level="en16931")  # a later edition of the schema
    reading = sources.read(content)
    read = reading.bill
    assert (reading.format, reading.profile) == ("cii", writing.GUIDELINE)
    assert inbox.warnings(reading, bill) == []
    own, stated = bill.totals, read.stated
    assert (own.lines, own.net, own.tax, own.gross, own.paid, own.due) == (
        stated.lines, stated.net, stated.tax, stated.gross, stated.paid, stated.due,
    )  # fmt: skip
    assert read.totals.due == own.due
    assert [(x.text, x.quantity, x.unit_price, x.net, x.unit) for x in read.lines] == [
        (x.text, x.quantity, x.unit_price, x.net, x.unit) for x in bill.lines
    ]
    for field in ("number", "issued_on", "due_on", "delivered_on", "period_start", "period_end", "currency"):
        assert getattr(read, field) == getattr(bill, field), field
    for field in ("iban", "bic", "reference", "buyer_reference"):
        assert getattr(read, field) == getattr(bill, field), field
    assert read.buyer.name == bill.buyer.name
    assert read.seller.city == bill.seller.city


def test_nothing_subject_to_vat_names_no_vat_number():
    """BR-O-2: a VAT number says that VAT applies."""
    assert b'schemeID="VA"' not in writing.xml(SOUND["outside"], "de")
    assert b'schemeID="VA"' in writing.xml(SOUND["usual"], "de")


@pytest.mark.parametrize("name", SOUND)
def test_something_tells_who_the_seller_is(name):
    """BR-CO-26, which the schema does not know."""
    seller = xmltree.parse(writing.xml(SOUND[name], "de")).find(".//SellerTradeParty")
    assert (
        seller.find("ID") is not None
        or seller.find("SpecifiedTaxRegistration/ID[@schemeID='VA']") is not None
    )


@pytest.mark.parametrize(
    ("bill", "words"),
    [
        (german(kind=PROFORMA), "Only invoices become e-invoices"),
        (german(buyer=Party("Anna Berg")), "of the client"),
        (german(seller=replace(KANZLEI, country="")), "of the firm in the settings"),
        (german(seller=replace(KANZLEI, vat_id="", tax_number="")), "VAT number of the firm"),
        (german(due_on=None), "due date"),
        (german(lines=()), "at least one line"),
        (german(lines=(line("AE"),)), "VAT number of the client"),
        (german(lines=(line("K"),), buyer=COMPANY, period_start=None, period_end=None), "date or the period"),
        (spanish(), "can not mix"),
        (german(withholding_rate=D(15)), "withholding tax"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written(bill, words):
    with translation.override("en"):
        assert any(words in sentence for sentence in missing(bill)), missing(bill)
    with pytest.raises(PortalError):
        writing.xml(bill, "de")


def hybrid(bill=None, language="de", title="Rechnung R-2026-0042"):
    bill = bill or german()
    return writing.embed(
        paper.pdf(bill, LOOK, language), writing.xml(bill, language), bill, title=title, language=language
    )


def test_the_paper_carries_the_xml_as_factur_x():
    reader = PdfReader(BytesIO(hybrid()))
    assert list(reader.attachments) == ["factur-x.xml"]
    assert reader.attachments["factur-x.xml"][0] == writing.xml(german(), "de")
    (specification,) = reader.root_object["/AF"]
    assert specification.get_object()["/AFRelationship"] == "/Alternative"
    metadata = reader.root_object["/Metadata"].get_data().decode()
    for words in (
        "<pdfaid:part>3<", "<fx:ConformanceLevel>EN 16931<", "<fx:DocumentType>INVOICE<",
        "<fx:DocumentFileName>factur-x.xml<",
    ):  # fmt: skip
        assert words in metadata, words
    etree.fromstring(metadata.encode())
    assert "R-2026-0042" in reader.pages[0].extract_text()
    assert reader.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of its own
    assert reader.root_object["/StructTreeRoot"]
    assert reader.root_object["/Lang"] == "de"
    assert reader.metadata.title == "Rechnung R-2026-0042"


@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_the_paper_is_read_back_without_a_difference(language):
    reading = inbox.read(hybrid(language=language))
    assert reading.format == "cii"
    assert reading.printed is True
    assert inbox.warnings(reading, german()) == []
    assert reading.bill.totals == german().totals


def test_writing_takes_no_time():
    hybrid()
    started = time.process_time()
    hybrid()
    assert time.process_time() - started < 3  # 0.2 s when nothing else runs
