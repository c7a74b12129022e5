"""Numbers as people write them: 1.234,50 in German and Spanish, 1,234.50 in English. Never misread by a factor of
a thousand: a sign that can not be meant as typed is refused."""

import re
from decimal import Decimal

LONGEST = 15  # digits
NOISE = re.compile(r"[\s\u00a0\u202f'’]|€|EUR$", re.IGNORECASE)


def read_number(text: str, decimal: str = ",") -> Decimal | None:
    """The number, or None if the text is none. `decimal` is the decimal sign of the reader's language; the other
    sign is taken for it only where it can not part thousands."""
    text = NOISE.sub("", text.strip()).replace("−", "-")
    other = "." if decimal == "," else ","
    d, o = re.escape(decimal), re.escape(other)
    if re.fullmatch(rf"-?(\d+|\d{{1,3}}({o}\d{{3}})+)({d}\d+)?", text):
        plain = text.replace(other, "").replace(decimal, ".")
    elif re.fullmatch(rf"-?(\d+|\d{{1,3}}({d}\d{{3}})+){o}\d{{1,2}}", text):
        plain = text.replace(decimal, "").replace(other, ".")
    else:
        return None
    return Decimal(plain) if sum(sign.isdigit() for sign in plain) <= LONGEST else None


def plain(number: Decimal) -> str:
    """The number as it is kept: no exponent, a point, no needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
