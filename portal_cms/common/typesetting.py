"""PDFs by typst: tagged, for screen readers (PDF/UA-1) and for the archive (PDF/A-3).

A template sets the page; words go in as data and are never markup. typst brings its own fonts and needs no network and
no files of this machine.
"""

import json
import logging
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

import typst
from django.utils import timezone

logger = logging.getLogger(__name__)
STANDARDS = ["a-3a", "ua-1"]
ONE_AT_A_TIME = Lock()  # a compiler serves one thread; a paper takes it some hundredths of a second
LONG_WORD = re.compile(r"(\S{30})(?=\S)")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
KNOWN = (  # what Libertinus Serif shows, the font that typst brings along (SIL Open Font License)
    r"\t\n\x20-\x7e\xa0-\u024f\u02c6\u02dc\u0384-\u03ce\u0400-\u0477\u0490-\u04c4\u04d0-\u04f9\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u2037\u2039\u203a\u20ac\u2122"
)
FOREIGN = re.compile(rf"[^{KNOWN}\u200b]")


def typeset(
    template: Path, words: dict, *, logo: bytes | None = None, issued_at: datetime | None = None
) -> bytes:
    """The PDF of a typst file that reads `words` from `sys.inputs.data`; the logo joins them as `look.logo`. Signs the
    own fonts lack are tried with this machine's fonts, and are else shown as a replacement sign."""
    data = clean(words)
    data["look"]["logo"] = list(logo) if logo else None
    stamp = int((issued_at or timezone.now()).timestamp())
    try:
        return _compile(template, data, stamp)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    try:
        return _compile(template, data, stamp, system_fonts=True)
    except typst.TypstError:
        logger.warning("A paper has signs that no font knows; they are replaced.")
        return _compile(template, clean(data, FOREIGN), stamp)


@cache
def _compiler(folder: Path, system_fonts: bool):
    return typst.Compiler(root=str(folder), ignore_system_fonts=not system_fonts)


def _compile(template: Path, data: dict, stamp: int, *, system_fonts: bool = False) -> bytes:
    with ONE_AT_A_TIME:
        return _compiler(template.parent, system_fonts).compile(
            str(template),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=stamp,
        )


def clean(data, unwanted=UNSEEN):
    """Without the signs an archive refuses or that turn text around; very long words may be broken."""
    if isinstance(data, dict):
        return {key: clean(value, unwanted) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [clean(value, unwanted) for value in data]
    if not isinstance(data, str):
        return data
    if unwanted is FOREIGN:
        return FOREIGN.sub("\ufffd", data)
    return LONG_WORD.sub("\\1\u200b", UNSEEN.sub("", data))
