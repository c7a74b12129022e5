"""A copy of a PDF with its fields filled in, each with a picture of what it holds, so that every reader shows it.

Fields of the file keep their place in the form and become read-only; what goes to places chosen by staff is drawn on the
page. Scripts, calculations and XFA go: they would say something else than what was filled in.
"""

import io
import re

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from portal_cms.pdfforms.pdf import drawing, fonts, places, tree
from portal_cms.pdfforms.pdf.limits import POINTS_PER_MM, Refused
from portal_cms.pdfforms.pdf.reading import COMB, MULTILINE, open_form

SIZE = re.compile(r"([\d.]+)\s+Tf")
COLOUR = re.compile(r"((?:[\d.]+\s+){1,4}(?:g|rg|k))\b")
TEXTS = ("text", "multiline", "date", "choice", "choices")


def fill(content, entries, letters=b""):
    """The filled copy. Each entry has name, kind, text (what is shown), value (what is kept), and for a place chosen by
    staff page and box; `letters` is a page with their font if Helvetica lacks one. Raises `Refused`, for text without room with the names of the fields."""
    reader, _fields = open_form(content)
    writer = PdfWriter(clone_from=reader)
    font = fonts.libertinus(writer, letters) if letters else fonts.helvetica(writer)
    fields = tree.fields_of(writer) if tree.form_of(writer) is not None else {}
    tight, placed = [], {}
    for entry in entries:
        try:
            if entry.get("box"):
                placed.setdefault(entry["page"], []).append(_picture(writer, entry, font))
            elif entry["name"] in fields:
                _write_field(writer, fields[entry["name"]], entry, font)
        except drawing.NoRoom:
            tight.append(entry["name"])
    if tight:
        raise Refused("no_room", tight)
    for number, pictures in placed.items():
        _draw(writer, writer.pages[number - 1], number, pictures)
    _calm(writer, fields.values())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _write_field(writer, field, entry, font):
    node, kind = field.node, entry["kind"]
    if kind in TEXTS:
        node[NameObject("/V")] = _text_value(entry["value"])
        for key in ("/I", "/RV"):
            node.pop(key, None)
        for _number, widget in field.widgets:
            _show_text(writer, field, widget, entry["text"], font)
    else:
        _tick(writer, field, entry["value"], font)
    node[NameObject("/Ff")] = NumberObject(field.flags | tree.READ_ONLY)


def _text_value(value):
    if isinstance(value, list):
        return ArrayObject(TextStringObject(one) for one in value)
    return TextStringObject(value)


def _show_text(writer, field, widget, text, font):
    width, height, matrix = _frame(widget)
    style = str(widget.get("/DA") or field.get("/DA") or _form_style(writer))
    size = float(found[1]) if (found := SIZE.search(style)) else 0
    colour = found[1] if (found := COLOUR.search(style)) else "0 g"
    cells = field.get("/MaxLen", 0)
    if field.type == "/Tx" and field.has(COMB) and isinstance(cells, int) and 0 < cells <= 200:
        stream = drawing.comb_stream(text, width, height, font, cells, size=size, colour=colour)
    else:
        align = widget.get("/Q", field.get("/Q", 0))
        stream = drawing.text_stream(
            text, width, height, font, size=size, colour=colour, align=int(align) if align in (0, 1, 2) else 0,
            multiline="\n" in text or (field.type == "/Tx" and field.has(MULTILINE)),
        )  # fmt: skip
    made = drawing.form_object(
        f"{_paper(widget, width, height)} /Tx BMC {stream} EMC", width, height, font, matrix
    )
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(made)})


def _form_style(writer):
    return tree.form_of(writer).get("/DA", "")


def _frame(widget):
    """Width and height as the text runs, and the matrix that turns it with its widget."""
    x0, y0, x1, y1 = (float(value) for value in widget["/Rect"])
    width, height = abs(x1 - x0), abs(y1 - y0)
    turned = _look_of(widget).get("/R", 0)
    turned = int(turned) % 360 if isinstance(turned, int) else 0
    if turned == 90:
        return height, width, (0, 1, -1, 0, width, 0)
    if turned == 180:
        return width, height, (-1, 0, 0, -1, width, height)
    if turned == 270:
        return height, width, (0, -1, 1, 0, 0, height)
    return width, height, None


