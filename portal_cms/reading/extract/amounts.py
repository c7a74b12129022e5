"""Amounts of money with their currency."""

import re
from decimal import Decimal, InvalidOperation

from portal_cms.reading.extract.findings import LIKELY, Finding, Letter

CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "chf": "CHF", "fr.": "CHF", "usd": "USD", "$": "USD",
              "us$": "USD", "£": "GBP", "gbp": "GBP"}  # fmt: skip
NUMBER = r"\d{1,3}(?:[.'’ ]\d{3})+(?:,\d{2}|,-{1,2}|,—)?|\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d{1,9}(?:[.,]\d{2}|,-{1,2}|,—)?"
SIGN = r"€|US\$|\$|£|(?:EUR|CHF|USD|GBP|Euros?|euros?)(?![A-Za-z])"
BEFORE = re.compile(rf"(?<![\w,.])(?P<sign>{SIGN})\s?(?P<number>{NUMBER})(?![\d]|[.,]\d)")
AFTER = re.compile(rf"(?<![\w,.'])(?P<number>{NUMBER})[ \n]?(?P<sign>{SIGN})")


def find(letter: Letter):
    for pattern in (AFTER, BEFORE):
        for page, match in letter.matches(pattern):
            amount = parse(match["number"])
            if amount is None or amount <= 0:
                continue
            value = f"{amount:.2f} {CURRENCIES[match['sign'].lower()]}"
            yield Finding("amount", value, page, *match.span(), LIKELY)


def parse(text: str) -> Decimal | None:
    """ "1.234,56", "1,234.56", "1 234", "1.200,--" -> Decimal. One sign before exactly two digits is the decimal one."""
    text = re.sub(r"[ '’]", "", re.sub(r",(?:-+|—)$", "", text))
    whole, mark, cents = text.rpartition(text[-3]) if len(text) > 3 and text[-3] in ".," else (text, "", "")
    digits = re.sub(r"[.,]", "", whole)
    try:
        return Decimal(f"{digits}.{cents}" if mark else digits)
    except InvalidOperation:
        return None
