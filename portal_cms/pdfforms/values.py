"""Values of fields: what a field begins with, and how what was typed is written into the PDF. No requests, no rows."""

from datetime import date

from django.forms import DateField, ValidationError
from django.utils import formats, translation

from portal_cms.pdfforms.bindings import Binding
from portal_cms.pdfforms.letters import plain
from portal_cms.pdfforms.models import Kind
from portal_cms.pdfforms.pdf.limits import TEXT

ISO = "%Y-%m-%d"


def frozen(field, data, language):
    """A field as a sheet keeps it; `data` as of `bindings.data_of`. What it begins with stands under "value"."""
    return {
        "name": field.name, "placed": field.is_placed, "page": field.page, "kind": field.kind, "label": field.label,
        "required": field.is_required, "max_length": field.max_length, "options": field.options, "box": field.box,
        "pattern": field.pattern, "by": field.filled_by, "value": _beginning(field, data, language),
    }  # fmt: skip


def _beginning(field, data, language):
    text = data.get(field.binding, "") if field.binding else field.value
    if field.binding == Binding.TODAY and field.kind != Kind.DATE:
        text = written_date(date.fromisoformat(text), field.pattern, language)
    if field.kind == Kind.CHECKBOX:
        return "on" if text else ""
    if field.kind in (Kind.RADIO, Kind.CHOICE, Kind.CHOICES):
        text = text if text in [value for value, _label in field.options] else ""
        return [text] if text and field.kind == Kind.CHOICES else text
    if field.kind == Kind.DATE and (day := parsed(text, language)):
        return day.isoformat()
    return text


def typed(rows, data):
    """{name: as typed} of a posted form, right or wrong, so that nothing is lost."""
    found = {}
    for key, row in rows:
        if row["kind"] == Kind.CHOICES:
            found[row["name"]] = [_clean(value) for value in data.getlist(key)[: len(row["options"])]]
        else:
            found[row["name"]] = _clean(data.get(key, ""))
    return found


def _clean(text):
    return text[:TEXT].replace("\r\n", "\n").replace("\x00", "")


def entry(row, value, language):
    """What `pdf.writing` is told of one field; `value` as cleaned by the form, or as the firm fixed it."""
    kind, text = row["kind"], ""
    labels = dict(row["options"])
    if kind == Kind.CHECKBOX:
        value = bool(value)
    elif kind == Kind.CHOICES:
        value = value or []
        text = "\n".join(labels.get(one, one) for one in value)
    elif kind == Kind.CHOICE:
        text = labels.get(value, value)
    elif kind == Kind.DATE:
        day = value if isinstance(value, date) else parsed(value or "", language)
        value = text = written_date(day, row["pattern"], language) if day else value or ""
    else:
        text = value
    if isinstance(value, str) and kind not in (Kind.RADIO, Kind.CHOICE):
        value = plain(value)
    made = {"name": row["name"], "kind": kind, "text": plain(text), "value": value, "page": row["page"]}
    return {**made, "box": row["box"]} if row["placed"] else made


def shown(row, value, language):
    """The value in words, for a page people read; empty for a box, which is ticked or not."""
    if not value:
        return ""
    if row["kind"] == Kind.RADIO:
        return dict(row["options"]).get(value, value)
    return "" if row["kind"] == Kind.CHECKBOX else entry(row, value, language)["text"]


def written_date(day, pattern, language):
    """A date as the form wants it ("dd.mm.yyyy"), or as it is written in the language."""
    if not pattern:
        with translation.override(language):
            return formats.date_format(day, "SHORT_DATE_FORMAT")
    parts = {
        "yyyy": f"{day.year:04}",
        "yy": f"{day.year % 100:02}",
        "mm": f"{day.month:02}",
        "dd": f"{day.day:02}",
    }
    for part, text in (*parts.items(), ("m", str(day.month)), ("d", str(day.day))):
        pattern = pattern.replace(part, text)
    return pattern


def parsed(text, language):
    """The date that was typed, or None."""
    with translation.override(language):
        try:
            return DateField(input_formats=[ISO, *formats.get_format("DATE_INPUT_FORMATS")]).clean(text)
        except ValidationError:
            return None
