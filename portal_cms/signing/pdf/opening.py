"""Whether the seal's library can work with a PDF; apart from `sealing`, whose imports take a second."""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from portal_cms.signing.pdf.refused import Refused


def open_for_sealing(stamped: bytes) -> int:
    """The number of pages; raises Refused if the seal's library can't work with the file."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(stamped), strict=False)
        return int(writer.root["/Pages"]["/Count"])
    except (PdfError, LookupError, TypeError, ValueError, RecursionError, MemoryError, AttributeError):
        raise Refused("unusual") from None
