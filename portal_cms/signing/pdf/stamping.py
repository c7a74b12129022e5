"""Signatures and the page of evidence, added to a PDF as one incremental update: the original stays its exact prefix.

A signature is a small page of vectors, made elsewhere, that becomes a form XObject in its field, or where the last page has
room, or else on a page of its own behind it, as people see the page, whatever its size and rotation. The content that is
there is not parsed, only set between q and Q.
"""

import io
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
)
from pypdfium2 import PdfiumError

from portal_cms.signing.pdf import room
from portal_cms.signing.pdf.refused import Refused

GAP = 8
MARGIN = 0.06  # of the page's width
SIZES = (1, 0.8, 0.64, 0.5)  # tried in turn, of the widest
WIDEST = 190  # points
PREFIX = "/PortalSignature"
MM = 72 / 25.4


def stamp(original: bytes, sheets: bytes, *, places: list) -> bytes:
    """`original` with the first pages of `sheets` as signatures, one for each of `places`, {"page": from 1, "box": [x, y,
    width, height] in mm from the top left} or None for where the last page has room; and the other pages behind it.
    Raises Refused for a PDF that does not allow it."""
    try:
        reader = PdfReader(io.BytesIO(original))
        if reader.is_encrypted:
            raise Refused("encrypted")
        _refuse_signed(original, reader)
        writer = PdfWriter(io.BytesIO(original), incremental=True)
        extra = PdfReader(io.BytesIO(sheets)).pages
        _put_marks(writer, original, list(zip(extra, places, strict=False)))
        for page in list(extra)[len(places) :]:
            page.pop("/StructParents", None)  # would point into the original's structure
            page.pop("/Tabs", None)
            writer.add_page(page)
        output = io.BytesIO()
        writer.write(output)
    except FileNotDecryptedError:
        raise Refused("encrypted") from None
    except (PyPdfError, LimitReachedError, NotImplementedError, LookupError, TypeError, ValueError, AttributeError,
            RecursionError, MemoryError, AssertionError, PdfiumError):  # fmt: skip
        raise Refused("unusual") from None
    content = output.getvalue()
    if not content.startswith(original):
        raise Refused("unusual")
    return content


def _refuse_signed(original, reader):
    """A PDF that carries a signature would lose it, and one with scripts of a form (XFA) shows something else."""
    form = reader.trailer["/Root"].get("/AcroForm")
    form = form.get_object() if form is not None else {}
    flags = form.get("/SigFlags", 0)
    if b"/ByteRange" in original or int(flags) & 1 or "/Perms" in reader.trailer["/Root"]:
        raise Refused("signed")
    if "/XFA" in form:
        raise Refused("unusual")


def _put_marks(writer, original, marks):
    """`marks`: pairs of a signature and its place. Those without a place stand together."""
    loose = [mark for mark, place in marks if place is None]
    by_page = {}
    for mark, place in marks:
        if place is not None:
            height = _as_seen(writer.pages[place["page"] - 1])[2]
            by_page.setdefault(place["page"] - 1, []).append((mark, *_within(mark, place["box"], height)))
    if loose:
        last = len(writer.pages) - 1
        number, spots = _room_for(writer, original, loose, by_page.get(last, []))
        by_page.setdefault(number, []).extend((mark, *spot) for mark, spot in zip(loose, spots, strict=True))
    first = 0
    for number, put in sorted(by_page.items()):
        _draw(writer, writer.pages[number], put, first)
        first += len(put)


def _room_for(writer, original, marks, beside):
    """`(number of the page, spots)` of signatures without a place; `beside`: those in fields of the last page."""
    number = len(writer.pages) - 1
    _base, width, height = _as_seen(writer.pages[number])
    size = (float(marks[0].mediabox.width), float(marks[0].mediabox.height))
    widest = min(WIDEST, width * (1 - 2 * MARGIN))
    blocks = [block for share in SIZES for block in _blocks(len(marks), widest * share, size, width)]
    taken = [
        (left, height - bottom - scale * float(mark.mediabox.height), scale * float(mark.mediabox.width),
         scale * float(mark.mediabox.height))
        for mark, left, bottom, scale in beside
    ]  # fmt: skip
    found = room.free_block(original, [block.size for block in blocks], taken, margin=MARGIN)
    if found is not None:
        left, top, which = found
        return number, blocks[which].spots(left, height - top)
    writer.add_blank_page(width, height)
    margin = MARGIN * width
    return number + 1, _smaller(len(marks), widest, size, width, height).spots(margin, height - margin)


