"""Receipts: what was handed in and when, kept as it was then, and drawn as a PDF in the firm's look."""

from datetime import datetime
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal_cms.billing.looks import look_of
from portal_cms.billing.paper import in_look
from portal_cms.requests import announce
from portal_cms.requests.models import Receipt
from sitesettings.firm import firm_for

TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"


def issue(request):
    """Keep what is handed in now, and have the client told. Within the transaction of the handing in."""
    items = request.items.prefetch_related("filed__document")
    receipt = Receipt.objects.create(
        request=request, handed_in_at=request.handed_in_at, items=[_item(item) for item in items]
    )
    announce.request_receipt(request, receipt)
    return receipt


def _item(item):
    files = [row for row in item.filed.all() if not row.is_made]
    return {
        "title": item.title,
        "answered_at": item.answered_at.isoformat() if item.answered_at else "",
        "is_declined": item.is_declined,
        "files": [
            {"name": row.name, "size": row.document.size, "sha256": row.document.sha256} for row in files
        ],
    }


def language_of(request):
    """Of the client, if the firm offers it."""
    return firm_for(request.site).best_language(request.client.user.language)


def pdf(receipt):
    """The bytes of the receipt, in the client's language."""
    request = receipt.request
    language = language_of(request)
    with translation.override(language):
        return in_look(TEMPLATE, _words(receipt, language), look_of(request.site), receipt.handed_in_at)


def _words(receipt, language):
    request = receipt.request
    title = _("Receipt")
    return {
        "lang": language[:2],
        "title": f"{title}: {request.title}",
        "heading": title,
        "intro": _("%(firm)s confirms that %(client)s handed in the following by the client portal.")
        % {"firm": firm_for(request.site).name, "client": request.client},
        "facts": [
            [capfirst(_("request")), request.title],
            [_("Reference number"), request.matter.reference],
            [_("Handed in"), _moment(receipt.handed_in_at)],
        ],
        "items": [_row(item) for item in receipt.items],
        "note": _(
            "The check sum (SHA-256) of a file is the same for everybody who has exactly this file. With it you can"
            " show later what you sent."
        ),
        "page": _("Page %(page)s of %(pages)s") % {"page": "|", "pages": "|"},
    }


def _row(item):
    at = item["answered_at"]
    if not at:
        state = _("Not answered")
    elif item.get("is_declined"):
        state = _("Declined on %(date)s") % {"date": _moment(datetime.fromisoformat(at))}
    else:
        state = _("Answered on %(date)s") % {"date": _moment(datetime.fromisoformat(at))}
    files = [
        [file["name"], filesizeformat(file["size"]), _("Check sum: %(sum)s") % {"sum": file["sha256"]}]
        for file in item["files"]
    ]
    return {"title": item["title"], "state": state, "files": files}


def _moment(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
