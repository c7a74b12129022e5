"""What a bill adds up to, and what is said when it does not."""

from dataclasses import replace
from decimal import Decimal as D
from random import Random

import pytest
from django.utils import translation

from portal_cms.billing.figures import Adjustment, Line, Stated, VatGroup, rounded
from portal_cms.billing.sums import check, money, problems, require_sound
from portal_cms.common.errors import PortalError
from tests.billing.bills import german, spanish


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.005", "0.01"), ("0.0049999", "0.00"), ("1.005", "1.01"), ("2.675", "2.68"), ("-0.004", "0.00"),
        ("-0.005", "-0.01"), ("10", "10.00"), ("1E+3", "1000.00"), ("999999999.995", "1000000000.00"),
    ],
)  # fmt: skip
def test_amounts_are_rounded_half_up(amount, expected):
    assert str(rounded(D(amount))) == expected


def test_a_german_invoice_adds_up():
    totals = german().totals
    assert [str(line.net) for line in german().lines] == ["660.00", "20.00", "49.99"]
    assert [(str(g.rate), str(g.net), str(g.tax)) for g in totals.groups] == [
        ("19", "680.00", "129.20"),
        ("7", "49.99", "3.50"),
    ]
    assert (str(totals.net), str(totals.tax), str(totals.gross)) == ("729.99", "132.70", "862.69")
    assert (str(totals.paid), str(totals.due)) == ("100.00", "762.69")


def test_a_spanish_invoice_with_withholding_adds_up():
    totals = spanish(lines=spanish().lines[:1], withholding_rate=D(15)).totals
    assert (str(totals.net), str(totals.tax), str(totals.gross)) == ("1234.56", "259.26", "1493.82")
    assert (str(totals.withheld), str(totals.due)) == ("185.18", "1308.64")


def test_vat_is_computed_once_per_group():
    """Three lines of 0.33: 19 % of each is 0.06 (0.18 together), of their sum 0.19."""
    lines = tuple(Line(str(n), D(1), D("0.33"), D(19)) for n in range(3))
    assert german(lines=lines, paid=D(0)).totals.tax == D("0.19")


def test_rates_that_are_equal_are_one_group():
    lines = (Line("a", D(1), D(1), D("19")), Line("b", D(1), D(1), D("19.00")))
    assert len(german(lines=lines).totals.groups) == 1


def test_discounts_and_charges_count_in_their_group():
    totals = german(adjustments=(Adjustment(D("-80"), D(19), text="Nachlass"),), paid=D(0)).totals
    assert (totals.lines, totals.adjustments, totals.net) == (D("729.99"), D("-80"), D("649.99"))
    assert totals.groups[0].tax == D("114.00")


def test_whatever_the_lines_the_sums_fit_each_other():
    chance = Random(16931)
    for _round in range(300):
        lines = tuple(
            Line(
                "x",
                D(chance.randrange(-500, 5000)) / 100,
                D(chance.randrange(0, 10**6)) / 10 ** chance.randrange(5),
                D(chance.choice([19, 7, 21, 10, 4])),
            )
            for _line in range(chance.randrange(1, 30))
        )
        bill = german(lines=lines, paid=D(chance.randrange(0, 10**5)) / 100)
        totals = bill.totals
        assert totals.lines == sum(line.net for line in lines) == sum(group.net for group in totals.groups)
        assert totals.gross == totals.net + totals.tax == sum(g.net + g.tax for g in totals.groups)
        assert totals.due == totals.gross - totals.paid
        for group in totals.groups:
            assert abs(group.tax - group.net * group.rate / 100) <= D("0.005")
        numbers = (totals.lines, totals.net, totals.tax, totals.gross, totals.due)
        assert all(number.as_tuple().exponent == -2 for number in numbers)
        assert check(stating(bill)) == []


