"""What an uploaded e-invoice puts into the form: everything that has a field, with the sums of the file."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.utils import translation

from portal_cms.billing import facturae
from portal_cms.billing.einvoice import sources, writing
from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.figures import Adjustment, Line
from portal_cms.billing.takeover import take_over
from tests.billing import samples
from tests.billing.bills import german, spanish


def taken(bill, form=None):
    with translation.override("en"):
        return take_over(sources.read(writing.xml(bill, "de")), form or german(lines=(), paid=D(0)))


def lines_of(takeover):
    names = ("text", "quantity", "unit_price", "vat_rate", "vat_category", "unit", "vat_reason")
    return tuple(Line(**{name: row[name] for name in names}) for row in takeover.lines)


def test_every_field_of_the_form_is_filled():
    takeover = taken(german(buyer_reference="PO 7"))
    assert takeover.warnings == []
    assert takeover.fields == {
        "number": "R-2026-0042",
        "date": german().issued_on,
        "due_date": german().due_on,
        "service_start": german().period_start,
        "service_end": german().period_end,
        "currency": "EUR",
        "matter_reference": "Berg ./. Wohnbau Nord (2026/117)",
        "buyer_reference": "PO 7",
        "paid": D("100.00"),
        "note": "Vielen Dank für Ihr Vertrauen.",
    }
    assert takeover.lines[0] == {
        "text": "Beratung zum Mietvertrag", "quantity": D("2.75"), "unit": "HUR", "unit_price": D("240.00"),
        "vat_category": "S", "vat_rate": D("19"), "vat_reason": "",
    }  # fmt: skip


AWKWARD = {
    "a price of four digits": german(lines=(Line("x", D("1000"), D("0.1234"), D(19)),)),
    "a discount on a line": german(lines=(Line("x", D("3"), D("10"), D(19), off=D("5")),)),
    "a credit line with a discount": german(lines=(Line("x", D("-3"), D("10"), D(19), off=D("5")),)),
    "a discount on all": german(
        adjustments=(Adjustment(D("-80"), D(19), text="Nachlass"), Adjustment(D("3"), D(7)))
    ),
    "a fine quantity": german(lines=(Line("x", D("0.33333"), D("240"), D(19), unit="HUR"),)),
    "a unit of its own": german(lines=(Line("x", D("2"), D("240"), D(19), unit="XPK"),)),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_what_has_no_field_keeps_its_sum(name):
    bill = AWKWARD[name]
    lines = lines_of(taken(bill))
    assert replace(bill, lines=lines, adjustments=()).totals.gross == bill.totals.gross
    assert all(line.unit_price == round(line.unit_price, 2) for line in lines)


def test_a_spanish_file_fills_withholding_and_suplidos():
    bill = spanish(withholding_rate=D(15))
    with translation.override("en"):
        takeover = take_over(sources.read(facturae.xml(bill)), spanish(lines=()))
    assert takeover.warnings == []
    assert takeover.fields["withholding_rate"] == D("15.00")
    assert replace(bill, lines=lines_of(takeover)).totals.due == bill.totals.due


def test_who_issued_it_and_who_is_billed_are_compared():
    other = german(seller=spanish().seller, buyer=spanish().buyer, iban="ES9121000418450200051332")
    assert taken(other).warnings == [
        "The file was issued by Despacho Ibarra, S.L.P., which is not how your firm is named on its bills.",
        "The file is addressed to Pilar Ortega Ruiz, but this bill goes to Anna Berg.",
        "The bank account of the file is not the one of your settings.",
    ]


def test_numbers_tell_who_somebody_is_better_than_names():
    renamed = german(seller=replace(german().seller, name="Lindhorst und Partner mbB", vat_id="de 136695976"))
    assert taken(german(), renamed).warnings == []


def test_a_sum_that_does_not_match_is_a_warning_and_the_fields_are_filled():
    content = writing.xml(german(), "de").replace(b">862.69<", b">826.69<")
    with translation.override("en"):
        takeover = take_over(sources.read(content), german())
    assert takeover.fields["number"] == "R-2026-0042"
    assert "The total is stated as €826.69, but net and VAT make €862.69." in takeover.warnings


def test_a_file_without_an_invoice_says_so_and_fills_nothing():
    with translation.override("en"):
        takeover = take_over(Reading(reason="no_invoice"), german())
    assert takeover.is_empty
    assert takeover.warnings[0].startswith("This file holds no e-invoice.")


def test_sums_alone_make_a_line_per_rate():
    reading = sources.read(samples.UBL)
    short = replace(reading, bill=replace(reading.bill, lines=(), adjustments=()))
    (line,) = lines_of(take_over(short, german()))
    assert line.net == D("300.00")


def test_more_lines_than_the_form_holds_are_told():
    lines = tuple(Line(f"Telefonat {n}", D(1), D(10), D(19)) for n in range(250))
    takeover = taken(german(lines=lines))
    assert len(takeover.lines) == 200
    assert "The file has 250 lines; only the first 200 were taken over." in takeover.warnings
