"""The two fonts texts are written in: Helvetica, which every reader has and need not be in the file, for the letters of
Windows' Western alphabet (cp1252), and Libertinus Serif for Latin, Greek and Cyrillic beyond, which goes into the file.

Libertinus (SIL Open Font License) comes with typst. The parent process sets the letters that are needed as a page, see
`letters`; here the font is taken out of that page, so that a file carries the few letters it shows and no more.
"""

import io
import re
import unicodedata
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

WESTERN = "cp1252"
PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s")
_KNOWN = CORE_FONT_METRICS["Helvetica"].character_widths


@dataclass(frozen=True)
class Font:
    """`codes` and `widths` (thousandths of the size) by letter; a letter that is not there raises KeyError."""

    name: str
    reference: IndirectObject
    codes: dict[str, str]
    widths: dict[str, float]

    def width_of(self, text: str, size: float) -> float:
        return sum(self.widths[char] for char in text) * size / 1000

    def hexed(self, text: str) -> str:
        return "".join(self.codes[char] for char in text)


def is_western(text: str) -> bool:
    try:
        text.encode(WESTERN)
    except UnicodeEncodeError:
        return False
    return True


def helvetica(writer) -> Font:
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    letters = {bytes([byte]).decode(WESTERN, "ignore"): byte for byte in range(256)}
    letters.pop("", None)
    codes = {char: f"{byte:02x}" for char, byte in letters.items()}
    return Font("/Helv", writer._add_object(made), codes, {char: _width(char) for char in letters})


def _width(char):
    found = _KNOWN.get(char)
    if found is None:  # letters with marks are as wide as those without
        found = _KNOWN.get(unicodedata.normalize("NFD", char)[0])
    return found or _KNOWN.get("default") or 556


def libertinus(writer, page: bytes) -> Font:
    """The font of a page that shows every letter once."""
    [found] = PdfReader(io.BytesIO(page)).pages[0]["/Resources"]["/Font"].values()
    font = found.get_object()
    pairs = PAIR.findall(font["/ToUnicode"].get_object().get_data().partition(b"endcodespacerange")[2])
    codes = {bytes.fromhex(letter.decode()).decode("utf-16-be"): code.decode() for code, letter in pairs}
    widths = _widths(font["/DescendantFonts"][0].get_object())
    made = font.clone(writer)
    return Font(
        "/Libertinus",
        made.indirect_reference,
        codes,
        {char: widths[int(code, 16)] for char, code in codes.items()},
    )


def _widths(font):
    """{code: width} of "1 [500 600] 7 9 550": a first code with its widths, or a range of one width."""
    found, rows = {}, [row.get_object() for row in font["/W"]]
    while rows:
        first, second = int(rows.pop(0)), rows.pop(0)
        if isinstance(second, ArrayObject):
            found |= {first + step: float(width) for step, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(rows.pop(0)))
    return found
