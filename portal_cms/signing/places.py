"""Fields for signatures in a document: where people sign who are asked for it, the first of them in the first field.

A place is {"page": from 1, "box": [x, y, width, height], "size": [width, height] of that page}, in mm from the top left of
the page as it is shown. It is fixed when the first person is asked, so that nobody signs elsewhere than was shown.
"""

from portal_cms.common.errors import PortalError
from portal_cms.pdfforms.models import PaperField
from portal_cms.pdfforms.papers import paper_of, signature_places


def places_in(document):
    """The places for clients, in the order of the pages; none where the file can not be looked into."""
    try:
        paper = paper_of(document)
    except PortalError:
        return []
    return [
        {"page": place["page"], "box": place["box"], "size": paper.pages[place["page"] - 1]}
        for place in signature_places(document)
        if place["by"] == PaperField.Filler.CLIENT and place["page"] <= len(paper.pages)
    ]