def _look_of(widget):
    look = widget.get("/MK")
    look = look.get_object() if look is not None else None
    return look if isinstance(look, DictionaryObject) else {}


def _paper(widget, width, height):
    """Background and border of the field, as the form's maker chose them."""
    look, parts = _look_of(widget), []
    if background := _colour(look.get("/BG"), "g", "rg", "k"):
        parts.append(f"q {background} 0 0 {width:.2f} {height:.2f} re f Q")
    if border := _colour(look.get("/BC"), "G", "RG", "K"):
        parts.append(f"q {border} 1 w 0.5 0.5 {width - 1:.2f} {height - 1:.2f} re S Q")
    return " ".join(parts)


def _colour(values, *operators):
    values = values.get_object() if values is not None else []
    operator = {1: operators[0], 3: operators[1], 4: operators[2]}.get(len(values))
    return f"{' '.join(f'{float(value):.3f}' for value in values)} {operator}" if operator else ""


def _tick(writer, field, value, font):
    """`value` is the state of a radio group, or whether a checkbox is ticked."""
    chosen = None
    for _number, widget in field.widgets:
        states = tree.on_states(widget)
        if not states and value:
            states = [_draw_box(writer, widget, font)]
        mine = states[0] if states and (value is True or value == states[0]) else None
        widget[NameObject("/AS")] = NameObject(f"/{mine or 'Off'}")
        chosen = chosen or mine
    field.node[NameObject("/V")] = NameObject(f"/{chosen or 'Off'}")


def _draw_box(writer, widget, font):
    """A box that came without pictures of its states gets them."""
    width, height, _matrix = _frame(widget)
    paper = _paper(widget, width, height)
    on = drawing.form_object(f"{paper} {drawing.tick_stream(width, height)}", width, height, font)
    off = drawing.form_object(paper, width, height, font)
    pictures = {NameObject("/Yes"): writer._add_object(on), NameObject("/Off"): writer._add_object(off)}
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): DictionaryObject(pictures)})
    return "Yes"


def _picture(writer, entry, font):
    """(object, x, y, height) in points of what is drawn at a chosen place."""
    x, y, width, height = (value * POINTS_PER_MM for value in entry["box"])
    if entry["kind"] == "checkbox":
        stream = drawing.tick_stream(width, height) if entry["value"] else ""
    else:
        stream = drawing.text_stream(
            entry["text"], width, height, font, multiline=entry["kind"] == "multiline"
        )
    return writer._add_object(drawing.form_object(stream, width, height, font)), x, y, height


def _draw(writer, page, number, pictures):
    """The pictures on top of the page, whose own content is fenced off first."""
    resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
    objects = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    steps = ["Q"]
    for count, (picture, x, y, height) in enumerate(pictures):
        name = f"/PortalForm{number}x{count}"
        objects[NameObject(name)] = picture
        matrix = " ".join(f"{value:.3f}" for value in places.matrix_for(page, x, y, height))
        steps.append(f"q {matrix} cm {name} Do Q")
    resources[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = resources
    own = page.get("/Contents")
    own = own.get_object() if own is not None else ArrayObject()
    parts = list(own) if isinstance(own, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(writer, "q"), *parts, _stream(writer, "\n".join(steps))]
    )


def _stream(writer, text):
    made = DecodedStreamObject()
    made.set_data(f"\n{text}\n".encode("ascii"))
    return writer._add_object(made)


def _calm(writer, fields):
    root = tree.root_of(writer)
    for key in ("/OpenAction", "/AA", "/NeedsRendering"):
        root.pop(NameObject(key), None)
    names = root.get("/Names")
    if names is not None:
        names.get_object().pop(NameObject("/JavaScript"), None)
    form = tree.form_of(writer)
    if form is not None:
        for key in ("/XFA", "/CO"):
            form.pop(NameObject(key), None)
        form[NameObject("/NeedAppearances")] = BooleanObject(False)
    for field in fields:
        for node in (field.node, *(widget for _number, widget in field.widgets)):
            node.pop(NameObject("/AA"), None)
