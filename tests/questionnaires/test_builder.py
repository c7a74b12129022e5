"""Staff build a questionnaire in the admin, ask for it in a request, and what was sent keeps its questions."""

import pytest
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data

from portal_cms.questionnaires.blocks import question_blocks
from portal_cms.questionnaires.fields import kept_number
from portal_cms.questionnaires.models import AnswerSheet, Questionnaire, QuestionnaireVersion
from portal_cms.questionnaires.types import TYPES
from portal_cms.requests.models import Request
from tests import make
from tests.conftest import open_browser
from tests.questionnaires.samples import at, build, send
from tests.requests.test_requests import form_data, tab

pytestmark = pytest.mark.django_db
LIST = "/admin/questionnaires/"
ALWAYS = {"question": "", "operator": "is", "value": ""}


def question(kind, key, label, *, only_if=ALWAYS, **more):
    return (kind, key, {"label": label, "help": "", "required": "on", "condition": only_if, **more})


def stream(items):
    """As Wagtail's form sends a stream: its helper knows no ids."""
    rows = {
        str(place): {"type": kind, "id": key, "value": value, "deleted": "", "order": str(place)}
        for place, (kind, key, value) in enumerate(items)
    }
    return {**rows, "count": str(len(rows))}


def form(*questions, title="Intake", action="action-publish"):
    page = {"title": "First", "text": "", "condition": ALWAYS, "questions": stream(questions)}
    data = {"title": title, "language": "en", "intro": "", "pages": stream([("page", "page-1", page)])}
    return {**nested_form_data(data), action: "1"}


CAR = question("choice", "car", "Which car?", options="Red\nBlue\n\nRed")
WHY = question("text", "why", "Why blue?", only_if={"question": "car", "operator": "is", "value": "blue"})


@pytest.mark.feature("J5")
def test_a_questionnaire_is_built_published_and_asked_for_in_a_request(cast):
    carla = open_browser(cast.carla)
    saved = carla.post(f"{LIST}add/", form(CAR, WHY))
    assert saved.status_code == 302, saved.context["form"].errors
    row = Questionnaire.objects.get()
    assert row.live
    assert row.site == cast.site
    assert [child.id for child in row.pages[0].value["questions"]] == ["car", "why"]
    assert "Intake" in carla.get(LIST).text
    page = carla.get(tab(cast.matter, "new")).text
    assert "Intake" in page
    item = {"title": "Your car", "kind": "questionnaire", "material": ""}
    refused = carla.post(tab(cast.matter, "new"), form_data(cast.anna, item))
    assert "Please choose the questionnaire." in refused.text
    carla.post(tab(cast.matter, "new"), form_data(cast.anna, {**item, "material": str(row.uuid)}))
    asked = Request.objects.get()
    carla.post(tab(cast.matter, "send", asked.uuid))
    [sent] = asked.items.all()
    assert "Which car?" in open_browser(cast.anna).get(at(sent, "page", 1)).text
    assert "The client has not begun yet." in carla.get(tab(cast.matter, "detail", asked.uuid)).text


