"""Days in the spellings of German, Spanish and English letters."""

import re
from collections.abc import Iterator
from datetime import date

from portal_cms.reading.extract.findings import DOUBTFUL, LIKELY, Finding, Letter
from portal_cms.reading.extract.words import MONTH, MONTHS, NUMBER, number_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
FORMS = (
    r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})(?![\d-])",
    r"(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4}|\d{2})(?!\.?\d)",
    rf"(?P<d3>\d{{1,2}})(?:\.|º|\.º|st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?P<m3>{MONTH})\.?,?\s+(?:de\s+|del\s+)?(?P<y3>\d{{4}})(?!\d)",
    rf"(?P<m4>{MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})(?!\d)",
    r"(?P<d5>\d{1,2})(?P<s5>[/-])(?P<m5>\d{1,2})(?P=s5)(?P<y5>\d{4})(?![\d/-])",
    rf"(?P<d6>treinta y uno|{NUMBER})\s+de\s+(?P<m6>{MONTH})\s+de\s+(?P<y6>dos mil (?:\w+))",
)
DATE = "|".join(FORMS)
PATTERN = re.compile(rf"(?<![\w./-])(?:{DATE})", re.IGNORECASE)
PLACE = re.compile(
    rf"(?:\bden|\bdatum:?|\bfecha:?|\bdate:?|,\s+(?:a|den|el))\s+(?={DATE})".replace("?P<", "?P<_").replace(
        "?P=", "?P=_"
    ),
    re.IGNORECASE,
)
HEAD_LINES = 25


def find(letter: Letter):
    for number, text in enumerate(letter.pages, start=1):
        for day, start, end, is_clear in days_in(text, letter.language):
            yield Finding("date", day.isoformat(), number, start, end, LIKELY if is_clear else DOUBTFUL)


def days_in(text: str, language: str = "") -> Iterator[tuple[date, int, int, bool]]:
    """Each day with its place, and whether it can be read in one way only."""
    for match in PATTERN.finditer(text):
        found = day_of(match, language)
        if found:
            yield found[0], match.start(), match.end(), found[1]


def day_of(match: re.Match, language: str = "") -> tuple[date, bool] | None:
    """The day of a match of `DATE` and whether it is clear; None for a day that never was. With slashes an English
    letter may put the month first."""
    for form in range(1, len(FORMS) + 1):
        if match.group(f"y{form}"):
            break
    year, month, day = (
        _year(match.group(f"y{form}")),
        _month(match.group(f"m{form}")),
        number_of(match.group(f"d{form}")),
    )
    if year is None or month is None or day is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    is_clear = True
    if form == 5 and language == "en" and day != month:
        is_clear = day > 12 or month > 12
        if month > 12:
            day, month = month, day
    try:
        return date(year, month, day), is_clear
    except ValueError:
        return None


def _year(text):
    if text.isdecimal():
        return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)
    rest = number_of(text.lower().removeprefix("dos mil").strip())
    return 2000 + rest if rest else None


def _month(text):
    return int(text) if text.isdecimal() else MONTHS.get(text.lower())


def day_of_letter(letter: Letter) -> date | None:
    """The day behind "Berlin, den" or "Fecha:" in the head of the first page, else the first day there."""
    head = "\n".join(letter.pages[0].split("\n")[:HEAD_LINES]) if letter.pages else ""
    labelled = PLACE.search(head)
    for day, start, _end, _clear in days_in(head, letter.language):
        if labelled is None or start >= labelled.start():
            return day
    return None
