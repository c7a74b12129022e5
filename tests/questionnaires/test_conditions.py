"""Which questions are asked, and how numbers are read: pure rules."""

from decimal import Decimal

import pytest

from portal_cms.questionnaires.conditions import FITTING, OPERATORS, holds, visible
from portal_cms.questionnaires.content import Condition, Content, Page, Question
from portal_cms.questionnaires.numbers import read_number

CASES = [  # type, operator, wanted, answers that meet it, answers that do not
    ("text", "is", "Berlin", ["berlin"], ["Bern", None]),
    ("choice", "is_not", "Car", ["Bike", None], ["car"]),
    ("several", "is", "Car", [["Car"]], [["Car", "Bike"], None]),
    ("several", "contains", "Car", [["Bike", "Car"]], [["Carpet"], None]),
    ("long_text", "contains", "rain", ["In the RAIN"], ["Sun", None]),
    ("number", "is", "2.50", ["2.5"], ["25", None]),
    ("money", "more", "99.90", ["100"], ["99.9", "9", None]),
    ("money", "less", "1000", ["999.99"], ["1000", None]),
    ("date", "more", "2026-02-01", ["2026-03-01"], ["2026-01-31", None]),
    ("date", "less", "2026-02-01", ["2026-01-31"], ["2026-02-01", None]),
    ("yes_no", "yes", "", ["yes"], ["no", None]),
    ("yes_no", "no", "", ["no"], ["yes", None]),
    ("address", "answered", "", [{"street": "A"}], [None]),
    ("file", "not_answered", "", [None], [[{"uuid": "1", "name": "a"}]]),
]


@pytest.mark.feature("J5")
def test_each_operator_says_what_its_words_say():
    for kind, operator, wanted, met, unmet in CASES:
        question, condition = Question("q", kind, "Q"), Condition("q", operator, wanted)
        for value in met:
            assert holds(condition, question, value), (kind, operator, value)
        for value in unmet:
            assert not holds(condition, question, value), (kind, operator, value)
    assert {operator for _kind, operator, *_rest in CASES} == {operator for operator, _label in OPERATORS}
    assert all(set(operators) <= {case[0] for case in OPERATORS} for operators in FITTING.values())


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked_either():
    a = Question("a", "yes_no", "A")
    b = Question("b", "yes_no", "B", condition=Condition("a", "yes"))
    c = Question("c", "text", "C", condition=Condition("b", "not_answered"))
    d = Question("d", "text", "D")
    pages = (
        Page(1, "One", questions=(a, b, c)),
        Page(2, "Two", condition=Condition("b", "no"), questions=(d,)),
    )
    content = Content("T", "en", pages=pages)
    assert visible(content, {"a": "yes"}) == {"a", "b", "c"}
    assert visible(content, {"a": "yes", "b": "no"}) == {"a", "b", "d"}
    assert visible(content, {"a": "no", "b": "no"}) == {"a"}


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("1.234,50 €", "1234.50", "1234.50"),
        ("1,234.50", "1234.50", "1234.50"),
        ("12,5", "12.5", "12.5"),
        ("12.50", "12.50", "12.50"),
        ("1.234", "1234", "1.234"),
        ("1 234 567", "1234567", "1234567"),
        ("-3", "-3", "-3"),
        ("1.2.3", None, None),
        ("twelve", None, None),
        ("1234567890123456", None, None),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(text, comma, point):
    assert read_number(text, ",") == (comma and Decimal(comma))
    assert read_number(text, ".") == (point and Decimal(point))
