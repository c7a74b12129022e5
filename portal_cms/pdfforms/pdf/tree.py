"""The tree of fields of a PDF: its widgets by the full name of their field, and what a field inherits."""

from pypdf.generic import ArrayObject, DictionaryObject

from portal_cms.pdfforms.pdf.limits import MAX_DEPTH, MAX_FIELDS, MAX_PAGES, MAX_WIDGETS, NAME, Refused

HIDDEN = 2 | 32  # annotation flags: hidden, no view
READ_ONLY = 1


class Field:
    """One field with its widgets, each with the index of its page."""

    def __init__(self, name, chain):
        self.name = name
        self.widgets = []
        self.node = next(node for node in chain if "/T" in node)
        self._chain = chain[chain.index(self.node) :]

    def get(self, key, default=None):
        """An attribute, which a field inherits from those above it."""
        for node in self._chain:
            if key in node:
                return node[key].get_object() if hasattr(node[key], "get_object") else node[key]
        return default

    @property
    def type(self):
        return str(self.get("/FT", ""))

    @property
    def flags(self):
        value = self.get("/Ff", 0)
        return int(value) if isinstance(value, int) else 0

    def has(self, bit):
        return bool(self.flags >> (bit - 1) & 1)


def root_of(document):
    return document.root_object


def form_of(document):
    """The dictionary of the form, or None."""
    form = root_of(document).get("/AcroForm")
    form = form.get_object() if form is not None else None
    return form if isinstance(form, DictionaryObject) else None


def fields_of(document):
    """The fields by their full names, in the order in which they stand on the pages."""
    if len(document.pages) > MAX_PAGES:
        raise Refused("too_large")
    fields, seen = {}, 0
    for number, page in enumerate(document.pages):
        for widget in widgets_of(page):
            seen += 1
            chain = _chain(widget)
            name = ".".join(str(node["/T"]) for node in reversed(chain) if "/T" in node)
            if not name.isprintable() or not 0 < len(name) <= NAME:
                continue
            if name not in fields:
                fields[name] = Field(name, chain)
            fields[name].widgets.append((number, widget))
            if seen > MAX_WIDGETS or len(fields) > MAX_FIELDS:
                raise Refused("too_many")
    return fields


def widgets_of(page):
    rows = page.get("/Annots")
    rows = rows.get_object() if rows is not None else None
    for row in rows if isinstance(rows, ArrayObject) else []:
        widget = row.get_object()
        if isinstance(widget, DictionaryObject) and widget.get("/Subtype") == "/Widget":
            yield widget


def is_hidden(widget):
    flags = widget.get("/F", 0)
    return bool(int(flags) & HIDDEN) if isinstance(flags, int) else False


def on_states(widget):
    """The states in which a box is ticked, from its pictures."""
    pictures = widget.get("/AP", {}).get_object() if "/AP" in widget else {}
    normal = pictures.get("/N") if pictures else None
    normal = normal.get_object() if normal is not None else None
    if not isinstance(normal, DictionaryObject) or hasattr(normal, "get_data"):
        return []
    return [str(key)[1:] for key in normal if key != "/Off"]


def _chain(widget):
    chain, node = [widget], widget
    while len(chain) < MAX_DEPTH and "/Parent" in node:
        node = node["/Parent"].get_object()
        if not isinstance(node, DictionaryObject) or any(node is one for one in chain):
            break
        chain.append(node)
    return chain
