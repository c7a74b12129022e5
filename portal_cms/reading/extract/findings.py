"""What a rule finds, and the letter it looks at."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

KINDS = (
    "address", "amount", "court", "court_reference", "date", "deadline", "email", "hearing", "iban", "invoice_number",
    "party", "phone", "reference", "tax_id", "tax_number", "vat_id",
)  # fmt: skip
CERTAIN, LIKELY, POSSIBLE, DOUBTFUL = 0.98, 0.85, 0.6, 0.4
AROUND = 70  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` is the thing in its plain form, `start` and `end` its place on `page`, which counts from 1; `data` holds its
    parts, such as the street of an address. Confidence goes from 0 to 1; only what has sound check digits is CERTAIN."""

    kind: str
    value: str
    page: int
    start: int
    end: int
    confidence: float
    cue: str = ""
    data: dict = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Two findings of one kind with the same key are the same thing."""
        if self.kind == "phone":
            return re.sub(r"\D", "", self.value)[-9:]
        if self.kind in ("deadline", "hearing"):
            return f"{self.value} {self.data.get('term', '')}".strip()
        return re.sub(r"\W+", "", self.value).casefold()

    @property
    def is_checksummed(self) -> bool:
        return bool(self.data.get("checksum"))


STOPWORDS = {
    "de": "der die das und den dem des ist nicht mit für wir sie ihr von bitte bis eine auf zum zur",
    "es": "el la los las de del que y en por para con su una se al le como plazo fecha",
    "en": "the and of to in is for with that this you your our from by on please we are be",
}


class Letter:
    """Pages of text, cleaned, with what several rules want to know of the whole."""

    def __init__(self, pages: list[str], language: str = ""):
        self.pages = [clean(page) for page in pages]
        self.language = language or self._guess()

    def _guess(self) -> str:
        words = re.findall(r"[^\W\d_]+", " ".join(self.pages).lower())[:3000]
        counts = {
            language: sum(word in common for word in words)
            for language, common in ((key, set(text.split())) for key, text in STOPWORDS.items())
        }
        return max(counts, key=counts.get) if any(counts.values()) else "de"

    def matches(self, pattern: re.Pattern):
        """Pairs of page number and match."""
        for number, text in enumerate(self.pages, start=1):
            for match in pattern.finditer(text):
                yield number, match

    def before(self, page: int, start: int, length: int = 40) -> str:
        """The words in front of a place, on its page."""
        return self.pages[page - 1][max(0, start - length) : start]

    def after(self, page: int, end: int, length: int = 60) -> str:
        return self.pages[page - 1][end : end + length]

    def around(self, finding: Finding) -> str:
        """A line of context."""
        text = self.pages[finding.page - 1]
        start, end = max(0, finding.start - AROUND), finding.end + AROUND
        snippet = " ".join(text[start:end].split())
        return f"{'… ' if start else ''}{snippet}{' …' if end < len(text) else ''}"

    @cached_property
    def written_on(self):
        """The day of the letter, or None."""
        from portal_cms.reading.extract.dates import day_of_letter

        return day_of_letter(self)


def clean(text: str) -> str:
    """One spelling of letters, blanks, line ends and dashes; soft hyphens and control characters go."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff\ufffe]", "", text)
    text = re.sub(r"[\u2010\u2011\u2012]", "-", text)
    text = re.sub(r"[^\S\n]", " ", text)
    return "".join(character for character in text if character == "\n" or character.isprintable())
