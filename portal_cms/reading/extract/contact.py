"""E-mail addresses and phone numbers. Fax numbers are left out: nobody is called there."""

import re

from portal_cms.reading.extract.findings import LIKELY, POSSIBLE, Finding, Letter

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9ÄÖÜäöü](?:[\wÄÖÜäöü-]{0,61}\w)?\.)+[A-Za-z]{2,24}(?![\w-])"
)
LABELLED = re.compile(
    r"(?<![\w-])(Tele?fono?|Tel[eé]fono|Tel\.?(?:-?Nr\.?)?|Tfno\.?|Tlf\.?|Tfn\.?|Fon|Phone|Mobil(?:telefon)?|Mobile|M[oó]vil|Handy|Durchwahl|Rufnummer)\s?(?:/\s?\w+)?[.:]?\s{0,3}(?:n[.º°]*\s)?"
    r"(\+?\(?\d[\d ()/.\-–]{5,22}\d)",
    re.IGNORECASE,
)
INTERNATIONAL = re.compile(r"(?<![\w+])(?<!\d[ ])(?:\+|00)\d{2} ?(?:\(0\) ?)?\d[\d /.\-]{5,16}\d(?![\d])")
SPANISH = re.compile(
    r"(?<![\d.,/+-])(?:[6789]\d{2} \d{3} \d{3}|[6789]\d{2} \d{2} \d{2} \d{2}|9\d \d{3} \d{2} \d{2})(?![\d.,/-]\d)"
)
FAX = re.compile(r"(?:fax|telefax)\.?:?\s*$", re.IGNORECASE)


def find(letter: Letter):
    for page, match in letter.matches(EMAIL):
        yield Finding("email", match[0].rstrip("."), page, *match.span(), LIKELY)
    for page, match in letter.matches(LABELLED):
        if not _is_fax(letter, page, match.start()):
            yield from _phone(page, match[2], match.span(2), LIKELY, match[1])
    rest = [INTERNATIONAL] + ([SPANISH] if letter.language == "es" else [])
    for pattern in rest:
        for page, match in letter.matches(pattern):
            if not _is_fax(letter, page, match.start()):
                yield from _phone(page, match[0], match.span(), POSSIBLE)


def _is_fax(letter, page, start):
    return bool(FAX.search(letter.before(page, start, 12)))


def _phone(page, text, span, confidence, cue=""):
    number = " ".join(text.split()).strip(" .-–/(")
    if 7 <= len(re.sub(r"\D", "", number)) <= 15:
        yield Finding("phone", number, page, *span, confidence, cue=cue)
