"""The kind of item that asks for a PDF form to be filled in."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.common.errors import PortalError
from portal_cms.notices.models import Notice
from portal_cms.pdfforms import services
from portal_cms.pdfforms.papers import fillable_paper_of
from portal_cms.requests.kinds import Kind

FORM = "form"


class PdfForm(Kind):
    key, label, order = FORM, gettext_lazy("PDF form to fill in"), 30
    page = "portal_pdfforms:form"
    staff_template = "portal_pdfforms/_staff.html"
    again = gettext_lazy("Please fill in again")
    document_label = gettext_lazy("The empty form")
    notice = Notice.DOCUMENT

    def clean(self, form, data):
        document = data.get("document")
        if document is None:
            form.add_error("document", _("Please choose the PDF that is to be filled in."))
            return
        try:
            fillable_paper_of(document)
        except PortalError as error:
            form.add_error("document", error)

    def clean_template(self, form, data):
        if not data.get("document"):
            form.add_error("file", _("Please choose the PDF that is to be filled in."))

    def prepare(self, items):
        prefetch_related_objects(items, "form_sheet")

    def sent(self, item, *, by):
        services.freeze(item)

    def returned(self, item, *, by):
        services.ask_again(item)
