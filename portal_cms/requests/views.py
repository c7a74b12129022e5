"""Requests as clients meet them: by the personal link or signed in, with and without scripts."""

import uuid as uuids

from django.contrib import messages
from django.db.models import F, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.clients.area import ClientAreaMixin, closed_page
from portal_cms.clients.unsent import unsent_page
from portal_cms.common.errors import PortalError
from portal_cms.common.serving import begins_later, disposition, file_response
from portal_cms.documents.downloads import NO_DOWNLOAD
from portal_cms.documents.rows import upload_context
from portal_cms.documents.services import note_opened
from portal_cms.requests import kinds, receipts, services
from portal_cms.requests.access import item_of, request_of
from portal_cms.requests.door_models import open_visits
from portal_cms.requests.forms import AnswerFilesForm, ConfirmForm, PageOrderForm
from portal_cms.requests.models import ItemFile, Request

SHOWN = 50
FILED = Prefetch("filed", ItemFile.objects.with_loose().prefetch_related("document"))
ANSWERS = {kinds.UPLOAD: AnswerFilesForm, kinds.CONFIRM: ConfirmForm}  # those given on the request's own page


class RequestListView(ClientAreaMixin, TemplateView):
    """Everything the firm asked this client for: what is open first, then what is finished (J1, J27)."""

    template_name = "portal_requests/list.html"

    def get_context_data(self, **kwargs):
        rows = Request.objects.visible_to(self.request.user).select_related("matter")
        waiting = rows.waiting().order_by(F("due_on").asc(nulls_last=True), "-sent_at")[:SHOWN]
        finished = rows.exclude(pk__in=rows.waiting().values("pk"))[:SHOWN]
        return super().get_context_data(waiting=waiting, finished=finished, active="requests", **kwargs)


class HolderMixin:
    """A page for whoever may open the request; sets `self.asked`."""

    def dispatch(self, request, *args, uuid, **kwargs):
        try:
            self.asked = request_of(request, uuid)
        except Http404:
            address = (
                request.path if hasattr(self, "get") else reverse("portal_requests:request", args=[uuid])
            )
            if again := unsent_page(request, status=404, address=address):
                return again
            raise
        if not request.firm.portal_enabled:
            return closed_page(request)
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    @property
    def shell(self):
        """The page around it: the portal for somebody signed in, the plain one for a personal link."""
        return "theme/base.html" if self.request.user.is_authenticated else "theme/base_public.html"


class RequestView(HolderMixin, TemplateView):
    """What is asked for, what is done, what is missing."""

    template_name = "portal_requests/request.html"
    failed = None  # (item, form) of an answer that was refused

    def get_context_data(self, **kwargs):
        items = list(self.asked.items.select_related("document").prefetch_related(FILED))
        for item in items:
            item.form, item.form_id = self._form(item), str(item.pk)
            rows = open_pages(item)
            item.order = PageOrderForm(rows=rows) if has_order(rows) else None
        kinds.prepare(items)
        return super().get_context_data(
            asked=self.asked,
            items=items,
            done=sum(not item.is_missing for item in items),
            shell=self.shell,
            form_token=uuids.uuid4().hex,
            is_holder=bool(open_visits(self.request.session)),
            has_receipt=self.asked.handed_in_at is not None,
            is_incomplete=any(item.is_required and item.is_missing for item in items),
            is_one_step=len(items) == 1 and items[0].how.hands_in and items[0].is_missing,
            **upload_context(self.request.site),
            **kwargs,
        )

    def _form(self, item):
        if self.failed and self.failed[0].pk == item.pk:
            return self.failed[1]
        return ANSWERS[item.kind](auto_id=f"id_{item.pk}_%s") if item.kind in ANSWERS else None


def open_pages(item):
    """The rows of the photographed pages that can still be put in order; those left out come last. No query where the
    files were read along."""
    rows = [row for row in item.filed.all() if row.is_open_page and item.request.is_answerable]
    return sorted(rows, key=lambda row: (row.page or 1000, row.pk))


def has_order(rows):
    """Whether there is something to choose: several photos, or one that is not a page yet."""
    return len(rows) > 1 or any(not row.page for row in rows)


