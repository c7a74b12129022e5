"""A questionnaire as the client meets it: a page at a time, saved with every button, read again before it is handed
in. Everything works as plain forms; the page's script only hides at once what is not asked."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.common.errors import PortalError
from portal_cms.documents.forms import upload_key
from portal_cms.documents.rows import upload_context
from portal_cms.questionnaires import conditions, services, sheets
from portal_cms.questionnaires.access import sheet_of
from portal_cms.questionnaires.forms import PageForm, as_data, name_of
from portal_cms.requests.access import item_of
from portal_cms.requests.views import HolderMixin


class FindSheetMixin:
    """Below the door of the request: finds its item, the sheet and what it asks."""

    def dispatch(self, request, *args, item, **kwargs):
        self.item = item_of(self.asked, item)
        self.sheet = sheet_of(self.item)
        self.content = self.sheet.version.content
        return super().dispatch(request, *args, **kwargs)


class SheetMixin(HolderMixin, FindSheetMixin):
    """A page of a questionnaire for whoever may open its request."""

    @property
    def is_open(self):
        return self.asked.is_answerable and self.item.takes_answers

    def to(self, name, *args):
        return redirect(f"portal_questionnaires:{name}", self.asked.uuid, self.item.uuid, *args)

    def to_review(self):
        return self.to("review")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            asked=self.asked,
            item=self.item,
            sheet=self.sheet,
            content=self.content,
            is_open=self.is_open,
            shell="theme/base.html" if self.request.user.is_authenticated else "theme/base_public.html",
            **kwargs,
        )


class SheetView(SheetMixin, View):
    """Where one goes on: the first page, the one after the last saved, or the answers to read again."""

    def get(self, request, **kwargs):
        draft, saved_page = self.sheet.draft, self.sheet.saved_page
        if self.sheet.finished_at or not self.is_open or sheets.is_ready(self.content, draft, saved_page):
            return self.to_review()
        ahead = [page for page in sheets.shown_pages(self.content, draft) if page.number > saved_page]
        return self.to("page", ahead[0].number) if ahead else self.to_review()


class PageView(SheetMixin, TemplateView):
    template_name = "portal_questionnaires/page.html"
    form = None
    has_refused_file = False  # so it is told of even to somebody who goes back or breaks off

    def get(self, request, **kwargs):
        self.page = self._page()
        if not self.is_open:
            return self.to_review()
        if not self._questions():
            return self._go("next")
        return super().get(request)

    def post(self, request, **kwargs):
        self.page = self._page()
        questions = self._questions()
        self.form = PageForm(questions, data=request.POST, files=request.FILES, entries=self.sheet.draft)
        try:
            self._save()
        except PortalError as error:
            self.form.add_error(None, error)
        self._forget_unasked(questions)
        step = "stay" if "remove" in request.POST else request.POST.get("to", "next")
        may_pass = step in ("back", "later") and not (self.form.non_field_errors() or self.has_refused_file)
        if self.form.errors and not may_pass:
            return self.render_to_response(self.get_context_data(), status=422)
        return self._go(step)

    def _page(self):
        number = self.kwargs["page"]
        if not 1 <= number <= len(self.content.pages):
            raise Http404
        return self.content.pages[number - 1]

    def _questions(self):
        return sheets.shown_on(self.page, self.content, self.sheet.draft)

    def _save(self):
        """The answers, then the files one by one: one that is refused takes no other with it."""
        services.save_page(self.sheet, self.form.answers(), page=self.page.number)
        gone = self.request.POST.get("remove")
        for question, files in self.form.new_files():
            if gone in [kept["uuid"] for kept in self.form.kept_files(question)]:
                services.take_file_out(self.sheet, question, gone)
            self._receive(question, files)
        self.form.entries = self.sheet.draft

    def _receive(self, question, files):
        token = self.request.POST.get("form_token", "")
        token = token[:40] if token.isalnum() else uuids.uuid4().hex
        for number, file in enumerate(files):
            try:
                key = upload_key(f"{token}{question.key[:8]}", number, file)
                services.add_file(self.sheet, question, file=file, upload_key=key)
            except PortalError as error:
                self.form.add_error(name_of(question), error)
                self.has_refused_file = True

    def _forget_unasked(self, questions):
        asked = conditions.visible(self.content, sheets.values_of(self.sheet.draft))
        self.form.forget_errors(question.key for question in questions if question.key not in asked)

    def _go(self, step):
        shown = sheets.shown_pages(self.content, self.sheet.draft)
        if step == "stay":
            return self.to("page", self.page.number)
        if step == "later":
            messages.success(
                self.request,
                _(
                    "Your answers are saved. You can go on at any time, also on another device, with the same link."
                ),
            )
            return redirect("portal_requests:request", uuid=self.asked.uuid)
        if step == "back":
            before = [page for page in shown if page.number < self.page.number]
            if before:
                return self.to("page", before[-1].number)
            return redirect("portal_requests:request", uuid=self.asked.uuid)
        ahead = [page for page in shown if page.number > self.page.number]
        if ahead and "review" not in self.request.GET:
            return self.to("page", ahead[0].number)
        return self.to_review()

    def get_context_data(self, **kwargs):
        form = self.form or self._stored()
        numbers = [page.number for page in sheets.shown_pages(self.content, self.sheet.draft)]
        return super().get_context_data(
            form=form,
            page=self.page,
            asks=list(form.asks()),
            place=sum(number <= self.page.number for number in numbers),
            places=len(numbers),
            form_token=uuids.uuid4().hex,
            decimal_sign=get_format("DECIMAL_SEPARATOR"),
            **upload_context(self.request.site),
            **kwargs,
        )

    def _stored(self):
        """What was kept, with what was wrong with it; from the list of answers also what is missing."""
        questions, draft = self._questions(), self.sheet.draft
        data = as_data(questions, draft, self.asked.client)
        is_final = "review" in self.request.GET
        self.form = PageForm(questions, data=data, entries=draft, is_final=is_final)
        self._forget_unasked(questions)
        return self.form


class ReviewView(SheetMixin, TemplateView):
    """All answers before they are handed in, with what is missing; afterwards, to read only."""

    template_name = "portal_questionnaires/review.html"

    def post(self, request, **kwargs):
        try:
            services.finish(self.sheet)
        except PortalError as error:
            messages.error(request, error.text)
            return self.render_to_response(self.get_context_data(is_refused=True), status=422)
        messages.success(request, _("“%(title)s” has arrived. Thank you.") % {"title": self.item.title})
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def get_context_data(self, **kwargs):
        is_read_only = not self.is_open and self.sheet.finished_at
        entries = self.sheet.answers if is_read_only else self.sheet.draft
        pages = sheets.read(self.content, entries)
        return super().get_context_data(pages=pages, is_sound=sheets.is_sound(pages), **kwargs)
