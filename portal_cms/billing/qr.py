"""The bank code ("GiroCode", EPC069-12): a client scans it and the transfer is filled in.

Only for euros, with an IBAN and something to pay; otherwise there is no code, and none is promised. The transfer
names the number of the bill and nothing of the matter: the bank is no party to the secret.
"""

from decimal import Decimal
from io import BytesIO

from segno.helpers import make_epc_qr

from portal_cms.billing.figures import Bill
from portal_cms.billing.tax_numbers import bic, iban
from portal_cms.common.errors import PortalError

SMALLEST, LARGEST = Decimal("0.01"), Decimal("999999999.99")
NAME, TEXT = 70, 140  # characters, and as much again in bytes: the code holds 331 in all


def svg(bill: Bill) -> str | None:
    """The code as an SVG of any size, black on white with its quiet zone; None where there is none.

    It carries no words for people: the page names it and prints the same data beside it.
    """
    code = _code(bill)
    if code is None:
        return None
    picture = BytesIO()
    code.save(
        picture,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=4,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return picture.getvalue().decode().strip()


def _code(bill: Bill):
    if bill.currency != "EUR" or not bill.iban or not SMALLEST <= bill.totals.due <= LARGEST:
        return None
    name, text = _fitted(bill.payee, NAME), _fitted(bill.number, TEXT)
    if not name or not text:
        return None
    try:
        account, bank = iban(bill.iban), bic(bill.bic) if bill.bic else None
    except PortalError:
        return None
    return make_epc_qr(name, account, bill.totals.due, text=text, bic=bank, encoding="utf-8")


def _fitted(text: str, characters: int) -> str:
    """In one line, as each line of the code is a field of the transfer; cut to what its field holds."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line[:characters].encode()[:characters].decode(errors="ignore").strip()
