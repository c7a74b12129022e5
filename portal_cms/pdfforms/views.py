"""The client's side of a form: filling it in beside its pages, looking it over, finishing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.common.errors import PortalError
from portal_cms.common.serving import file_response
from portal_cms.pdfforms import services
from portal_cms.pdfforms.access import sheet_of
from portal_cms.pdfforms.forms import SheetForm
from portal_cms.pdfforms.rows import answered_rows, page_rows
from portal_cms.pdfforms.values import typed
from portal_cms.requests.views import HolderMixin


class SheetPage(HolderMixin, TemplateView):
    """A page about one form of a request."""

    def get_context_data(self, **kwargs):
        shell = "theme/base.html" if self.request.user.is_authenticated else "theme/base_public.html"
        return super().get_context_data(asked=self.asked, shell=shell, active="requests", **kwargs)

    def go(self, name):
        return redirect(f"portal_pdfforms:{name}", uuid=self.asked.uuid, item=self.kwargs["item"])


class FormView(SheetPage):
    """The form beside the pictures of its pages. It is saved as it is, and checked when the client wants to go on."""

    template_name = "portal_pdfforms/form.html"

    def get(self, request, item):
        sheet = sheet_of(self.asked, item)
        if sheet.finished_at or not (self.asked.is_answerable and sheet.item.takes_answers):
            return self.go("review")
        return self._page(sheet, SheetForm(sheet, is_bound="check" in request.GET))

    def post(self, request, item):
        sheet = sheet_of(self.asked, item)
        try:
            services.save(sheet, typed(sheet.asked_fields, request.POST))
        except PortalError as error:
            messages.error(request, error.text)
            return self.go("review")
        if "save" in request.POST:
            messages.success(request, _("Saved. You can go on whenever you like."))
            return self.go("form")
        form = SheetForm(sheet, is_bound=True)
        return self.go("review") if form.is_valid() else self._page(sheet, form, status=422)

    def _page(self, sheet, form, status=200):
        context = self.get_context_data(sheet=sheet, form=form, pages=page_rows(sheet, form))
        return self.render_to_response(context, status=status)


class ReviewView(SheetPage):
    """Everything that was filled in, in words; from here it is finished, or changed again."""

    template_name = "portal_pdfforms/review.html"

    def get_context_data(self, item, **kwargs):
        sheet = sheet_of(self.asked, item)
        form = SheetForm(sheet, is_bound=True)
        may_answer = self.asked.is_answerable and sheet.item.takes_answers
        return super().get_context_data(
            sheet=sheet,
            form=form,
            pages=answered_rows(sheet),
            is_complete=form.is_valid(),
            may_answer=may_answer,
            **kwargs,
        )


class FinishView(FormView):
    http_method_names = ["post", "options"]

    def post(self, request, item):
        sheet = sheet_of(self.asked, item)
        try:
            services.finish(sheet)
        except services.Unfinished as error:
            return self._page(sheet, error.form, status=422)
        except PortalError as error:
            messages.error(request, error.text)
            return self.go("review")
        messages.success(request, _("“%(title)s” is filled in. Thank you.") % {"title": sheet.item.title})
        return redirect("portal_requests:request", uuid=self.asked.uuid)


class ReopenView(SheetPage):
    http_method_names = ["post", "options"]

    def post(self, request, item):
        try:
            services.reopen(sheet_of(self.asked, item))
        except PortalError as error:
            messages.error(request, error.text)
            return self.go("review")
        return self.go("form")


class PictureView(HolderMixin, View):
    """The picture of one page of the empty form."""

    def get(self, request, item, number):
        sheet = sheet_of(self.asked, item)
        picture = sheet.document.pictures.filter(number=number).first()
        if picture is None or not sheet.document.is_released:
            raise Http404
        return file_response(
            request,
            picture,
            filename=f"{sheet.document.title} {number}",
            content_type=picture.content_type,
            inline=True,
        )