class AnswerView(HolderMixin, View):
    """The answer to one item; the page of the request comes back, with what was wrong if something was."""

    http_method_names = ["post", "options"]

    def post(self, request, item):
        item = item_of(self.asked, item)
        if item.kind not in ANSWERS:
            raise Http404  # has a page of its own
        form = ANSWERS[item.kind](request.POST, request.FILES, auto_id=f"id_{item.pk}_%s")
        if not form.is_valid():
            return self._again(item, form)
        try:
            self._answer(item, form)
        except PortalError as error:
            form.add_error(None, error)
            return self._again(item, form)
        said = (
            _("“%(title)s” has arrived, and with it everything is handed in. You get a receipt by e-mail.")
            if item.hands_in
            else _("“%(title)s” has arrived. Thank you.")
        )
        messages.success(request, said % {"title": item.title})
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def _answer(self, item, form):
        if item.kind == kinds.CONFIRM:
            services.check_open(item)
            return services.answer(item)
        errors, files = [], list(form.keyed_files())
        for file, key, is_page in files:
            try:
                services.answer_with_file(item, file=file, upload_key=key, as_page=is_page)
            except PortalError as error:
                errors.append(error.text)
        if len(errors) == len(files):
            raise PortalError(" ".join(errors))
        for error in errors:
            messages.error(self.request, error)

    def _again(self, item, form):
        page = RequestView(failed=(item, form))
        page.setup(self.request)
        page.asked = self.asked
        return page.render_to_response(page.get_context_data(), status=422)


class HandInView(HolderMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request):
        try:
            services.hand_in(self.asked)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, _("Thank you. Everything is handed in. You get a receipt by e-mail."))
        return redirect("portal_requests:request", uuid=self.asked.uuid)


class PageOrderView(HolderMixin, View):
    """The order of photographed pages, as numbers: needs no script."""

    http_method_names = ["post", "options"]

    def post(self, request, item):
        item = item_of(self.asked, item)
        form = PageOrderForm(request.POST, rows=open_pages(item))
        try:
            if not form.is_valid():
                raise PortalError(
                    _("Please enter whole numbers from 1 on, or nothing for a page to leave out.")
                )
            services.order_pages(item, form.places())
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, _("The order of the pages is kept."))
        return redirect("portal_requests:request", uuid=self.asked.uuid)


class TakeOutView(HolderMixin, TemplateView):
    """Asks whether a file that was not handed in yet is to be no answer any more, and takes it out."""

    template_name = "portal_requests/take_out.html"

    def get_context_data(self, item, row, **kwargs):
        return super().get_context_data(
            asked=self.asked, row=self._row(item, row), shell=self.shell, **kwargs
        )

    def post(self, request, item, row):
        row = self._row(item, row)
        try:
            services.take_file_out(row, by=self.asked.client.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(
                request, _("“%(name)s” is no part of your answer any more.") % {"name": row.name}
            )
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def _row(self, item, pk):
        item = item_of(self.asked, item)
        row = item.filed.with_loose().filter(pk=pk, is_loose=True).select_related("document").first()
        if row is None:
            raise Http404
        row.item = item
        return row


class PagePictureView(HolderMixin, View):
    """A small picture of a photographed page, so that people know which is which."""

    def get(self, request, item, row):
        page = item_of(self.asked, item).filed.filter(pk=row, page__isnull=False).first()
        picture = page and page.document.is_released and page.document.pictures.filter(number=1).first()
        if not picture:
            raise Http404
        return file_response(
            request, picture, filename=page.name, content_type=picture.content_type, inline=True
        )


class ReceiptView(HolderMixin, View):
    """What was handed in last, as a PDF to keep."""

    not_simulated = NO_DOWNLOAD

    def get(self, request):
        receipt = self.asked.receipts.first()
        if receipt is None or self.asked.handed_in_at is None:
            raise Http404
        receipt.request = self.asked
        response = HttpResponse(receipts.pdf(receipt), content_type="application/pdf")
        name = f"{_('Receipt')} {timezone.localtime(receipt.handed_in_at):%Y-%m-%d}.pdf"
        response["Content-Disposition"] = disposition(name)
        return response


class DocumentView(HolderMixin, View):
    """The document of an item: what is to be read, or an example of what is to be sent."""

    not_simulated = NO_DOWNLOAD

    def get(self, request, item):
        document = item_of(self.asked, item).document
        if document is None or not document.is_released:
            raise Http404
        if request.method == "GET":
            is_part = begins_later(request, document)
            note_opened(document, by=self.asked.client.user, downloaded=True, is_part=is_part)
        return file_response(
            request, document, filename=document.original_name, content_type=document.content_type
        )
