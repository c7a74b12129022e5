"""What is wrong with a bill, in sentences a lawyer reads. Nothing here refuses: callers decide what a sentence means.

`problems` is for a bill somebody types: what is missing or impossible. `check` compares the sums a bill states
with the ones its lines make, by the rules BR-CO-10 to BR-CO-17 of EN 16931.
"""

from dataclasses import replace
from decimal import Decimal

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal_cms.billing.figures import KINDS, VAT_CATEGORIES, WITH_RATE, ZERO, Bill, Line, Stated, rounded
from portal_cms.common.errors import PortalError

ONE = Decimal(1)
LARGEST = Decimal("9999999999.99")  # what any column, format and reader can hold


def money(amount: Decimal, currency: str) -> str:
    """1.234,50 € in German and Spanish, €1,234.50 in English; other currencies by their code, which is never wrong."""
    number = formats.number_format(abs(amount), 2, use_l10n=True, force_grouping=True)
    sign = "-" if amount < 0 else ""
    if currency == "EUR" and (get_language() or "en")[:2] == "en":
        return f"{sign}€{number}"
    return f"{sign}{number}\xa0{'€' if currency == 'EUR' else currency}"


def require_sound(bill: Bill) -> None:
    """Raises PortalError with every problem."""
    if found := problems(bill):
        raise PortalError(found)


def problems(bill: Bill) -> list[str]:
    """What keeps this from being a bill at all; an empty list means that it can be drawn and counted."""
    found = []
    if bill.kind not in KINDS:
        found.append(_("Please choose invoice, proforma or provision of funds."))
    if not bill.number.strip():
        found.append(_("Please enter a number."))
    if not bill.issued_on:
        found.append(_("Please enter the date."))
    if not bill.lines:
        found.append(_("Please enter at least one line."))
    if len(bill.currency) != 3 or not (bill.currency.isascii() and bill.currency.isupper()):
        found.append(_("Please enter the currency as three letters, for example EUR."))
    if bill.due_on and bill.issued_on and bill.due_on < bill.issued_on:
        found.append(_("The due date must not be before the date of the bill."))
    if bill.period_start and bill.period_end and bill.period_end < bill.period_start:
        found.append(_("The end of the period must not be before its start."))
    if not 0 <= bill.withholding_rate <= 100:
        found.append(_("The withholding tax must be between 0 and 100 per cent."))
    for number, line in enumerate(bill.lines, 1):
        found += (
            _("Line %(number)s: %(problem)s") % {"number": number, "problem": text} for text in _of_line(line)
        )
    if not found and max(abs(bill.totals.gross), abs(bill.totals.due)) > LARGEST:
        found.append(_("The total is too large. Please check quantities and prices."))
    return found


def _of_line(line: Line):
    numbers = line.quantity, line.unit_price, line.vat_rate
    if not all(number.is_finite() and abs(number) <= LARGEST for number in numbers):
        yield _("quantity, price and VAT rate must be numbers of usual size.")
        return
    if not line.text.strip():
        yield _("please say what it is for.")
    if line.unit_price < 0:
        yield _("the price must not be negative; for a credit, please enter a negative quantity.")
    if line.vat_category not in VAT_CATEGORIES:
        yield _("please choose how VAT applies.")
    elif line.vat_category in WITH_RATE and not 0 <= line.vat_rate <= 100:
        yield _("the VAT rate must be between 0 and 100 per cent.")
    elif line.vat_category == "S" and not line.vat_rate:
        yield _("a standard VAT rate of 0 does not exist; please choose “zero rated” or “exempt”.")
    elif line.vat_category not in WITH_RATE and line.vat_rate:
        yield _("no VAT is charged for this kind, so the rate must be 0.")


def check(bill: Bill) -> list[str]:
    """What does not add up, one sentence each; empty for a sound bill, and for one that states no sums.

    First whether the stated sums fit each other (BR-CO-10, 13 to 17), then whether they fit the lines.
    """
    if not bill.stated:
        return []
    return [*_lines(bill), *_groups(bill), *_sums(bill, bill.stated)]


