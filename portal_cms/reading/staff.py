"""The tab "Read from files" of a matter: which files were read, and what is to be decided about each."""

from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView

from portal_cms.access.listing import BoundedPaginator
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Document
from portal_cms.documents.screens import DocumentScreenMixin, SelectionMixin
from portal_cms.reading import services
from portal_cms.reading.models import Reading, Suggestion
from portal_cms.reading.staff_forms import TakeForm
from portal_cms.reading.targets import Room
from portal_cms.reading.wording import GROUPS, KIND_LABELS, confidence_text, reason_text, taken_text

PER_PAGE = 50


class ReadingScreenMixin(DocumentScreenMixin):
    """A screen of the tab; with a document in its address it sets `self.document` and `self.reading`."""

    active_tab = "reading"
    page_title = gettext_lazy("Read from files")
    document = reading = None

    def prepare(self, request):
        if "document" in self.kwargs:
            documents = Document.objects.visible_to(request.user).filter(matter=self.matter)
            self.document = get_object_or_404(documents, uuid=self.kwargs["document"])
            self.document.matter = self.matter
            rows = Suggestion.objects.select_related("decided_by")
            readings = Reading.objects.prefetch_related(Prefetch("suggestions", rows))
            self.reading = get_object_or_404(readings, document=self.document)
            self.reading.document = self.document
        return super().prepare(request)

    def detail_url(self):
        return reverse("portal_reading_admin:detail", args=[self.matter.pk, self.document.uuid])


class ReadingListView(ReadingScreenMixin, BaseListingView):
    template_name = "portal_reading/admin/list.html"
    results_template_name = "portal_reading/admin/list.html"
    paginate_by = PER_PAGE
    paginator_class = BoundedPaginator
    model = Reading

    def get_base_queryset(self):
        waiting = Count("suggestions", filter=Q(suggestions__state=Suggestion.State.OPEN))
        readings = Reading.objects.visible_to(self.request.user).filter(document__matter=self.matter)
        return readings.select_related("document").annotate(waiting=waiting).order_by("-created_at", "-pk")

    def get_index_url(self):
        return reverse("portal_reading_admin:list", args=[self.matter.pk])

    def get_index_results_url(self):
        return None


class AskView(SelectionMixin, TemplateView):
    """Let the chosen files be read; one that was read already leads to what was found in it."""

    template_name = "portal_reading/admin/ask.html"
    needs_permission = "portal_documents.change_document"
    page_title = gettext_lazy("Read automatically")

    def get(self, request, *args, **kwargs):
        if len(self.documents) == 1 and Reading.objects.filter(document=self.documents[0]).exists():
            return redirect("portal_reading_admin:detail", self.matter.pk, self.documents[0].uuid)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        asked = 0
        for document in self.documents:
            try:
                services.request_reading(document, by=request.user)
                asked += 1
            except PortalError as error:
                messages.error(request, f"{document.title}: {error.text}")
        if asked:
            text = ngettext(
                "%(count)s file is being read. What is found stands here in a moment.",
                "%(count)s files are being read. What is found stands here in a moment.",
                asked,
            )
            messages.success(request, text % {"count": asked})
        return redirect("portal_reading_admin:list", self.matter.pk)


class DetailView(ReadingScreenMixin, TemplateView):
    """What was found in one file, beside the pages it was found on."""

    template_name = "portal_reading/admin/detail.html"
    bound = None  # the form of the suggestion that could not be taken over

    def get_page_title(self):
        return self.document.title

    def get_context_data(self, **kwargs):
        kwargs["document"] = self.document
        room = Room(self.matter, self.request.user)
        rows = list(self.reading.suggestions.all())
        return super().get_context_data(
            reading=self.reading,
            reason=reason_text(self.reading.reason),
            groups=list(self._groups([row for row in rows if row.is_open], room)),
            decided=[{"row": row, "label": KIND_LABELS[row.kind]} for row in rows if not row.is_open],
            pictures=list(self.document.pictures.all()),
            back_url=reverse("portal_reading_admin:list", args=[self.matter.pk]),
            **kwargs,
        )

    def _groups(self, rows, room):
        for key, label, kinds in GROUPS:
            mine = [self._line(row, room) for row in rows if row.kind in kinds]
            if mine:
                yield {"key": key, "label": label, "lines": mine}

    def _line(self, row, room):
        form = (
            self.bound
            if self.bound and self.bound.suggestion.pk == row.pk
            else TakeForm(suggestion=row, room=room)
        )
        return {
            "row": row,
            "label": KIND_LABELS[row.kind],
            "form": form,
            "confidence": confidence_text(row),
            "known": form.known,
        }


class SuggestionMixin(ReadingScreenMixin):
    def prepare(self, request):
        response = super().prepare(request)
        found = [row for row in self.reading.suggestions.all() if row.uuid == self.kwargs["suggestion"]]
        if not found:
            raise Http404
        self.suggestion = found[0]
        self.suggestion.reading = self.reading
        return response


class TakeView(SuggestionMixin, DetailView):
    """Take one over; what is in the way stands at its form."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        if not self.suggestion.is_open:
            messages.error(request, services.DECIDED)
            return redirect(self.detail_url())
        form = TakeForm(request.POST, suggestion=self.suggestion, room=Room(self.matter, request.user))
        if not form.is_valid():
            return self._again(form, 422)
        try:
            services.take_over(
                self.suggestion,
                option_key=form.cleaned_data["target"],
                values=form.values,
                stamp=form.stamp,
                by=request.user,
            )
        except services.Changed as error:
            form.data = {**form.data.dict(), f"{form.prefix}-stamps": form.initial["stamps"]}
            form.add_error(None, error)
            return self._again(form, 409)
        except PortalError as error:
            form.add_error(None, error)
            return self._again(form, 422)
        taken = taken_text(self.suggestion.kind, form.values)
        messages.success(request, _("“%(value)s” is taken over.") % {"value": taken})
        return redirect(self.detail_url())

    def _again(self, form, status):
        messages.error(self.request, _("This was not taken over. The reason stands at the suggestion."))
        self.bound = form
        return self.render_to_response(self.get_context_data(), status=status)


class RefuseView(SuggestionMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        if count := services.refuse([self.suggestion], by=request.user):
            messages.success(request, refused_text(count))
        else:
            messages.error(request, services.DECIDED)
        return redirect(self.detail_url())


class RefuseRestView(ReadingScreenMixin, View):
    """Whatever is still open."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        rows = [row for row in self.reading.suggestions.all() if row.is_open]
        for row in rows:
            row.reading = self.reading
        count = services.refuse(rows, by=request.user)
        messages.success(request, refused_text(count))
        return redirect(self.detail_url())


def refused_text(count):
    text = ngettext("%(count)s suggestion is refused.", "%(count)s suggestions are refused.", count)
    return text % {"count": count}
