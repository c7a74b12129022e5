"""Answers as a table: CSV for any program, XLSX for a spreadsheet. No cell is taken for a formula."""

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal_cms.access.listing import plain_cell
from portal_cms.questionnaires.sheets import ReadPage

WIDTHS = {"A": 6, "B": 28, "C": 60, "D": 60}


def rows(pages: list[ReadPage]) -> list[list]:
    """A row of headings, then one for each question."""
    head = [
        pgettext("column of answers", "No."),
        pgettext("of a questionnaire", "Page"),
        _("Question"),
        pgettext("to a question", "Answer"),
    ]
    lines = [(read.page.title, line) for read in pages for line in read.lines]
    return [
        head,
        *([number, title, line.question.label, line.text] for number, (title, line) in enumerate(lines, 1)),
    ]


def as_csv(pages: list[ReadPage]) -> bytes:
    """With a mark at the start, by which spreadsheets know the encoding."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([plain_cell(cell) for cell in row] for row in rows(pages))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(pages: list[ReadPage]) -> bytes:
    from openpyxl import Workbook  # rarely needed, and large
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    for row in rows(pages):
        sheet.append([plain_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
