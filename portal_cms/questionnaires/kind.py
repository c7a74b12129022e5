"""Questionnaires as one kind of thing a request asks for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.notices.models import Notice
from portal_cms.questionnaires import services, sheets
from portal_cms.questionnaires.models import AnswerSheet
from portal_cms.requests.kinds import Kind

KEY = "questionnaire"


class QuestionnaireKind(Kind):
    key, label, order = KEY, gettext_lazy("Questionnaire"), 15
    page = "portal_questionnaires:sheet"
    client_template = "portal_questionnaires/kind.html"
    again = gettext_lazy("Please answer again")
    staff_template = "portal_questionnaires/admin/kind.html"
    result_template = "portal_questionnaires/result.html"
    material_label = gettext_lazy("Which questionnaire")
    takes_document = False
    notice = Notice.QUESTIONNAIRE

    def choices(self, matter):
        return self.firm_choices(matter.site)

    def firm_choices(self, site):
        return [(str(row.uuid), row.title) for row in services.offered(site)]

    def clean(self, form, data):
        offered = dict(list(form.fields["material"].choices)[1:]) if "material" in form.fields else {}
        mine = [row[0] for row in offered.get(str(self.label), [])]
        if not mine:
            form.add_error("kind", _("No questionnaire is published yet. Please publish one first."))
        elif data.get("material") not in mine:
            form.add_error("material", _("Please choose the questionnaire."))

    clean_template = clean

    def prepare(self, items):
        rows = AnswerSheet.objects.filter(item__in=items).select_related("version")
        of_item = {row.item_id: row for row in rows}
        for item in items:
            item.answer_sheet = of_item.get(item.pk)
            if item.answer_sheet:
                sheet = item.answer_sheet
                content = sheet.version.content
                item.answered, item.asked_questions = sheets.progress(content, sheet.draft)
                item.is_ready = sheets.is_ready(content, sheet.draft, sheet.saved_page)

    def sent(self, item, *, by):
        services.start_sheet(item)
