"""One PDF of several photos. Each photo is decoded in a limited child process of its own; here the JPEGs it answers with
are put on pages as they are, undecoded, and the PDF is checked afterwards like any file."""

import json
import sys
import threading
from contextlib import closing, suppress
from dataclasses import dataclass

from portal_cms.common import vault
from portal_cms.documents.inspection import runner

COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.documents.inspection.page_child"]
WALL_SECONDS = 60
MOST_PAGES = 60
MOST_BYTES = 16 * 1024**2  # of one page
MOST_PIXELS = 4000  # of a side
A4 = (595.28, 841.89)  # points


@dataclass(frozen=True, slots=True)
class Page:
    width: int
    height: int
    jpeg: bytes


def as_pdf(photos: list[vault.StoredLike]) -> bytes | None:
    """The PDF, or None if one of the photos can't be drawn: without it the paper would look complete and not be.

    Raises vault.VaultError if a photo can not be read from the storage.
    """
    if len(photos) > MOST_PAGES:
        return None
    pages = []
    for photo in photos:
        if (page := make_page(photo)) is None:
            return None
        pages.append(page)
    return pdf_of(pages)


def make_page(photo: vault.StoredLike, *, wall_seconds: float = WALL_SECONDS) -> Page | None:
    """The photo upright, in a child process. None if it crashes, hangs or answers with something else."""
    with closing(vault.open_range(photo)) as content, runner.start(COMMAND) as child:
        timer = threading.Timer(wall_seconds, child.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                for piece in content:
                    child.stdin.write(piece)
            with suppress(BrokenPipeError):
                child.stdin.close()
            page = _receive(child.stdout)
        finally:
            timer.cancel()
            child.kill()  # no effect on one that has ended
    return page


def _receive(stdout) -> Page | None:
    try:
        told = json.loads(stdout.readline(4096))
        width, height, size = (told[name] for name in ("width", "height", "size"))
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not (all(type(value) is int for value in (width, height, size)) and 0 < size <= MOST_BYTES):
        return None
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        return None
    jpeg = stdout.read(size)
    is_whole = len(jpeg) == size and jpeg.startswith(b"\xff\xd8\xff")
    return Page(width, height, jpeg) if is_whole else None


def pdf_of(pages: list[Page]) -> bytes:
    """A PDF 1.4 with one picture per page, as large as A4 allows, lying or standing like the picture."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, page in enumerate(pages):
        objects += _objects_of(page, first=3 + 3 * number)
    output, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(output))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    output += b"".join(b"%010d 00000 n \n" % place for place in places)
    output += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(output)


def _objects_of(page: Page, *, first: int) -> list[bytes]:
    """The page, what is drawn on it, the picture."""
    paper = A4 if page.height >= page.width else A4[::-1]
    scale = min(paper[0] / page.width, paper[1] / page.height)
    width, height = page.width * scale, page.height * scale
    drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode()
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} /ColorSpace /DeviceRGB"
        f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(page.jpeg)} >>"
    )
    return [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}]"
        f" /Resources << /XObject << /P {first + 2} 0 R >> >> /Contents {first + 1} 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"%b\nstream\n%b\nendstream" % (picture.encode(), page.jpeg),
    ]
