"""File names that people sent, made safe to show, to download under and to pack into an archive.

The name is never a path of ours: storage names are random. It is still read by people, who must see the
real extension, and by the systems they save it on.
"""

import re
import unicodedata

LIMIT = 150
UNNAMED = "file"
NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, bidi and zero-width, halves, unassigned
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
REFUSED_BY_WINDOWS = re.compile(r'[<>:"|?*]')


def display_name(raw: str) -> str:
    """The last part of any path, on one line; what is seen is what it is. Never empty, never over LIMIT."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = " ".join(_visible(name).split())
    name = REFUSED_BY_WINDOWS.sub("_", name).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    return _shorten(name) or UNNAMED


def extension(name: str) -> str:
    """`pdf` of "Report.PDF"; empty when what follows the last dot is no extension."""
    match = re.search(r"(?<=.)\.([A-Za-z0-9]{1,10})\Z", name)
    return match[1].lower() if match else ""


def _visible(name: str) -> str:
    kept = (" " if char in "\t\n\r" else char for char in name)
    return "".join(char for char in kept if unicodedata.category(char) not in NOT_SHOWN)


def _shorten(name: str) -> str:
    if len(name) <= LIMIT:
        return name
    ending = name[-len(extension(name)) - 1 :] if extension(name) else ""
    return name[: LIMIT - len(ending)].rstrip(". ") + ending
