"""The life of a sheet: frozen when its request is sent, saved as the client goes, finished, asked for again."""

import hashlib
import json

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Folder
from portal_cms.documents.services import delete_file, make_folder, receive_upload
from portal_cms.pdfforms.bindings import data_of
from portal_cms.pdfforms.forms import SheetForm
from portal_cms.pdfforms.letters import unwritable
from portal_cms.pdfforms.models import FormSheet, Kind
from portal_cms.pdfforms.papers import fillable_paper_of
from portal_cms.pdfforms.pdf import process
from portal_cms.pdfforms.pdf.limits import Refused
from portal_cms.pdfforms.pdf.wording import reason_text
from portal_cms.pdfforms.values import entry, frozen, shown
from portal_cms.requests.models import Request, RequestItem
from portal_cms.requests.services import answer, check_open
from sitesettings.firm import firm_for


class Unfinished(Exception):
    """The sheet can not be finished as it is; `form` says at its fields why."""

    def __init__(self, form):
        super().__init__()
        self.form = form


def freeze(item):
    """Make the sheet of an item that is being sent. Raises PortalError if there is nothing to fill in."""
    if item.document is None:
        raise PortalError(_("Please choose the PDF that is to be filled in."))
    paper = fillable_paper_of(item.document)
    language, data = language_of(item.request), data_of(item.request)
    fields = [frozen(field, data, language) for field in paper.fields.all()]
    for row in fields:
        if row["by"] == "firm":
            _check_letters(row, language)
    values = {row["name"]: row["value"] for row in fields if row["by"] == "client" and row["value"]}
    return FormSheet.objects.create(
        item=item,
        document=item.document,
        sha256=item.document.sha256,
        pages=paper.pages,
        fields=fields,
        values=values,
    )


@transaction.atomic
def save(sheet, values):
    """Keep what was typed, complete or not. Raises PortalError if nothing is asked any more."""
    check_open(sheet.item)
    if values == sheet.values:
        return
    mine = FormSheet.objects.filter(pk=sheet.pk, finished_at=None)
    if not mine.update(values=values, saved_at=timezone.now()):
        raise PortalError(_("This form is finished. To change it, please choose “Change it again”."))
    sheet.values = values
    request = sheet.item.request
    record(
        "request.form_saved", on=request, by=request.client.user, item=str(sheet.item.uuid), filled=sheet.done
    )


def finish(sheet):
    """Write the sheet into a copy of the PDF and file it as the answer. A sheet finished meanwhile stays as it is:
    however often it is sent, there is one file. Raises `Unfinished` if something is missing or has no room, PortalError
    if nothing is asked any more."""
    if sheet.finished_at:
        return
    check_open(sheet.item)
    form = SheetForm(sheet, is_bound=True)
    if not form.is_valid():
        raise Unfinished(form)
    document = _file(sheet, _filled(sheet, form))
    try:
        _answer(sheet, document)
    finally:
        if not sheet.item.files.filter(pk=document.pk).exists():
            delete_file(document, by=sheet.item.request.client.user)


@transaction.atomic
def reopen(sheet):
    """The client goes on changing a finished sheet that was not handed in yet. The file stays until the next one."""
    request = _lock(sheet)
    check_open(sheet.item)
    _ask_again(sheet)
    RequestItem.objects.filter(pk=sheet.item_id, state=RequestItem.State.ANSWERED).update(
        state=RequestItem.State.OPEN, answered_at=None
    )
    record("request.form_reopened", on=request, by=request.client.user, item=str(sheet.item.uuid))


def ask_again(item):
    """The item came back to the client: what was filled in is kept and can be changed."""
    _ask_again(item.form_sheet)


def language_of(request):
    """Dates are written as the firm writes them: it is the firm's paper."""
    return firm_for(request.site).default_language


def _check_letters(row, language):
    """What the firm fills in nobody can mend later."""
    if foreign := unwritable(shown(row, row["value"], language)):
        raise PortalError(
            _("“%(label)s” is filled in by the firm with characters the PDF can not show: %(characters)s.")
            % {"label": row["label"], "characters": " ".join(foreign)}
        )


def _ask_again(sheet):
    FormSheet.objects.filter(pk=sheet.pk).exclude(finished_at=None).update(
        finished_at=None, round=F("round") + 1
    )


def _filled(sheet, form):
    """The bytes of the filled copy."""
    if sheet.document.sha256 != sheet.sha256:
        raise PortalError(
            _("The PDF was changed since it was sent. Please tell us, so that we send it again.")
        )
    language, cleaned = language_of(sheet.item.request), form.cleaned_by_name()
    entries = [
        entry(row, cleaned[row["name"]] if row["name"] in cleaned else row["value"], language)
        for row in sheet.fields
        if row["kind"] != Kind.SIGNATURE
    ]
    try:
        return process.fill(sheet.document, entries)
    except Refused as error:
        if error.reason == "no_room" and set(error.names) & set(cleaned):
            form.add_no_room(error.names)
            raise Unfinished(form) from None
        raise PortalError(reason_text(error.reason)) from None


def _file(sheet, content):
    """The filled copy, kept in the folder of the request. The same content of the same round is one document."""
    request = sheet.item.request
    user, matter = request.client.user, request.matter
    folder = make_folder(matter, request.title, by=user, area=Folder.Area.FILE)
    digest = hashlib.sha256(json.dumps(sheet.values, sort_keys=True).encode()).hexdigest()[:20]
    document, _new = receive_upload(
        matter, by=user, chunks=[content], name=_name(sheet), upload_key=f"form-{sheet.uuid.hex}-{sheet.round}-{digest}",
        client=request.client, folder=folder,
    )  # fmt: skip
    return document


def _name(sheet):
    title = sheet.document.title[:110].replace("/", "-").replace("\\", "-")
    if sheet.round == 1:
        return _("%(title)s, filled in.pdf") % {"title": title}
    return _("%(title)s, filled in, version %(number)s.pdf") % {"title": title, "number": sheet.round}


@transaction.atomic
def _answer(sheet, document):
    _lock(sheet)
    mine = FormSheet.objects.filter(pk=sheet.pk, finished_at=None, round=sheet.round)
    now = timezone.now()
    if mine.update(finished_at=now, values=sheet.values):
        answer(sheet.item, documents=[document], form=str(sheet.uuid), round=sheet.round)
        sheet.finished_at = now


def _lock(sheet):
    """The request, held until the end of the transaction: whoever changes a sheet's state takes it first."""
    rows = Request.objects.select_for_update(of=("self",)).select_related(
        "client__user", "matter__site", "site"
    )
    sheet.item.request = rows.get(pk=sheet.item.request_id)
    return sheet.item.request
