"""Whose sheet it is: whoever may open the request may fill in its forms."""

from django.http import Http404

from portal_cms.pdfforms.models import FormSheet
from portal_cms.requests.access import item_of


def sheet_of(asked, uuid):
    """The sheet of an item of a request that was found by rights; everything else is the same 404."""
    item = item_of(asked, uuid)
    sheet = FormSheet.objects.filter(item=item).select_related("document").first()
    if sheet is None:
        raise Http404
    sheet.item = item
    return sheet
