"""Who opens an answer sheet: whoever may open its request."""

from django.http import Http404

from portal_cms.questionnaires.models import AnswerSheet


def sheet_of(item):
    """The sheet of an item that was found by rights; an item of another kind, or of a draft, has none."""
    sheet = AnswerSheet.objects.filter(item=item).select_related("version").first()
    if sheet is None:
        raise Http404
    sheet.item = item
    return sheet