def stating(bill, **changes):
    """The bill as a file would state it."""
    own = bill.totals
    said = Stated(own.lines, own.net, own.tax, own.gross, own.paid, own.due, own.groups)
    return replace(bill, stated=replace(said, **changes))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lines": D("700.00")}, "The sum of the lines is stated as €700.00, but they add up to €729.99."),
        ({"net": D("730.00")}, "The net total is stated as €730.00, but lines, discounts and charges make €729.99."),
        ({"tax": D("132.71")}, "VAT is stated as €132.71, but the VAT table adds up to €132.70."),
        ({"gross": D("826.69")}, "The total is stated as €826.69, but net and VAT make €862.69."),
        ({"due": D("862.69")}, "The amount due is stated as €862.69, but the total less payments is €762.69."),
        (
            {"groups": (VatGroup("S", D(19), D("680.00"), D("129.21")), VatGroup("S", D(7), D("49.99"), D("3.50")))},
            "VAT at 19 % is stated as €129.21, but 19 % of €680.00 is €129.20.",
        ),
        (
            {"groups": (VatGroup("S", D(19), D("729.99"), D("138.70")),)},
            "The amount taxed at 19 % is stated as €729.99, but the lines make €680.00.",
        ),
        (
            {"groups": (VatGroup("S", D(19), D("680.00"), D("129.20")),)},
            "The VAT table says nothing about the lines taxed at 7 %.",
        ),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_match_is_said(changes, sentence):
    with translation.override("en"):
        assert sentence in check(stating(german(), **changes))


def test_a_line_that_does_not_match_is_said():
    first, *rest = german().lines
    bill = stating(german(lines=(replace(first, stated_net=D("666.00")), *rest)))
    with translation.override("en"):
        assert check(bill)[0] == "Line 1 states €666.00, but quantity times price is €660.00."


def test_a_file_without_lines_is_checked_by_its_sums():
    bill = stating(german())
    assert check(replace(bill, lines=())) == []
    assert check(replace(bill, lines=(), stated=replace(bill.stated, due=D(1))))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (Line("x", D(1), D(-5), D(19)), "Line 1: the price must not be negative; for a credit, please enter a negative quantity."),
        (Line(" ", D(1), D(5), D(19)), "Line 1: please say what it is for."),
        (Line("x", D(1), D(5), D(0)), "Line 1: a standard VAT rate of 0 does not exist; please choose “zero rated” or “exempt”."),
        (Line("x", D(1), D(5), D(19), vat_category="E"), "Line 1: no VAT is charged for this kind, so the rate must be 0."),
        (Line("x", D(1), D(5), D(119)), "Line 1: the VAT rate must be between 0 and 100 per cent."),
        (Line("x", D("NaN"), D(5), D(19)), "Line 1: quantity, price and VAT rate must be numbers of usual size."),
        (Line("x", D("1E+40"), D(5), D(19)), "Line 1: quantity, price and VAT rate must be numbers of usual size."),
        (Line("x", D("1E+9"), D("1E+9"), D(19)), "The total is too large. Please check quantities and prices."),
    ],
)  # fmt: skip
def test_an_impossible_line_is_said(line, sentence):
    with translation.override("en"):
        assert problems(german(lines=(line,))) == [sentence]


def test_every_problem_is_said_at_once():
    bill = german(
        kind="gift", number="", lines=(), currency="eur", due_on=german().issued_on.replace(year=2025)
    )
    with pytest.raises(PortalError) as refused:
        require_sound(bill)
    assert len(refused.value.messages) == 5
    assert problems(german()) == problems(spanish()) == []


def test_money_is_never_a_float():
    with pytest.raises(TypeError, match=r"Line\.quantity must be a Decimal"):
        Line("x", 1.5)


@pytest.mark.parametrize(
    ("language", "euros", "pounds"),
    [
        ("de", "-1.234.567,50\xa0€", "1.234,00\xa0GBP"),
        ("es", "-1.234.567,50\xa0€", "1.234,00\xa0GBP"),
        ("en", "-€1,234,567.50", "1,234.00\xa0GBP"),
    ],
)
def test_amounts_are_written_as_the_reader_writes_them(language, euros, pounds):
    with translation.override(language):
        assert money(D("-1234567.5"), "EUR") == euros
        assert money(D("1234"), "GBP") == pounds
