"""Which fields a PDF has. Raises `Refused` for files we do not fill in."""

import io

from pypdf import PdfReader
from pypdf.generic import ArrayObject

from portal_cms.pdfforms.pdf import places, tree
from portal_cms.pdfforms.pdf.limits import LABEL, MAX_OPTIONS, MAX_PAGES, TEXT, Refused
from portal_cms.pdfforms.pdf.naming import date_pattern, label_of, readable

RADIO, PUSH, COMBO, MULTI_SELECT = 16, 17, 18, 22
MULTILINE, PASSWORD, FILE_SELECT, COMB = 13, 14, 21, 25
REQUIRED = 2


def open_form(content):
    """The PDF, if it is one that may be written into."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Refused("encrypted")
    if len(reader.pages) > MAX_PAGES:
        raise Refused("too_large")
    form = tree.form_of(reader)
    fields = tree.fields_of(reader) if form is not None else {}
    root = tree.root_of(reader)
    if "/Perms" in root or any(field.type == "/Sig" and field.get("/V") for field in fields.values()):
        raise Refused("signed")
    if _hidden_signature(form):
        raise Refused("signed")
    needs_xfa = str(root.get("/NeedsRendering", "")).lower() == "true"
    if form is not None and "/XFA" in form and (needs_xfa or not fields):
        raise Refused("xfa")
    return reader, fields


def read(content):
    """{"pages": [[width, height]], "fields": [...]}, in mm; fields of the kinds a client can fill, and signatures."""
    reader, fields = open_form(content)
    pages = list(reader.pages)
    sizes = [[places.millimetres(value) for value in places.size_of(page)] for page in pages]
    found = [_describe(field, pages) for field in fields.values()]
    return {"pages": sizes, "fields": [field for field in found if field]}


def _hidden_signature(form):
    """Signatures that stand on no page."""
    rows = form.get("/Fields") if form is not None else None
    rows = rows.get_object() if rows is not None else []
    for row in rows if isinstance(rows, ArrayObject) else []:
        node = row.get_object()
        if hasattr(node, "get") and node.get("/FT") == "/Sig" and node.get("/V"):
            return True
    return False


def _describe(field, pages):
    shown = [(number, widget) for number, widget in field.widgets if not tree.is_hidden(widget)]
    if not shown or "/Rect" not in shown[0][1] or (field.has(1) and field.type != "/Sig"):
        return None
    kind = _kind(field)
    if kind is None:
        return None
    number, widget = shown[0]
    label = label_of(field)
    pattern = date_pattern(field, label) if kind == "text" else None
    length = field.get("/MaxLen", 0)
    return {
        "name": field.name,
        "page": number + 1,
        "box": places.seen_box(pages[number], widget["/Rect"]),
        "kind": "date" if pattern is not None else kind,
        "pattern": pattern or "",
        "label": label,
        "required": field.has(REQUIRED),
        "max_length": int(length) if isinstance(length, int) and 0 < length < TEXT else 0,
        "options": options_of(field, kind),
        "value": _value(field, kind),
    }


def _kind(field):
    if field.type == "/Sig":
        return "signature"
    if field.type == "/Tx":
        if field.has(PASSWORD) or field.has(FILE_SELECT):
            return None
        return "multiline" if field.has(MULTILINE) else "text"
    if field.type == "/Ch":
        return "choices" if field.has(MULTI_SELECT) and not field.has(COMBO) else "choice"
    if field.type == "/Btn" and not field.has(PUSH):
        states = {state for _number, widget in field.widgets for state in tree.on_states(widget)}
        return "radio" if field.has(RADIO) or len(states) > 1 else "checkbox"
    return None


def options_of(field, kind):
    """Pairs of what is written into the file and what people read."""
    if kind == "radio":
        found = dict(_states(field))
    elif kind in ("choice", "choices"):
        found = dict(_listed(field))
    else:
        return []
    if len(found) > MAX_OPTIONS:
        raise Refused("too_many")
    return [[value, label[:LABEL]] for value, label in found.items() if _is_plain(value)]


def _is_plain(value):
    return bool(value.strip()) and value.isprintable() and len(value) <= LABEL


def _states(field):
    said = [str(text) for text in field.get("/Opt") or [] if not isinstance(text, ArrayObject)]
    for position, (_number, widget) in enumerate(field.widgets):
        for state in tree.on_states(widget)[:1]:
            own = str(widget.get("/TU", "")) if "/Parent" in widget and "/T" not in widget else ""
            listed = said[position] if len(said) == len(field.widgets) else ""
            yield state, own or listed or readable(state)


def _listed(field):
    for option in field.get("/Opt") or []:
        option = option.get_object()
        if isinstance(option, ArrayObject) and len(option) == 2:
            yield str(option[0].get_object()), str(option[1].get_object())
        elif not isinstance(option, ArrayObject):
            yield str(option), str(option)


def _value(field, kind):
    """What the file holds already."""
    value = field.get("/V")
    if kind in ("text", "multiline", "choice") and isinstance(value, str):
        return str(value)[:TEXT]
    if kind in ("radio", "checkbox") and isinstance(value, str):
        state = str(value).removeprefix("/")
        return "" if state == "Off" else state
    return ""
