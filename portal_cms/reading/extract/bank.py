"""IBANs. Only those whose check digits are sound: a misread one is worth nothing."""

import re

from stdnum import iban

from portal_cms.reading.extract.findings import CERTAIN, Finding, Letter

START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?=[ \d A-Z])")
LONGEST, SHORTEST = 34, 15


def find(letter: Letter):
    for page, match in letter.matches(START):
        if found := _sound(letter.pages[page - 1], match.start()):
            number, end = found
            yield Finding("iban", number, page, match.start(), end, CERTAIN, data={"checksum": True})


def _sound(text: str, start: int):
    """The IBAN that begins at `start` and where it ends, or None. Blanks inside do not count, so what follows it may
    look like a part of it: the longest number that is sound and ends with a word or a group wins."""
    number, ends = "", []
    for place in range(start, min(len(text), start + 2 * LONGEST)):
        character = text[place]
        if character == " ":
            continue
        if not (character.isascii() and (character.isdecimal() or character.isupper())):
            break
        number += character
        ends.append(place + 1)
        if len(number) == LONGEST:
            break
    for length in range(len(number), SHORTEST - 1, -1):
        end = ends[length - 1]
        if text[end : end + 1].isalnum():
            continue
        if iban.is_valid(number[:length]):
            return number[:length], end
    return None
