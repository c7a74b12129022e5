"""What stands on a bill, and what it adds up to by the rules of EN 16931.

Only `Decimal`; a line's net amount is rounded half up to two digits, VAT is computed once per group of category and
rate from the rounded net amounts. Imports no Django, so that the process that reads strangers' files may use it.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import groupby

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
INVOICE, PROFORMA, PROVISION = "invoice", "proforma", "provision"
KINDS = (INVOICE, PROFORMA, PROVISION)
# Standard, zero, exempt, reverse charge, within the EU, export, outside VAT, Canary Islands, Ceuta and Melilla.
STANDARD, OUTSIDE = "S", "O"
VAT_CATEGORIES = ("S", "Z", "E", "AE", "K", "G", "O", "L", "M")
WITH_RATE = ("S", "L", "M")  # every other category has rate 0
PIECE, HOUR = "C62", "HUR"
UNITS = (PIECE, HOUR, "MIN", "DAY", "MON", "LS", "KMT")  # codes of UN/ECE recommendation 20


def rounded(amount: Decimal) -> Decimal:
    """Two digits, half up, and never minus zero."""
    return amount.quantize(CENT, ROUND_HALF_UP) + ZERO


def _only_decimals(row) -> None:
    """A float in a sum of money is a mistake of the programmer, not of the person who typed it."""
    for spec in fields(row):
        value = getattr(row, spec.name)
        if spec.type in (Decimal, Decimal | None) and value is not None and type(value) is not Decimal:
            raise TypeError(f"{type(row).__name__}.{spec.name} must be a Decimal, not {type(value).__name__}")


@dataclass(frozen=True)
class Party:
    """Seller or buyer. `given_name` is set for a person and is the first part of `name`."""

    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""  # two letters: DE, ES
    tax_number: str = ""  # Steuernummer, NIF
    vat_id: str = ""  # with its country: DE123456789, ESB12345678
    email: str = ""
    phone: str = ""
    given_name: str = ""


@dataclass(frozen=True)
class Line:
    """`unit_price` is net. `stated_net` is what a read file claims; typed lines have none.

    `off` is taken off this line's product of quantity and price: a discount, or a surcharge when negative.
    """

    text: str
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = ZERO
    vat_rate: Decimal = ZERO
    vat_category: str = STANDARD
    unit: str = PIECE
    vat_reason: str = ""  # why no VAT is charged
    off: Decimal = ZERO
    stated_net: Decimal | None = None

    def __post_init__(self):
        _only_decimals(self)

    @property
    def net(self) -> Decimal:
        return rounded(self.quantity * self.unit_price - self.off)


@dataclass(frozen=True)
class Adjustment:
    """A discount (negative) or a charge (positive) on the whole bill."""

    amount: Decimal
    vat_rate: Decimal = ZERO
    vat_category: str = STANDARD
    text: str = ""
    vat_reason: str = ""

    def __post_init__(self):
        _only_decimals(self)


@dataclass(frozen=True)
class VatGroup:
    category: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Stated:
    """The sums a read file claims; None where it says nothing. `groups` are its VAT table."""

    lines: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    paid: Decimal | None = None
    due: Decimal | None = None
    groups: tuple[VatGroup, ...] = ()


@dataclass(frozen=True)
class Totals:
    lines: Decimal  # sum of the lines' net amounts
    adjustments: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    withheld: Decimal  # income tax the buyer keeps back and pays for the seller (Spain: IRPF)
    paid: Decimal
    due: Decimal
    groups: tuple[VatGroup, ...]


@dataclass(frozen=True)
class Bill:
    kind: str
    number: str
    issued_on: date | None
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    currency: str = "EUR"
    due_on: date | None = None
    delivered_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    withholding_rate: Decimal = ZERO
    paid: Decimal = ZERO
    rounding: Decimal = ZERO
    note: str = ""
    iban: str = ""
    bic: str = ""
    account_holder: str = ""
    reference: str = ""  # the matter
    buyer_reference: str = ""  # what the buyer asks for: Leitweg-ID, order number
    stated: Stated | None = field(default=None)

    def __post_init__(self):
        _only_decimals(self)

    @cached_property
    def totals(self) -> Totals:
        groups = self._groups()
        lines = sum((line.net for line in self.lines), ZERO)
        adjustments = sum((rounded(row.amount) for row in self.adjustments), ZERO)
        net, tax = lines + adjustments, sum((group.tax for group in groups), ZERO)
        gross, paid = net + tax, rounded(self.paid)
        fees = sum((group.net for group in groups if group.category != OUTSIDE), ZERO)
        withheld = rounded(fees * self.withholding_rate / 100)  # money spent for the client is no income
        due = gross - withheld - paid + rounded(self.rounding)
        return Totals(lines, adjustments, net, tax, gross, withheld, paid, due, groups)

    @property
    def payee(self) -> str:
        return self.account_holder or self.seller.name

    def _groups(self) -> tuple[VatGroup, ...]:
        """VAT once per group: the sum of single roundings would be off by cents."""
        rows = [(line.vat_category, line.vat_rate, line.net, line.vat_reason) for line in self.lines]
        rows += [(r.vat_category, r.vat_rate, rounded(r.amount), r.vat_reason) for r in self.adjustments]
        by_rate = sorted(rows, key=lambda row: (VAT_ORDER.get(row[0], 99), row[0], -row[1]))
        return tuple(
            _group(category, rate, list(members))
            for (category, rate), members in groupby(by_rate, key=lambda row: row[:2])
        )


VAT_ORDER = {category: place for place, category in enumerate(VAT_CATEGORIES)}


def _group(category, rate, members) -> VatGroup:
    net = sum((member[2] for member in members), ZERO)
    reason = next((member[3] for member in members if member[3]), "")
    return VatGroup(category, rate, net, rounded(net * rate / 100), reason)
