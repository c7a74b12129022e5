"""Bytes of a spreadsheet to rows of text. Knows no database; nothing in the file is ever calculated or followed.

The limits come first: a small file can unpack to an endless one, and a sheet can claim a million rows.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from portal_cms.access.listing import FORMULA_STARTS
from portal_cms.common.errors import PortalError

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
MAX_COLUMNS = 60
MAX_CELL = 4_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
MAX_LINES = 20_000  # of a sheet, empty ones included
SEPARATORS = ";,\t|"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DECLARATIONS = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are (line in the file, cells), each as wide as `headers`."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]


def read(content: bytes) -> Table:
    """The first sheet of an XLSX file, or a CSV file. Raises PortalError with a sentence for the person."""
    if len(content) > MAX_BYTES:
        raise PortalError(_("The file is larger than 5 MB. Please split it into several files."))
    if content.startswith(OLD_EXCEL):
        raise PortalError(
            _(
                "This is an old Excel file or one with a password. Please save it as .xlsx or .csv without one."
            )
        )
    lines = _sheet(content) if content.startswith(ZIP) else _csv(content)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise PortalError(_("The file is empty. Its first row must hold the names of the columns."))
    if len(filled) == 1:
        raise PortalError(_("The file holds names of columns, but no row below them."))
    if len(filled) - 1 > MAX_ROWS:
        raise PortalError(
            _("The file has more than %(limit)s rows. Please split it into several files.")
            % {"limit": MAX_ROWS}
        )
    (_number, headers), *rows = filled
    width = max(len(headers), *(len(cells) for _number, cells in rows))
    if width > MAX_COLUMNS:
        raise PortalError(
            _("The file has more than %(limit)s columns. Please remove those you do not need.")
            % {"limit": MAX_COLUMNS}
        )
    wide = [(number, cells + [""] * (width - len(cells))) for number, cells in rows]
    return Table(headers + [""] * (width - len(headers)), wide)


def text_of(content: bytes) -> str:
    """UTF-8 and UTF-16, with or without a mark at the start; else as Windows writes in Western Europe."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\0" in content[:200]:  # of two bytes per letter one is 0
        return _decode(content, "utf-16-be" if content[:1] == b"\0" else "utf-16-le")
    if b"\0" in content:
        raise _no_table()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def _decode(content, encoding):
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise _no_table() from None
    if "\0" in text:
        raise _no_table()
    return text


def _no_table():
    return PortalError(_("This file is no table. Please choose a .csv or .xlsx file."))


def _csv(content):
    text = text_of(content)
    separator = ""
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS:  # Excel's own first line
        separator = text[4]
        text = "\n" + text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    lines, number = [], 1
    try:
        for cells in reader:
            lines.append((number, [_clean(cell) for cell in cells]))
            number = reader.line_num + 1
            if len(lines) > MAX_LINES:
                break
    except csv.Error:
        raise PortalError(
            _("Line %(line)s can not be read: a quotation mark is missing or too many.")
            % {"line": reader.line_num}
        ) from None
    return lines


def _separator(text):
    """The sign that stands most often in the first filled line, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign)))


def _sheet(content):
    from openpyxl import load_workbook

    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
            sheet.reset_dimensions()  # what the file says of its size is not believed
            lines = []
            rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
            for number, cells in enumerate(rows, start=1):
                if number > MAX_LINES:
                    break
                lines.append((number, _without_tail([_clean(_as_text(cell)) for cell in cells])))
            return lines
        finally:
            book.close()
    except PortalError:
        raise
    except Exception:  # openpyxl raises whatever the file makes it stumble over
        raise PortalError(
            _("This Excel file can not be read. Please save it again as .xlsx or as .csv.")
        ) from None


def _check_archive(content):
    """Before anything is parsed: how much it unpacks to, and that no part declares things of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise PortalError(
                    _("The file unpacks to too much. Please save the table alone in a new file.")
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive.read(part))
    except PortalError:
        raise
    except Exception:
        raise _no_table() from None


def _check_part(content):
    if any(mark in content for mark in DECLARATIONS):
        raise _no_table()


def _without_tail(cells):
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _clean(text):
    """One line of plain text. The quote our own exports put before "+49" and "=" goes away again."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text[:MAX_CELL]).split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