def _lines(bill):
    for number, line in enumerate(bill.lines, 1):
        if _differ(line.stated_net, line.net):
            yield _(
                "Line %(number)s states %(stated)s, but quantity times price is %(computed)s."
            ) % _amounts(bill, line.stated_net, line.net, number=number)


def _groups(bill):
    """BR-CO-17, and the groups against what the lines state: a wrong line is told once."""
    as_stated = tuple(
        replace(line, quantity=ONE, unit_price=_either(line.stated_net, line.net), off=ZERO)
        for line in bill.lines
    )
    computed = {(group.category, group.rate): group for group in replace(bill, lines=as_stated).totals.groups}
    for group in bill.stated.groups:
        names = {"rate": _rate(group.rate)}
        expected = rounded(group.net * group.rate / 100)
        if _differ(group.tax, expected):
            yield _(
                "VAT at %(rate)s %% is stated as %(stated)s, but %(rate)s %% of %(base)s is %(computed)s."
            ) % _amounts(bill, group.tax, expected, base=money(group.net, bill.currency), **names)
        own = computed.pop((group.category, group.rate), None)
        if bill.lines and _differ(group.net, own.net if own else ZERO):
            yield _(
                "The amount taxed at %(rate)s %% is stated as %(stated)s, but the lines make %(computed)s."
            ) % _amounts(bill, group.net, own.net if own else ZERO, **names)
    if bill.stated.groups:
        for left in (group for group in computed.values() if group.net):
            yield _("The VAT table says nothing about the lines taxed at %(rate)s %%.") % {
                "rate": _rate(left.rate)
            }


def _sums(bill, stated: Stated):
    own = bill.totals
    lines = sum((_either(line.stated_net, line.net) for line in bill.lines), ZERO)
    if bill.lines and _differ(stated.lines, lines):  # BR-CO-10
        yield _("The sum of the lines is stated as %(stated)s, but they add up to %(computed)s.") % _amounts(
            bill, stated.lines, lines
        )
    net = _either(stated.lines, lines) + own.adjustments
    if (bill.lines or stated.lines is not None) and _differ(stated.net, net):  # BR-CO-11 to 13
        yield _(
            "The net total is stated as %(stated)s, but lines, discounts and charges make %(computed)s."
        ) % _amounts(bill, stated.net, net)
    groups = stated.groups or own.groups
    tax = sum((group.tax for group in groups), ZERO)
    if groups and _differ(stated.tax, tax):  # BR-CO-14
        yield _("VAT is stated as %(stated)s, but the VAT table adds up to %(computed)s.") % _amounts(
            bill, stated.tax, tax
        )
    gross = _either(stated.net, net) + _either(stated.tax, tax)
    if _differ(stated.gross, gross):  # BR-CO-15
        yield _("The total is stated as %(stated)s, but net and VAT make %(computed)s.") % _amounts(
            bill, stated.gross, gross
        )
    due = (
        _either(stated.gross, gross) - own.withheld - _either(stated.paid, own.paid) + rounded(bill.rounding)
    )
    knows_payments = bool(bill.lines) or stated.paid is not None  # the shortest profile has neither
    if knows_payments and _differ(stated.due, due):  # BR-CO-16
        yield _(
            "The amount due is stated as %(stated)s, but the total less payments is %(computed)s."
        ) % _amounts(bill, stated.due, due)


def _either(stated, computed):
    return computed if stated is None else stated


def _differ(stated, computed) -> bool:
    return stated is not None and stated != computed


def _amounts(bill, stated, computed, **more) -> dict:
    return {"stated": money(stated, bill.currency), "computed": money(computed, bill.currency), **more}


def _rate(rate: Decimal) -> str:
    return formats.number_format(rate.normalize() if rate else ZERO.to_integral(), use_l10n=True)
