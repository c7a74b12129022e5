"""The code a client scans to pay."""

from dataclasses import replace
from decimal import Decimal as D
from xml.etree import ElementTree

import pytest
from segno import helpers

from portal_cms.billing import qr
from tests.billing.bills import german


@pytest.fixture
def scanned(monkeypatch):
    """What a bank would read: the fields of the code, line by line."""
    read = []
    monkeypatch.setattr(
        qr,
        "make_epc_qr",
        lambda *args, **kwargs: read.append((args, kwargs)) or helpers.make_epc_qr(*args, **kwargs),
    )

    def scan(bill):
        qr.svg(bill)
        args, kwargs = read.pop()
        return helpers._make_epc_qr_data(*args, **kwargs).decode().split("\n")

    return scan


def test_the_code_holds_what_the_transfer_needs(scanned):
    assert scanned(german()) == [
        "BCD", "002", "1", "SCT", "COBADEFFXXX", "Kanzlei Lindhorst & Partner", "DE89370400440532013000",
        "EUR762.69", "", "", "R-2026-0042",
    ]  # fmt: skip


def test_the_bank_learns_nothing_of_the_matter(scanned):
    assert "Wohnbau" not in "".join(scanned(german()))


def test_a_name_can_add_no_line_to_the_transfer(scanned):
    bill = german(account_holder="Evil\nGB82WEST12345698765432\r\nEUR9999 " + "ü" * 200, number="1\n\u202e2")
    lines = scanned(bill)
    assert len(lines) == 11
    assert lines[5].startswith("Evil GB82WEST12345698765432 EUR9999 ü")
    assert lines[6] == "DE89370400440532013000"
    assert lines[10] == "1 2"
    assert len("\n".join(lines).encode()) <= 331


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "CHF"}, {"iban": ""}, {"iban": "DE88370400440532013000"}, {"paid": D("862.69")},
        {"paid": D("1000")}, {"number": " "}, {"bic": "nonsense"},
    ],
)  # fmt: skip
def test_there_is_no_code_where_nothing_could_be_paid_with_it(changes):
    assert qr.svg(german(**changes)) is None


def test_the_picture_has_no_script_no_style_and_no_words():
    picture = ElementTree.fromstring(qr.svg(german()))
    assert picture.get("viewBox")
    assert {element.tag.partition("}")[2] for element in picture.iter()} == {"svg", "path"}
    assert not {name for element in picture.iter() for name in element.attrib if name in ("style", "class")}


def test_a_payee_of_its_own_is_named(scanned):
    assert scanned(replace(german(), account_holder="Anderkonto Lindhorst"))[5] == "Anderkonto Lindhorst"
