"""Where a signature can stand in a PDF that names no place for it: on the line drawn for it, or where the page is empty.

Pages are looked at as pictures, because that holds for scans, forms and coloured papers alike. Lengths are points from the
top left of the page as people see it; a `Sheet` knows how many dots of its picture make one.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
from PIL import ImageDraw

WORDS = ("Unterschrift", "Signature")  # of the label at a line for signing
SPANISH = "Firma"  # as well, but a company where the page is German
GERMAN = re.compile(r"\b(?:der|die|das|den|und|ist|mit|ort)\b", re.IGNORECASE)
# of the firm's own line
OWN = ("anw", "kanzlei", "abogad", "letrad", "despacho", "lawyer", "solicitor", "attorney")
LAST_PAGES = 20  # in which a line is looked for
DOTS = 1200  # of the longer side of a picture, at most
DIFFERENT = 24  # from the paper's colour, of 255
NEAR = 60  # points to the right in which a line begins
LABEL = 16  # points between a line and what is written below it
SHORTEST, TALLEST, WIDEST = 60, 45, 200  # points, of a line and of what stands on it
LOWEST = 18
GAP = 8  # points that stay free around signatures


class Sheet:
    """One page as a picture in which what is printed is white and the paper black."""

    def __init__(self, page):
        self.width, self.height = page.get_size()
        self.scale = min(1.0, DOTS / max(self.width, self.height, 1))
        drawn = page.render(scale=self.scale, grayscale=True)
        self._turn, self._letters = drawn.get_posconv(page), page.get_textpage()
        picture = drawn.to_pil().convert("L")
        counts = picture.histogram()
        paper = counts.index(max(counts))
        self.ink = picture.point([255 if abs(value - paper) > DIFFERENT else 0 for value in range(256)])

    def take(self, left, top, width, height):
        """From now on, something stands there."""
        ImageDraw.Draw(self.ink).rectangle(self._dots(left, top, width, height), fill=255)

    def is_free(self, left, top, width, height):
        return self.ink.crop(self._dots(left, top, width, height)).getbbox() is None

    def left_edge(self, margin):
        """Where what is printed begins, seen from the left; not before the margin."""
        inside = self.ink.crop(self._dots(margin, 0, self.width - 2 * margin, self.height)).getbbox()
        return margin + inside[0] / self.scale if inside else margin

    def places_of(self, word) -> Iterator[tuple]:
        """(left, top, right, bottom) wherever the word is written."""
        found = self._letters.search(word, match_case=True, match_whole_word=True)
        while (hit := found.get_next()) is not None:
            first, count = hit
            corners = []
            for index in (first, first + count - 1):
                left, bottom, right, top = self._letters.get_charbox(index)
                corners += [self._turn.to_bitmap(left, bottom), self._turn.to_bitmap(right, top)]
            xs, ys = zip(*corners, strict=True)
            yield tuple(value / self.scale for value in (min(xs), min(ys), max(xs), max(ys)))

    def text_in(self, left, top, right, bottom):
        corners = [
            self._turn.to_page(round(x * self.scale), round(y * self.scale))
            for x, y in ((left, top), (right, bottom))
        ]
        xs, ys = zip(*corners, strict=True)
        return self._letters.get_text_bounded(min(xs), min(ys), max(xs), max(ys))

    def rule_near(self, left, top, right, bottom):
        """(left, y, right) of the drawn line over these words or to the right of them; None without one."""
        over = range(int(top), max(0, int(top) - LABEL), -1)
        beside = range(int(bottom) + 3, int(top), -1)
        for rows, start in ((over, left + 2), (beside, right + 2)):
            for y in rows:
                if found := self._run(start, y):
                    return found
        return None

    def _run(self, x, y):
        """The unbroken line of ink in this row that covers or begins near x, if it is long enough to sign on."""
        row_at = min(int(y * self.scale), self.ink.height - 1)
        row = self.ink.crop((0, row_at, self.ink.width, row_at + 1)).tobytes()
        near = int(NEAR * self.scale)
        start = row.find(b"\xff", max(0, int(x * self.scale)), int(x * self.scale) + near)
        if start < 0:
            return None
        first = row.rfind(b"\x00", 0, start) + 1
        end = row.find(b"\x00", start)
        end = len(row) if end < 0 else end
        length = (end - first) / self.scale
        return (first / self.scale, y, end / self.scale) if length >= SHORTEST else None

    def _dots(self, left, top, width, height):
        """The corners in dots, within the picture."""
        box = (left, top, left + width, top + height)
        most = (self.ink.width, self.ink.height) * 2
        return tuple(
            min(max(0, round(value * self.scale)), limit) for value, limit in zip(box, most, strict=True)
        )


@contextmanager
def opened(content: bytes):
    """The PDF as its readers draw it, filled in fields included."""
    with pdfium.PdfDocument(content) as document:
        document.init_forms()
        yield document


def line_of(content: bytes) -> dict | None:
    """The place on the one line that people are to sign on: {"page": from 1, "box": [left, top, width, height], "size":
    [width, height] of the page} in points. None if there is no such line, or more than one, as it is not for a machine to
    say who signs where. Raises pdfium.PdfiumError."""
    with opened(content) as document:
        for number in reversed(range(max(0, len(document) - LAST_PAGES), len(document))):
            sheet = Sheet(document[number])
            text = sheet.text_in(0, 0, sheet.width, sheet.height)
            words = WORDS if GERMAN.search(text) else (*WORDS, SPANISH)
            boxes = [box for word in words for box in _on_lines(sheet, word)]
            if boxes:
                place = {"page": number + 1, "box": boxes[0], "size": [sheet.width, sheet.height]}
                return place if len(boxes) == 1 else None
    return None


def _on_lines(sheet, word):
    for left, top, right, bottom in sheet.places_of(word):
        rule = sheet.rule_near(left, top, right, bottom)
        if rule is None:
            continue
        start, y, end = rule
        label = sheet.text_in(min(left, start) - 2, top - 2, end, bottom + LABEL)
        if any(part in label.casefold() for part in OWN):
            continue
        width = min(end - start, WIDEST)
        for height in range(TALLEST, LOWEST - 1, -3):
            if sheet.is_free(start, y - 2 - height, width, height):
                yield [start, y - 2 - height, width, height]
                break


def free_block(content: bytes, sizes: list, taken: list, *, margin: float) -> tuple | None:
    """(left, top, which) where the first of these (width, height) finds room on the last page beside the boxes that are
    `taken`: below what is written there, and above what stands at its foot; at the foot of an empty page. None if
    there is no room. Raises pdfium.PdfiumError."""
    with opened(content) as document:
        sheet = Sheet(document[len(document) - 1])
    for box in taken:
        sheet.take(*box)
    left = min(sheet.left_edge(margin * sheet.width), sheet.width / 4)
    for which, (width, height) in enumerate(sizes):
        top = _lowest(sheet, left, width, height)
        if top is not None:
            return left, top, which
    return None


def _lowest(sheet, left, width, height):
    """The top of the block in the lowest gap that takes it, as far up in it as it goes."""
    free, edge = None, sheet.height * 0.03
    top = sheet.height - edge - height
    if left + width > sheet.width - edge:
        return None
    while top >= edge:
        if sheet.is_free(left - GAP, top - GAP, width + 2 * GAP, height + 2 * GAP):
            free = top
        elif free is not None:
            return free
        top -= 2
    return None if free is None else sheet.height - edge - height
