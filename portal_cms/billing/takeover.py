"""What an uploaded e-invoice puts into the form of a bill, and what staff should look at.

A form has less room than a file: prices of two digits, no discounts. A line that does not fit becomes one piece of its net
amount, and a discount on the whole bill becomes a line of its own, so that the sums stay those of the file.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal_cms.billing.einvoice import inbox
from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.figures import PIECE, UNITS, VAT_CATEGORIES, Adjustment, Bill, Line, rounded
from portal_cms.billing.tax_numbers import compact

MAX_TEXT, MAX_NOTE, MAX_REFERENCE, MAX_NUMBER = 500, 2000, 120, 60
MAX_LINES = 200


@dataclass(frozen=True)
class Takeover:
    """Values for the fields of the form, for each of its lines, and sentences to show beside them."""

    fields: dict
    lines: list[dict]
    warnings: list[str]

    @property
    def is_empty(self) -> bool:
        """The file said nothing; the only sentence says why."""
        return not self.fields


def take_over(reading: Reading, form: Bill) -> Takeover:
    """`form` is the bill as it would be without the file: its seller and buyer are who they should be."""
    bill = reading.bill
    if bill is None:
        return Takeover({}, [], inbox.warnings(reading))
    warnings = [*inbox.warnings(reading), *_strangers(bill, form)]
    lines = [_fields_of(line) for line in _lines(bill)]
    if len(lines) > MAX_LINES:
        warnings.append(
            _("The file has %(count)s lines; only the first %(most)s were taken over.")
            % {"count": len(lines), "most": MAX_LINES}
        )
    fields = {
        "number": bill.number[:MAX_NUMBER],
        "date": bill.issued_on,
        "due_date": bill.due_on,
        "service_start": bill.period_start or bill.delivered_on,
        "service_end": bill.period_end,
        "currency": bill.currency,
        "matter_reference": bill.reference[:MAX_REFERENCE],
        "buyer_reference": bill.buyer_reference[:MAX_REFERENCE],
        "withholding_rate": bill.withholding_rate,
        "paid": bill.totals.paid,
        "note": bill.note[:MAX_NOTE],
    }
    return Takeover({name: value for name, value in fields.items() if value}, lines[:MAX_LINES], warnings)


def _strangers(file: Bill, form: Bill):
    """Whose bill it is. Numbers decide where both have them, else names as they are written."""
    if not _is_same(file.seller, form.seller):
        yield _("The file was issued by %(name)s, which is not how your firm is named on its bills.") % {
            "name": file.seller.name or "?"
        }
    if form.buyer.name and not _is_same(file.buyer, form.buyer):
        yield _("The file is addressed to %(name)s, but this bill goes to %(client)s.") % {
            "name": file.buyer.name or "?",
            "client": form.buyer.name,
        }
    if file.iban and form.iban and compact(file.iban) != compact(form.iban):
        yield _("The bank account of the file is not the one of your settings.")


def _is_same(one, other) -> bool:
    for name in ("vat_id", "tax_number"):
        numbers = {compact(getattr(one, name)), compact(getattr(other, name))}
        if "" not in numbers:
            return len(numbers) == 1
    return " ".join(one.name.casefold().split()) == " ".join(other.name.casefold().split())


def _lines(bill: Bill):
    yield from bill.lines
    if not bill.lines and bill.stated:  # short profiles state sums only
        for group in bill.stated.groups:
            text = _("As on the attached invoice")
            yield Line(text, Decimal(1), group.net, group.rate, group.category, vat_reason=group.reason)
    yield from (_as_line(row) for row in bill.adjustments if rounded(row.amount))


def _as_line(row: Adjustment) -> Line:
    text = row.text or (_("Discount") if row.amount < 0 else _("Charge"))
    return Line(text, Decimal(1), row.amount, row.vat_rate, row.vat_category, vat_reason=row.vat_reason)


def _fields_of(line: Line) -> dict:
    fits = (
        not rounded(line.off) and line.unit_price >= 0 and _digits(line.unit_price) <= 2 and _digits(line.quantity) <= 3
    )  # fmt: skip
    quantity, price, unit = line.quantity, line.unit_price, line.unit
    if not fits:
        quantity, price, unit = Decimal(-1 if line.net < 0 else 1), abs(line.net), PIECE
    return {
        "text": line.text[:MAX_TEXT] or _("As on the attached invoice"),
        "quantity": quantity,
        "unit": unit if unit in UNITS else PIECE,
        "unit_price": rounded(price),
        "vat_category": line.vat_category if line.vat_category in VAT_CATEGORIES else "S",
        "vat_rate": line.vat_rate,
        "vat_reason": line.vat_reason[:250],
    }


def _digits(number: Decimal) -> int:
    return max(0, -number.normalize().as_tuple().exponent)
