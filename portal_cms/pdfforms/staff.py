"""The screen "Form fields" of a PDF document: which fields it has, placing more, who fills them in."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.documents.screens import SelectionMixin
from portal_cms.pdfforms.papers import paper_of, save_fields
from portal_cms.pdfforms.pdf.wording import reason_text
from portal_cms.pdfforms.staff_forms import field_forms


class FieldsView(SelectionMixin, TemplateView):
    """The fields as rows of numbers beside the pictures of the pages; a script lets them be drawn as well."""

    template_name = "portal_pdfforms/admin/fields.html"
    page_title = gettext_lazy("Form fields")
    needs_permission = "portal_documents.change_document"

    def prepare(self, request):
        if response := super().prepare(request):
            return response
        self.document = self.documents[0]
        try:
            if len(self.documents) > 1:
                raise PortalError(_("Please select one PDF only."))
            self.paper = paper_of(self.document)
            if self.paper.reason:
                raise PortalError(reason_text(self.paper.reason))
        except PortalError as error:
            messages.error(request, error.text)
            return redirect(self.get_success_url())
        return None

    def post(self, request, *args, **kwargs):
        rows = field_forms(self.paper, request.POST)
        if not rows.is_valid():
            return self.render_to_response(self.get_context_data(rows=rows), status=422)
        rows.save(commit=False)
        changed = [field for field, _names in rows.changed_objects] + rows.new_objects
        try:
            save_fields(
                self.paper, [field for field in changed if field.label], rows.deleted_objects, by=request.user
            )
        except PortalError as error:
            messages.error(request, error.text)
            return self.render_to_response(self.get_context_data(rows=rows), status=422)
        messages.success(request, _("The form fields are saved. Requests that were sent stay as they are."))
        return redirect(f"{request.path}?document={self.document.uuid}")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("rows", field_forms(self.paper))
        pictures = {picture.number: picture for picture in self.document.pictures.all()}
        pages = [
            {"number": number, "width": width, "height": height, "picture": pictures.get(number)}
            for number, (width, height) in enumerate(self.paper.pages, start=1)
        ]
        return super().get_context_data(
            document=self.document,
            paper=self.paper,
            pages=pages,
            placed_fields=self._marks(kwargs["rows"]),
            **kwargs,
        )

    def _marks(self, rows):
        return [
            {"page": row.instance.page, "box": row.instance.box, "number": number, "prefix": row.prefix}
            for number, row in enumerate(rows.forms, start=1)
            if row.instance.pk
        ]

    def detail_url(self):
        return reverse("portal_documents_admin:detail", args=[self.matter.pk, self.document.uuid])