@dataclass
class Block:
    """Signatures in rows of `columns`, each of them `wide` and `tall` points."""

    count: int
    columns: int
    wide: float
    tall: float
    scale: float

    @property
    def size(self):
        rows = -(-self.count // self.columns)
        return self.columns * (self.wide + GAP) - GAP, rows * (self.tall + GAP) - GAP

    def spots(self, left, top):
        """[(left, bottom, scale)] of each, `top` seen from the foot of the page."""
        places = (divmod(number, self.columns) for number in range(self.count))
        return [
            (left + column * (self.wide + GAP), top - row * (self.tall + GAP) - self.tall, self.scale)
            for row, column in places
        ]


def _blocks(count, wide, size, width):
    """The ways to set signatures of this width, the lowest block first."""
    scale = wide / size[0]
    most = max(1, int((width * (1 - 2 * MARGIN) + GAP) // (wide + GAP)))
    for columns in range(min(most, count), 0, -1):
        yield Block(count, columns, wide, size[1] * scale, scale)


def _smaller(count, wide, size, width, height):
    """Signatures on a page that has nothing else, as small as they must be."""
    while True:
        block = next(_blocks(count, wide, size, width))
        if block.size[1] <= height * (1 - 2 * MARGIN) or wide < 20:
            return block
        wide *= 0.8


def _within(mark, box, height):
    """(left, bottom, scale) of a signature in its box, which is in mm from the top of the page."""
    x, y, wide, tall = (value * MM for value in box)
    scale = min(wide / float(mark.mediabox.width), tall / float(mark.mediabox.height))
    return x, height - y - tall, scale


def _draw(writer, page, marks, first):
    """Put these signatures, (page, left, bottom, scale), on the page; `first` numbers them within the document."""
    base = " ".join(f"{value:.4f}" for value in _as_seen(page)[0])
    resources = DictionaryObject(_inherited(page, "/Resources") or {})
    images = resources.get("/XObject")
    images = DictionaryObject(images.get_object() if images is not None else {})
    commands = []
    for number, (mark, left, bottom, scale) in enumerate(marks, start=first):
        name = f"{PREFIX}{number}"
        images[NameObject(name)] = _as_form(writer, mark)
        place = " ".join(f"{value:.4f}" for value in (scale, 0, 0, scale, left, bottom))
        commands.append(f"q {base} cm {place} cm {name} Do Q")
    resources[NameObject("/XObject")] = images
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = _around(writer, page, "\n".join(commands))


def _inherited(page, key):
    """An attribute of the page or of the branch it hangs on."""
    node = page
    for _level in range(50):
        if node is None or key in node:
            break
        node = node["/Parent"].get_object() if "/Parent" in node else None
    found = node.get(key) if node is not None else None
    return found.get_object() if found is not None else None


def _as_seen(page):
    """The matrix from what people see, its origin at the left foot, to the page's own space; and width and height."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    x0, y0, x1, y1 = (float(value) for value in box)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    rotation = int(_inherited(page, "/Rotate") or 0) % 360
    matrix = {
        90: (0, 1, -1, 0, x1, y0),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, -1, 1, 0, x0, y1),
    }.get(rotation, (1, 0, 0, 1, x0, y0))
    width, height = x1 - x0, y1 - y0
    if width <= 0 or height <= 0:
        raise Refused("unusual")
    if rotation in (90, 270):
        width, height = height, width
    return matrix, width, height


def _as_form(writer, page):
    """A page of ours as something that can be drawn on another one."""
    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    form = form.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/FormType")] = NumberObject(1)
    form[NameObject("/BBox")] = ArrayObject(FloatObject(value) for value in page.mediabox)
    resources = page["/Resources"].get_object()
    form[NameObject("/Resources")] = resources.clone(writer)
    return writer._add_object(form)


def _around(writer, page, commands):
    """The page's content between q and Q, and our commands after it."""
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(b"\nQ\n" + commands.encode("ascii") + b"\n")
    raw = page.raw_get("/Contents") if "/Contents" in page else NullObject()
    content = raw.get_object()
    if isinstance(content, ArrayObject):
        middle = list(content)
    else:
        middle = [] if isinstance(content, NullObject) or content is None else [raw]
    return ArrayObject([writer._add_object(before), *middle, writer._add_object(after)])
