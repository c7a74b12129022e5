"""The answers to a questionnaire in the tab "Requests" of a matter, and as files to take along."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.audit.services import record
from portal_cms.billing.looks import look_of
from portal_cms.common.serving import disposition
from portal_cms.documents.models import Document
from portal_cms.matters.services import mark_seen
from portal_cms.questionnaires import exports, paper, sheets
from portal_cms.questionnaires.access import sheet_of
from portal_cms.requests.access import item_of
from portal_cms.requests.screens import RequestScreenMixin

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class AnswersMixin(RequestScreenMixin):
    """Sets `self.sheet` and `self.pages`: what was handed in last, found through the request."""

    def prepare(self, request):
        response = super().prepare(request)
        self.item = item_of(self.asked, self.kwargs["item"])
        self.sheet = sheet_of(self.item)
        self.content = self.sheet.version.content
        self.pages = sheets.read(self.content, self.sheet.answers) if self.sheet.finished_at else []
        return response


class AnswersView(AnswersMixin, TemplateView):
    template_name = "portal_questionnaires/admin/answers.html"
    page_title = gettext_lazy("Answers")

    def get_context_data(self, **kwargs):
        mark_seen(self.matter, self.request.user)
        done, asked = sheets.progress(self.content, self.sheet.draft)
        uuids = sheets.file_uuids(self.sheet.answers, self.content)
        own = {
            "item": self.item,
            "sheet": self.sheet,
            "pages": self.pages,
            "done": done,
            "asked_questions": asked,
            "files": Document.objects.filter(matter=self.matter, uuid__in=uuids),
            "endings": CONTENT_TYPES,
        }
        return super().get_context_data(**{**kwargs, **own})


class ExportView(AnswersMixin, View):
    """A file with all answers; taking one is a line of the record."""

    http_method_names = ["get", "options"]

    def get(self, request, **kwargs):
        ending = kwargs["ending"]
        if ending not in CONTENT_TYPES or not self.pages:
            raise Http404
        content = self._content(ending)
        record("answers.exported", on=self.asked, by=request.user, item=str(self.item.uuid), format=ending)
        response = HttpResponse(content, content_type=CONTENT_TYPES[ending])
        response["Content-Disposition"] = disposition(f"{self.item.title}.{ending}")
        return response

    def _content(self, ending):
        if ending == "csv":
            return exports.as_csv(self.pages)
        if ending == "xlsx":
            return exports.as_xlsx(self.pages)
        facts = [
            (_("Client"), str(self.asked.client)),
            (_("Matter"), str(self.matter)),
            (_("Request"), self.asked.title),
        ]
        return paper.pdf(
            self.content,
            self.pages,
            look_of(self.matter.site),
            get_language(),
            facts=facts,
            finished_at=self.sheet.finished_at,
        )
