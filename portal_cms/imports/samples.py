"""Files to start from, and the rows that were left out, to be corrected."""

import csv
import io

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal_cms.access.listing import plain_cell
from portal_cms.imports.columns import FIELDS

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sample(kind: str, ending: str) -> bytes:
    """A table with our columns in the reader's language and two rows."""
    fields = FIELDS[kind]
    lines = [[str(capfirst(field.label)) for field in fields]]
    lines += [[field.samples[at] for field in fields] for at in (0, 1)]
    return _csv(lines) if ending == "csv" else _xlsx(lines)


def error_rows(plan, table) -> bytes:
    """The rows that can not be imported, as the file had them, with the reasons in front."""
    lines = dict(table.rows)
    found = [[_("Line"), _("Reason"), *table.headers]]
    for row in plan.rows:
        if row.errors:
            reasons = "; ".join(f"{label}: {text}" for label, text in row.error_rows(plan.kind))
            found.append([str(row.line), reasons, *lines[row.line]])
    return _csv(found)


def _csv(lines):
    """As Excel opens it by a double click in our languages: a mark for UTF-8, and semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([plain_cell(cell) for cell in cells] for cells in lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines):
    from openpyxl import Workbook  # rarely needed, and large

    book = Workbook()
    for cells in lines:
        book.active.append([plain_cell(cell) for cell in cells])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
