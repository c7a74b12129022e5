"""Papers: looking into a PDF once, changing its fields, and where it is to be signed."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.pdfforms.models import FormPaper, Kind, PaperField
from portal_cms.pdfforms.pdf import process
from portal_cms.pdfforms.pdf.limits import MAX_FIELDS, Refused
from portal_cms.pdfforms.pdf.wording import reason_text

PDF = "application/pdf"


def paper_of(document):
    """The paper of a released PDF; the first time the file is read, in a child process, which takes some tenths of a
    second. One that can not be filled in has a `reason`. Raises PortalError for what is no PDF."""
    if not document.is_released or document.content_type != PDF:
        raise PortalError(_("Only a PDF document can be filled in. Please choose another one."))
    paper = FormPaper.objects.filter(document=document, sha256=document.sha256).first()
    return paper or _read(document)


def fillable_paper_of(document):
    """The same, with PortalError if nothing can be filled in there."""
    paper = paper_of(document)
    if paper.reason:
        raise PortalError(reason_text(paper.reason))
    if not paper.fields.exclude(kind=Kind.SIGNATURE).exists():
        raise PortalError(
            _("“%(title)s” has no form fields. Please place some under “Form fields” of the document first.")
            % {"title": document.title}
        )
    return paper


def signature_places(document):
    """Where this document is to be signed: a list of {"name", "label", "page" (from 1), "box" ([x, y, width, height]
    in mm from the top left of the page as it is shown), "by" ("client" or "firm")}, in the order of the pages. Empty
    for a document nobody looked into; for the app that lets people sign."""
    fields = PaperField.objects.filter(paper__document=document, kind=Kind.SIGNATURE)
    return [
        {
            "name": field.name,
            "label": field.label,
            "page": field.page,
            "box": field.box,
            "by": field.filled_by,
        }
        for field in fields
    ]


@transaction.atomic
def save_fields(paper, changed, removed, *, by):
    """Keep these fields and take those away that staff placed; forms that were sent stay as they are."""
    kept = paper.fields.exclude(pk__in=[field.pk for field in removed])
    if kept.count() + sum(field.pk is None for field in changed) > MAX_FIELDS:
        raise PortalError(reason_text("too_many"))
    paper.fields.filter(pk__in=[field.pk for field in removed], is_placed=True).delete()
    for field in changed:
        if field.pk is None:
            field.paper, field.is_placed = paper, True
            field.name = f"placed-{_next(paper)}"
        field.save()
    document = paper.document
    record("document.form_fields_changed", on=document, by=by, changed=len(changed), removed=len(removed))


def _next(paper):
    names = paper.fields.filter(is_placed=True).values_list("name", flat=True)
    return max((int(name.rpartition("-")[2]) for name in names), default=0) + 1


def _read(document):
    try:
        found, reason = process.read(document), ""
    except Refused as error:
        if error.reason == "timeout":  # of this machine, perhaps, not of the file
            raise PortalError(reason_text(error.reason)) from None
        found, reason = {"pages": [], "fields": []}, error.reason
    try:
        with transaction.atomic():
            paper = FormPaper.objects.create(
                document=document, sha256=document.sha256, pages=found["pages"], reason=reason
            )
            PaperField.objects.bulk_create(
                _found_field(paper, position, said) for position, said in enumerate(found["fields"])
            )
    except IntegrityError:  # somebody else looked at the same time
        return FormPaper.objects.get(document=document)
    return paper


def _found_field(paper, position, said):
    x, y, width, height = said["box"]
    return PaperField(
        paper=paper, name=said["name"], position=position, is_placed=False, kind=said["kind"],
        label=said["label"] or said["name"][:200], page=said["page"], x=x, y=y, width=width, height=height,
        value=said["value"], is_required=said["required"], pattern=said["pattern"],
        max_length=said["max_length"], options=said["options"],
    )  # fmt: skip
