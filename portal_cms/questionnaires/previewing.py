"""A questionnaire in the admin's preview, as its clients read it: all pages below each other, nothing to send."""

from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.formats import get_format

from portal_cms.questionnaires.content import load
from portal_cms.questionnaires.forms import PageForm
from portal_cms.questionnaires.freezing import freeze


def answer(request, questionnaire):
    content = load(freeze(questionnaire))
    questions = [question for page in content.pages for question in page.questions]
    asks = {ask.question.key: ask for ask in PageForm(questions, data=MultiValueDict()).asks()}
    pages = [(page, [asks[question.key] for question in page.questions]) for page in content.pages]
    context = {"content": content, "pages": pages, "decimal_sign": get_format("DECIMAL_SEPARATOR")}
    return render(request, "portal_questionnaires/preview.html", context)