def test_a_condition_asks_about_an_earlier_question_in_a_way_that_fits(cast):
    mara = open_browser(make.staff(cast.site, "Mara", make.Role.MARKETING))
    for only_if, sentence in [
        ({"question": "why", "operator": "is", "value": "x"}, "a question that is asked before this one"),
        ({"question": "car", "operator": "yes", "value": ""}, "This can not be asked about “Which car?”."),
        ({"question": "car", "operator": "is", "value": ""}, "Please enter the answer to compare with."),
        ({"question": "car", "operator": "is", "value": "green"}, "Please enter one of these: Red, Blue."),
    ]:
        answer = mara.post(f"{LIST}add/", form(CAR, question("text", "why", "Why?", only_if=only_if)))
        assert answer.status_code == 200
        assert sentence in answer.text.replace("\\u201c", "“").replace("\\u201d", "”")
        assert "Which car?" in answer.text
    draft = mara.post(f"{LIST}add/", form(CAR, question("text", "why", ""), action="action-draft"))
    assert draft.status_code == 302
    assert not Questionnaire.objects.get().live


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("de", "1.234,50", "04.05.2026"),
        ("es", "1.234,50", "04/05/2026"),
        ("en", "1,234.50", "2026-05-04"),
        ("de", "1234.50", "2026-05-04"),
    ],
)
def test_a_condition_compares_with_what_staff_write_in_their_language(cast, language, number, day):
    type(cast.carla).objects.filter(pk=cast.carla.pk).update(language=language)
    data = form(
        CAR,
        question("money", "sum", "How much?", minimum=number, maximum="", currency="EUR"),
        question("date", "day", "When?"),
        question("text", "a", "A", only_if={"question": "car", "operator": "is", "value": " BLUE "}),
        question("text", "b", "B", only_if={"question": "sum", "operator": "more", "value": number}),
        question("text", "c", "C", only_if={"question": "day", "operator": "more", "value": day}),
    )
    saved = open_browser(cast.carla).post(f"{LIST}add/", data)
    assert saved.status_code == 302, saved.context["form"].errors
    kept = [child.value for child in Questionnaire.objects.get().pages[0].value["questions"]]
    assert kept[1]["minimum"] == "1234.5"
    assert [value["condition"]["value"] for value in kept[3:]] == ["BLUE", "1234.5", "2026-05-04"]


@pytest.mark.parametrize("language", ["de", "es", "en"])
def test_a_kept_number_is_read_again_as_the_same_in_every_language(language):
    for text in ("1.234,5", "1,234", "0,5", "-2") if language != "en" else ("1,234.5", "1.234", "0.5", "-2"):
        with translation.override(language):
            kept = kept_number(text)
        for other in ("de", "es", "en"):
            with translation.override(other):
                assert kept_number(kept) == kept


def test_what_was_sent_keeps_its_questions(cast):
    row = build(cast.site)
    first, second = send(cast, row), send(cast, row, client=cast.ben)
    assert QuestionnaireVersion.objects.count() == 1
    carla = open_browser(cast.carla)
    answer = carla.post(f"{LIST}edit/{row.pk}/", form(CAR, title="Intake, new"))
    assert answer.status_code == 302
    third = send(cast, Questionnaire.objects.get())
    assert QuestionnaireVersion.objects.count() == 2
    anna = open_browser(cast.anna)
    assert "When was it?" in anna.get(at(first, "page", 1)).text
    assert "Which car?" in anna.get(at(third, "page", 1)).text
    Questionnaire.objects.get().delete()
    assert AnswerSheet.objects.get(item=second).version.content.title == "Accident"


def test_the_preview_shows_every_page_as_clients_read_it(cast):
    carla, row = open_browser(cast.carla), build(cast.site)
    carla.post(f"{LIST}preview/{row.pk}/", form(CAR, WHY, title="Fresh"))
    page = carla.get(f"{LIST}preview/{row.pk}/?mode=")
    assert "Fresh" in page.text
    assert "Only if you answered “Which car?” with “blue”." in page.text
    assert 'type="radio"' in page.text


def test_who_may_build_and_what_can_not_be_sent(cast, sur):
    row = build(cast.site, live=False)
    emil = open_browser(make.staff(cast.site, "Emil", make.Role.STAFF))
    assert emil.get(LIST).status_code in (302, 403)
    pablo = open_browser(make.staff(sur, "Pablo"))
    assert "Accident" not in pablo.get(LIST).text
    assert pablo.get(f"{LIST}edit/{row.pk}/").status_code == 404
    carla = open_browser(cast.carla)
    item = {"title": "Form", "kind": "questionnaire"}
    page = carla.post(tab(cast.matter, "new"), form_data(cast.anna, item))
    assert "No questionnaire is published yet." in page.text
    assert {name for name, _block in question_blocks()} == {*TYPES, "explanation"}
