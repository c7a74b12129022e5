"""A read bill on its way from the child process to its parent, which trusts nothing of it.

Every value is of the type its field has, every text and list is short, every number is finite and of usual size.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from portal_cms.billing.figures import Bill

# What `inbox.reason_text` says to people.
REASONS = ("no_invoice", "damaged", "document_type", "too_large", "encrypted", "timeout")
FORMATS = ("cii", "ubl", "facturae")
MAX_TEXT = 4000
MAX_ROWS = 1000
MAX_NUMBER = Decimal(10) ** 13
MAX_ANSWER = 2 * 1024 * 1024


@dataclass(frozen=True)
class Reading:
    """What a file says. `profile` is the guideline it names, `is_credit` whether it takes money back."""

    bill: Bill | None = None
    format: str = ""
    profile: str = ""
    is_credit: bool = False
    printed: bool | None = None  # whether the pages around it show its total
    reason: str = ""  # one of REASONS where there is no bill


class Nonsense(ValueError):
    """The answer is no reading."""


def pack(reading: Reading) -> bytes:
    return json.dumps(_plain(reading), ensure_ascii=False).encode()


def unpack(answer: bytes) -> Reading:
    """Raises Nonsense for anything but a reading, and for one no sum can be made of."""
    try:
        reading = _built(Reading, json.loads(answer))
        if reading.bill:
            reading.bill.totals  # noqa: B018 - kept for later, and here it may still fail
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ArithmeticError) as error:
        raise Nonsense(str(error)) from error
    if reading.bill is None and reading.reason not in REASONS:
        raise Nonsense("no reason")
    if reading.bill is not None and reading.format not in FORMATS:
        raise Nonsense("no format")
    return reading


def _plain(value):
    if dataclasses.is_dataclass(value):
        return {spec.name: _plain(getattr(value, spec.name)) for spec in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value[:MAX_ROWS]]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value[:MAX_TEXT] if isinstance(value, str) else value


@cache
def _hints(kind):
    return get_type_hints(kind)


def _built(hint, value):
    if isinstance(hint, UnionType):  # X | None
        return None if value is None else _built(get_args(hint)[0], value)
    if dataclasses.is_dataclass(hint):
        return hint(**{name: _built(kind, value[name]) for name, kind in _hints(hint).items()})
    if get_origin(hint) is tuple:
        if type(value) is not list or len(value) > MAX_ROWS:
            raise ValueError("not a short list")
        return tuple(_built(get_args(hint)[0], item) for item in value)
    return SCALARS[hint](value)


def _text(value) -> str:
    if type(value) is not str or len(value) > MAX_TEXT:
        raise ValueError("not a short text")
    return value


def _flag(value) -> bool:
    if type(value) is not bool:
        raise ValueError("not a flag")
    return value


def amount(value: str) -> Decimal:
    """A number as money has it; readers use this for what stands in a file, the parent for what the child says."""
    if type(value) is not str or len(value) > 40:
        raise ValueError("not a number")
    number = Decimal(value)
    if not number.is_finite() or abs(number) > MAX_NUMBER or number.as_tuple().exponent < -12:
        raise ValueError("not a usual number")
    return number


def _day(value) -> date:
    return date.fromisoformat(_text(value))


SCALARS = {str: _text, bool: _flag, Decimal: amount, date: _day}
