"""The letters of Windows' Western alphabet (cp1252), which the fonts every reader has can show, and their widths."""

import unicodedata

from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

_KNOWN = CORE_FONT_METRICS["Helvetica"].character_widths


def _width(byte):
    char = bytes([byte]).decode("cp1252", "replace")
    found = _KNOWN.get(char)
    if found is None:  # letters with marks are as wide as those without
        found = _KNOWN.get(unicodedata.normalize("NFD", char)[0])
    return found or _KNOWN.get("default") or 556


WIDTHS = [_width(byte) for byte in range(256)]


def encode(text):
    return unicodedata.normalize("NFC", text).encode("cp1252")
