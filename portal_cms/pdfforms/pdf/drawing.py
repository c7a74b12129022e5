"""How text and ticks look in a field: content streams in one of our `fonts`.

Text keeps its size if there is room, becomes smaller or goes over several lines if not, and is never cut: what can not
be written legibly raises `NoRoom`.
"""

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
)

from portal_cms.pdfforms.pdf.fonts import Font

MARGIN = 2
USUAL, SMALL, SMALLEST = 11, 7, 5
LEADING = 1.15


class NoRoom(Exception):
    """The text does not fit into its field in legible letters."""


def fit(text: str, width: float, height: float, font: Font, *, size=0, multiline=False):
    """(size, lines) of the largest letters, up to `size`, in which all of the text fits."""
    room = max(width - 2 * MARGIN, 1)
    largest = max(min(size or USUAL, height * 0.85), SMALLEST)
    flat = " ".join(text.split())
    if not multiline:
        for letters in _sizes(largest, min(SMALL, largest)):
            if font.width_of(flat, letters) <= room:
                return letters, [flat]
    for letters in _sizes(largest, SMALLEST):
        lines = list(_wrapped(text if multiline else flat, room, font, letters))
        if (len(lines) * LEADING - 0.15) * letters <= height:
            return letters, lines
    raise NoRoom


def text_stream(text, width, height, font, *, size=0, multiline=False, align=0, colour="0 g"):
    letters, lines = fit(text, width, height, font, size=size, multiline=multiline)
    block = len(lines) * LEADING * letters
    top = (
        min(height - MARGIN, (height + block) / 2)
        if not multiline
        else height - min(MARGIN, max(height - block, 0) / 2)
    )
    parts = [f"q BT {colour} {font.name} {letters:.2f} Tf"]
    for number, line in enumerate(lines):
        spare = width - 2 * MARGIN - font.width_of(line, letters)
        x = MARGIN + max(spare, 0) * (align / 2)
        y = top - (number * LEADING + 0.92) * letters
        parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{font.hexed(line)}> Tj")
    return " ".join([*parts, "ET Q"])


def comb_stream(text, width, height, font, cells, *, size=0, colour="0 g"):
    """One character to each cell."""
    letters = min(size or USUAL, height * 0.85, width / cells * 1.3)
    parts = [f"q BT {colour} {font.name} {letters:.2f} Tf"]
    for number, char in enumerate(text[:cells]):
        x = (number + 0.5) * width / cells - font.width_of(char, letters) / 2
        y = (height - letters) / 2 + 0.22 * letters
        parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{font.hexed(char)}> Tj")
    return " ".join([*parts, "ET Q"])


def tick_stream(width, height):
    """A cross, as by hand."""
    side = min(width, height)
    x0, y0 = (width - side) / 2 + side * 0.2, (height - side) / 2 + side * 0.2
    x1, y1 = x0 + side * 0.6, y0 + side * 0.6
    return (
        f"q 0 G {max(side / 10, 0.8):.2f} w 1 J {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l "
        f"{x0:.2f} {y1:.2f} m {x1:.2f} {y0:.2f} l S Q"
    )


def form_object(stream, width, height, font, matrix=None):
    """The stream as a picture a PDF can show: a form XObject."""
    made = DecodedStreamObject()
    made.set_data(stream.encode("ascii"))
    made.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): numbers(0, 0, width, height),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject(font.name): font.reference})}
            ),
        }
    )
    if matrix:
        made[NameObject("/Matrix")] = numbers(*matrix)
    return made


def numbers(*values):
    return ArrayObject(FloatObject(round(value, 3)) for value in values)


def _sizes(largest, smallest):
    size = largest
    while size > smallest:
        yield size
        size -= 0.5
    yield smallest


def _wrapped(text, room, font, size):
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if font.width_of(tried, size) <= room:
                line = tried
                continue
            if line:
                yield line
            *full, line = _broken(word, room, font, size)
            yield from full
        yield line


def _broken(word, room, font, size):
    """A word, in pieces if it is longer than a line."""
    piece = ""
    for char in word:
        if piece and font.width_of(piece + char, size) > room:
            yield piece
            piece = ""
        piece += char
    yield piece
