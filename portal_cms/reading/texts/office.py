"""Word and OpenDocument texts: paragraphs as lines. The check of the file has unpacked every entry before."""

import re
import zipfile
from xml.etree import ElementTree

from portal_cms.reading.texts.pages import TEXT, Text

MAX_PART = 24 * 1024**2
PARTS = {"docx": r"word/(?:header\d*|document|footer\d*)\.xml", "odt": r"content\.xml"}
BREAKS, TABS = {"br", "cr", "line-break"}, {"tab", "s"}
BLOCKS = {"p", "h"}


def read(file, type_key, eyes) -> Text:
    text = Text(page_count=1)
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(PARTS[type_key], name)]
        order = {"header": 0, "docume": 1, "footer": 2}
        names.sort(key=lambda name: (order.get(name.rpartition("/")[2][:6], 1), name))
        text.add("\n".join(_words(archive, name) for name in names), TEXT)
    return text


def _words(archive, name):
    if archive.getinfo(name).file_size > MAX_PART:
        return ""
    content = archive.read(name)
    if b"<!" in content.replace(b"<!--", b""):  # a document type is where entities come from
        return ""
    pieces: list[str] = []
    _walk(ElementTree.fromstring(content), pieces)
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _walk(root, pieces):
    """Without recursion: how deep a file is nested is up to who sent it."""
    stack = [(root, False)]
    while stack:
        element, is_done = stack.pop()
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if is_done:
            if name in BLOCKS:
                pieces.append("\n")
            pieces.append(element.tail or "" if _is_text(element) else "")
            continue
        if name in BREAKS:
            pieces.append("\n")
        elif name in TABS:
            pieces.append("  ")
        elif element.text and (_is_text(element) or name == "t"):
            pieces.append(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _is_text(element):
    """OpenDocument writes words between its marks, Word only within `w:t`."""
    return isinstance(element.tag, str) and "opendocument" in element.tag
