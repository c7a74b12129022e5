"""Where people sign in a document: the first of them in its first field for signatures, the next in the second; without
fields, the first on the line that is drawn for it, if there is one only. Whoever is left signs where the last page has room.

A place is {"page": from 1, "box": [x, y, width, height], "size": [width, height] of that page}, in mm from the top left of
the page as it is shown. It is fixed when the first person is asked, so that nobody signs elsewhere than was shown.
"""

from portal_cms.common.errors import PortalError
from portal_cms.pdfforms.models import PaperField
from portal_cms.pdfforms.papers import paper_of, signature_places
from portal_cms.signing.inspection import line_in


def places_in(document):
    """The places for clients, in the order of the pages; none where the file can not be looked into."""
    placed = _fields_in(document)
    if placed or signature_places(document):  # a line may be the firm's, as a field is
        return placed
    line = line_in(document)
    return [line] if line else []


def _fields_in(document):
    try:
        paper = paper_of(document)
    except PortalError:
        return []
    return [
        {"page": place["page"], "box": place["box"], "size": paper.pages[place["page"] - 1]}
        for place in signature_places(document)
        if place["by"] == PaperField.Filler.CLIENT and place["page"] <= len(paper.pages)
    ]
