"""From the bytes of a file to the bill in it: plain XML, or XML inside a PDF under one of the names the standards give it.

Runs in the child process. PDFium opens the file, as in `documents.inspection`.
"""

import dataclasses
from decimal import Decimal

from portal_cms.billing.einvoice import cii, facturae, ubl
from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.einvoice.xmltree import MAX_XML, Unreadable, parse

NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
READERS = {root: module.read for module in (cii, ubl, facturae) for root in module.ROOTS}
MAX_FILE = 50 * 1024 * 1024
MAX_ATTACHMENTS = 50
PAGES = 20  # whose text is searched for the total
MARK = b"%PDF-"


def read(content: bytes) -> Reading:
    """Never raises for what is in the file; `Reading.reason` says why there is no bill."""
    try:
        if len(content) > MAX_FILE:
            raise Unreadable("too_large")
        if not content.startswith(MARK):
            return _understood(parse(content))
        return _from_pdf(content)
    except Unreadable as error:
        return Reading(reason=error.reason)
    except MemoryError:
        return Reading(reason="too_large")


def _understood(root) -> Reading:
    if root.tag not in READERS:
        raise Unreadable("no_invoice")
    return READERS[root.tag](root)


def _from_pdf(content: bytes) -> Reading:
    import pypdfium2 as pdfium
    import pypdfium2.raw as pdfium_c

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code == pdfium_c.FPDF_ERR_PASSWORD
        raise Unreadable("encrypted" if is_locked else "damaged") from None
    with document:
        reading = _understood(parse(_attached(document)))
        return dataclasses.replace(reading, printed=_is_printed(document, reading.bill))


def _attached(document) -> bytes:
    for index in range(min(document.count_attachments(), MAX_ATTACHMENTS)):
        attachment = document.get_attachment(index)
        if attachment.get_name().lower() in NAMES:
            data = attachment.get_data()
            if len(data) > MAX_XML:
                raise Unreadable("too_large")
            return bytes(data)
    raise Unreadable("no_invoice")


def _is_printed(document, bill) -> bool | None:
    """Whether the pages show the total or the amount due; None for pictures of pages, which have no text."""
    texts = (document[page].get_textpage().get_text_bounded() for page in range(min(PAGES, len(document))))
    said = "".join("".join(texts).split())
    if len(said) < 30:
        return None
    stated = bill.stated
    amounts = [amount for amount in (stated.gross, stated.due) if amount is not None] or [bill.totals.gross]
    return any(way in said for amount in amounts for way in _ways(abs(amount)))


def _ways(amount: Decimal):
    """1.234,50, 1,234.50, 1'234.50, 1234,50 and 1234.50; blanks were taken out before."""
    plain = f"{amount:.2f}"
    grouped = f"{amount:,.2f}"
    yield from (plain, plain.replace(".", ","), grouped, grouped.replace(",", "'"), grouped.replace(",", "’"))
    yield grouped.translate(str.maketrans(",.", ".,"))
