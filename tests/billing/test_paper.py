"""The PDF of a bill: what stands on it, who can read it, and that nothing people type is run."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from portal_cms.billing import paper
from portal_cms.billing.figures import PROVISION, Adjustment, Line
from portal_cms.billing.looks import look_of
from sitesettings.models import FirmSettings
from tests.billing.bills import german, spanish

LOOK = paper.Look(
    "Kanzlei Lindhorst & Partner", brand="#1f3a4d", accent="#b08d57", office=("Am Sandtorkai 12",)
)


def read(bill, language="en", look=LOOK):
    reader = PdfReader(BytesIO(paper.pdf(bill, look, language)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, text.replace("\xa0", " ").replace("\u200b", "")


def test_the_paper_says_what_an_invoice_has_to_say():
    _reader, text = read(german())
    for words in (
        "R-2026-0042", "2 November 2026", "1 October 2026 – 31 October 2026", "16 November 2026", "Anna Berg",
        "Lange Reihe 3", "20099 Hamburg", "Beratung zum Mietvertrag", "2.75 h", "€660.00", "19 %", "€129.20", "7 %",
        "€3.50", "€862.69", "-€100.00", "€762.69", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX",
        "181/815/08155", "DE136695976", "Kanzlei Lindhorst & Partner", "Berg ./. Wohnbau Nord (2026/117)",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [("de", "1.384,56 €", "3. November 2026"), ("es", "1.384,56 €", "3 de noviembre de 2026"), ("en", "€1,384.56", "3 November 2026")],
)  # fmt: skip
def test_amounts_and_dates_are_those_of_the_language(language, amount, day):
    reader, text = read(spanish(), language)
    assert amount in text
    assert day in text
    assert reader.root_object["/Lang"] == f"{language}-ES"


def test_the_country_stands_on_letters_that_cross_a_border():
    assert "GERMANY" not in read(german())[1]
    assert "SPAIN" in read(german(buyer=spanish().buyer))[1]


def test_why_no_vat_is_charged_stands_on_the_paper():
    text = read(spanish())[1]
    assert "Not subject to VAT." in text
    line = Line("Gutachten", D(1), D(500), D(0), vat_category="E", vat_reason="§ 4 Nr. 14 UStG")
    assert "§ 4 Nr. 14 UStG" in read(german(lines=(line,)))[1]


def test_an_advance_and_a_proforma_say_that_they_are_no_invoices():
    assert "request for an advance payment and not an invoice" in read(german(kind=PROVISION))[1]
    assert "no right to deduct VAT" in read(german(kind="proforma"))[1]
    assert "not an invoice" not in read(german())[1]


def test_discounts_withholding_and_rounding_are_listed():
    bill = spanish(
        lines=(Line("Honorarios", D(1), D("1000"), D(21), off=D("50")),),
        adjustments=(Adjustment(D("-100"), D(21), text="Descuento"),),
        withholding_rate=D(15),
    )
    text = read(bill)[1]
    for words in ("Discount: €50.00", "Descuento", "-€100.00", "Withholding tax 15 %", "-€127.50", "€901.00"):
        assert words in text, words


def test_a_paid_bill_asks_for_nothing():
    text = read(german(paid=D("862.69")))[1]
    assert "Amount due" in text
    assert "Scan to pay" not in text
    assert "DE89" not in text


def test_the_paper_is_tagged_and_made_for_the_archive():
    reader, _text = read(german())
    metadata = reader.root_object["/Metadata"].get_data().decode()
    for words in ("<pdfaid:part>3", "<pdfaid:conformance>A", "<pdfuaid:part>1"):
        assert words in metadata
    assert reader.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of its own
    assert reader.root_object["/StructTreeRoot"]
    assert reader.metadata.title == "Invoice R-2026-0042"
    assert "Bank code with the account" in str(_alternative_texts(reader))


def _alternative_texts(reader):
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return [thing["/Alt"] for thing in objects if isinstance(thing, dict) and "/Alt" in thing]


def test_many_lines_make_many_pages_with_their_head():
    lines = tuple(Line(f"Telefonat {number}", D("0.5"), D("240"), D(19)) for number in range(1, 121))
    reader, text = read(german(lines=lines))
    assert len(reader.pages) > 3
    assert "Telefonat 120" in text
    for number, page in enumerate(reader.pages, 1):
        said = page.extract_text()
        assert f"Page {number} of {len(reader.pages)}" in said
        if number > 1:
            assert "R-2026-0042" in said
        if "Telefonat" in said:
            assert "Description" in said


def test_what_people_type_is_never_markup():
    evil = '#image("/etc/passwd") *bold* $x$ #{panic("run")} `raw` <label> @ref \\ // [x] "]'
    bill = german(
        lines=(Line(evil, D(1), D(1), D(19)),), note=evil, reference=evil, number=evil[:20], buyer=replace(german().buyer, name=evil)
    )  # fmt: skip
    text = " ".join(read(bill)[1].split())
    assert text.count('#image("/etc/passwd") *bold* $x$ #{panic("run")}') >= 3


@pytest.mark.parametrize(
    "signs", ["漢字", "\U0001f600", "\ue000", "\x07", "\u202eabc", "\ufeff", "Łódź Ñandú Привет ﬁ ½"]
)
def test_no_sign_keeps_a_bill_from_being_drawn(signs):
    _reader, text = read(german(note=f"before {signs} after"))
    assert "before" in text
    assert "after" in text
    assert "\u202e" not in text


def test_long_words_stay_on_the_page():
    _reader, text = read(german(lines=(Line("x" * 3000, D(1), D(1), D(19)),)))
    assert text.count("x") >= 3000


def test_the_same_bill_makes_the_same_paper():
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert paper.pdf(german(), LOOK, "de", issued_at=moment) == paper.pdf(
        german(), LOOK, "de", issued_at=moment
    )


def test_a_paper_takes_no_time():
    paper.pdf(german(), LOOK, "de")
    started = time.process_time()
    paper.pdf(german(number="R-1"), LOOK, "de")
    assert time.process_time() - started < 2  # 0.03 s of two cores when they are idle


def test_many_people_may_ask_for_papers_at_once():
    with ThreadPoolExecutor(8) as pool:
        papers = list(pool.map(lambda n: paper.pdf(german(number=f"R-{n}"), LOOK, "de"), range(32)))
    assert all(content.startswith(b"%PDF-") for content in papers)


def test_the_logo_is_drawn_with_its_name():
    picture = BytesIO()
    Image.new("RGB", (300, 90), "#b08d57").save(picture, "PNG")
    reader, _text = read(german(), look=replace(LOOK, logo=picture.getvalue()))
    assert reader.pages[0].images
    assert "Kanzlei Lindhorst & Partner" in _alternative_texts(reader)


def test_the_look_is_that_of_the_settings(nord, django_assert_max_num_queries):
    settings = FirmSettings.for_site(nord)
    look = look_of(nord)
    assert look.name == settings.name
    assert look.brand.startswith("#")
    assert look.accent.startswith("#")
    assert paper.pdf(german(), look, "de").startswith(b"%PDF-")
    with django_assert_max_num_queries(2):
        look_of(nord)
