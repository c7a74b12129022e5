"""Which letters can be written into a PDF, and the page that carries those beyond the Western alphabet; see `pdf.fonts`."""

import re
import unicodedata
from pathlib import Path

from portal_cms.common.typesetting import FOREIGN, UNSEEN, typeset
from portal_cms.pdfforms.pdf.fonts import is_western

TEMPLATE = Path(__file__).parent / "typst" / "letters.typ"
SPACES = re.compile(r"[^\S\n]")
SOFT_HYPHEN = "\xad"


def plain(text: str) -> str:
    """The same to the eye: marks joined to their letters, every space a usual one, nothing that is not seen."""
    joined = unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "")
    return UNSEEN.sub("", SPACES.sub(" ", joined))


def unwritable(text: str) -> list[str]:
    """The letters no font of ours has."""
    return sorted(
        {char for char in plain(text) if FOREIGN.match(char) or not (char.isprintable() or char == "\n")}
    )


def page_of_letters(texts: list[str]) -> bytes:
    """Every letter of the texts once, set in the font that has them all; empty if every reader's own font will do."""
    if all(map(is_western, texts)):
        return b""
    letters = sorted({char for text in texts for char in text if char not in " \n"})
    return typeset(TEMPLATE, {"letters": letters, "look": {}})
