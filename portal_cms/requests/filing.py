"""Where what comes back is filed, and under which name: by the rule of the firm (J26)."""

from itertools import count

from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.common.names import display_name, extension
from portal_cms.documents.models import Document, Folder
from portal_cms.documents.services import make_folder
from sitesettings import filing
from sitesettings.firm import firm_for

FOLDER_LIMIT = 120


def folder_for(item, name):
    """The folder in the staff's filing for a file the client called `name`, made if there is none."""
    request = item.request
    rule = firm_for(request.site).filing_folder
    wanted = filing.fill(rule, _values(item, name))[:FOLDER_LIMIT]
    return make_folder(request.matter, wanted or request.title, by=request.client.user, area=Folder.Area.FILE)


def give_name(document, item):
    """Name a file that has just come by the rule. A name that is taken in its folder gets a number, so nothing is
    ever replaced. To be called in a transaction; it holds the folder."""
    Folder.objects.select_for_update().get(pk=document.folder_id)
    sent = document.original_name
    wanted = filing.fill(firm_for(item.request.site).filing_name, _values(item, sent))
    title = _free(document, display_name(wanted or _stem(sent)))
    if title != document.title:
        ending = extension(sent)
        document.title, document.original_name = title, f"{title}.{ending}" if ending else title
        document.save(update_fields=["title", "original_name"])
        record("document.renamed", on=document, by=None)


def _free(document, wanted):
    others = Document.objects.filter(folder=document.folder_id).exclude(pk=document.pk)
    taken = set(others.filter(title__startswith=wanted).values_list("title", flat=True))
    numbered = (f"{wanted} ({number})" for number in count(2))
    return wanted if wanted not in taken else next(title for title in numbered if title not in taken)


def _values(item, name):
    request = item.request
    return {
        "request": request.title,
        "item": item.title,
        "client": request.client,
        "matter": request.matter.reference,
        "date": timezone.localdate().isoformat(),
        "name": _stem(name),
    }


def _stem(name):
    shown = display_name(name)
    ending = extension(shown)
    return shown[: -len(ending) - 1] if ending else shown
