"""What the pages of a form show: its fields by page, beside the picture and the place of each."""

from portal_cms.pdfforms.models import Kind
from portal_cms.pdfforms.services import language_of
from portal_cms.pdfforms.values import shown


def page_rows(sheet, form):
    """One row per page that has fields or a picture: its size in mm, its picture, its fields, their marks."""
    pictures = {picture.number: picture for picture in sheet.document.pictures.all()}
    fields, fixed = form.by_page(), fixed_rows(sheet)
    numbers = {row["name"]: number for number, (_key, row) in enumerate(sheet.asked_fields, start=1)}
    rows = []
    for number, (width, height) in enumerate(sheet.pages, start=1):
        if number not in pictures and number not in fields:
            continue
        marks = [
            {"box": row["box"], "number": numbers.get(row["name"]), **_beside(row["box"])}
            for row in sheet.fields
            if row["page"] == number
        ]
        rows.append(
            {
                "number": number,
                "width": width,
                "height": height,
                "picture": pictures.get(number),
                "marks": marks,
                "fields": fields.get(number, []),
                "fixed": fixed.get(number, []),
            }
        )
    return rows


def _beside(box):
    """Where the number stands: left of the place, so that it covers no word above."""
    x, y, _width, height = box
    return {"x": max(x - 3.4, 3), "y": y + min(height, 7) / 2}


def fixed_rows(sheet):
    """{page: [{"label", "text"}]} of what the firm filled in."""
    found, language = {}, language_of(sheet.item.request)
    for row in sheet.fields:
        if row["by"] == "firm" and row["kind"] != Kind.SIGNATURE and row["value"]:
            text = shown(row, row["value"], language)
            found.setdefault(row["page"], []).append({"label": row["label"], "text": text})
    return found


def answered_rows(sheet):
    """[{"number": of the page, "rows": [{"label", "text", "is_box", "is_ticked"}]}] of what the client filled in."""
    found, language = {}, language_of(sheet.item.request)
    for _key, row in sheet.asked_fields:
        value = sheet.values.get(row["name"], "")
        is_box = row["kind"] == Kind.CHECKBOX
        text = shown(row, value, language)
        found.setdefault(row["page"], []).append(
            {"label": row["label"], "text": text, "is_box": is_box, "is_ticked": is_box and bool(value)}
        )
    return [{"number": number, "rows": rows} for number, rows in sorted(found.items())]
