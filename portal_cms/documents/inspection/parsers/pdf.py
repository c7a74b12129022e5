"""PDF files, opened by the engine that draws them.

pypdf would do the same but takes 0.3 s to import, and had eight ways to be kept busy in 2026 alone; PDFium
opens what browsers open. A PDF that needs a password is taken as it is: nobody but its owner can look inside.
"""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from portal_cms.documents.inspection.pictures import Picture, encode
from portal_cms.documents.inspection.reasons import Rejected

PAGES = 20  # that are drawn
WIDTH = 1000
MAX_HEIGHT = 4000  # of a drawn page; a receipt or a plan may be very long


def check(file, file_type) -> dict:
    if file.read(5) != b"%PDF-":  # readers search further in, which is how a file is two things at once
        raise Rejected("wrong_type")
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            return {"encrypted": True}
        raise
    with document:
        if not len(document):
            raise Rejected("damaged")
        width, height = document.get_page_size(0)
        return {"pages": len(document), "width": round(width), "height": round(height)}


def pictures(file) -> Iterator[Picture]:
    with pdfium.PdfDocument(file) as document:
        document.init_forms()  # else what was filled into a form is not drawn
        for number in range(min(PAGES, len(document))):
            page = document[number]
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), MAX_HEIGHT / max(height, 1))
            yield encode(page.render(scale=scale).to_pil())
            page.close()
