"""The help page for clients, the firm's own words on it, and the concerns with answers for its staff."""

import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from portal_cms.help.models import HelpText
from portal_cms.help.services import start_text
from portal_cms.help.shipped import LANGUAGES, SECTION_OF
from tests import make

pytestmark = pytest.mark.django_db
TEXTS = "/admin/help-texts/"


@pytest.fixture
def desk(browser, nord):
    return browser(make.staff(nord, "Mara", make.Role.MARKETING))


@pytest.fixture
def reader(browser, nord):
    """Somebody who is not signed in; `reader("de")` is the text of the help page."""

    def read(language="en", **query):
        answer = browser(None, site=nord, language=language).get("/help/", query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.mark.feature("J33")
def test_everybody_finds_help_from_the_sign_in_page_in_the_own_language(nord, browser, cast, reader):
    door = browser(None, site=nord, language="es").get("/sign-in/").content.decode()
    assert door.count('href="/help/"') == 2
    assert 'href="/help/"' in browser(cast.anna).get("/").content.decode()
    for language, question in (
        ("de", "Was ist dieses Portal?"),
        ("es", "¿Qué es este portal?"),
        ("en", "What is this portal?"),
    ):
        page = reader(language)
        assert question in page
        assert '<a class="skip" href="#main">' in page
        assert 'name="language" value="es"' in page


@pytest.mark.feature("J33")
def test_the_search_finds_answers_and_says_when_there_is_nothing(reader):
    found = reader("de", q="fotografieren BRIEF")
    assert found.count('<details class="question"') == 1
    assert 'value="fotografieren BRIEF"' in found
    assert "¿Cómo entro por primera vez?" in reader("es", q="contrasena elija")
    assert "There are no suggestions, because the search field is empty." in reader(q="")
    nothing = reader(q="<b>zebra</b>")
    assert "Nothing found" in nothing
    assert "&lt;b&gt;zebra&lt;/b&gt;" in nothing
    assert '<datalist id="help-questions">' in reader()


@pytest.mark.feature("J29")
def test_a_firm_puts_its_own_words_on_the_page_and_takes_them_back(desk, nord, sur, browser, reader):
    assert "Mir genügen E-Mails" in reader("de")
    started = desk.post(f"{TEXTS}own/email_is_enough/de/")
    text = HelpText.objects.get(site=nord)
    edit = reverse("portal_help_texts:edit", args=[text.pk])
    assert started["Location"] == edit
    words = {"question": "Warum keine E-Mail?", "answer": rich_text("<p>Weil wir schweigen.</p>")}
    desk.post(edit, words)
    assert "Weil wir schweigen." not in reader("de")  # a draft
    shown = desk.post(reverse("portal_help_texts:preview_on_edit", args=[text.pk]), words)
    assert shown.json()["is_valid"]
    preview = desk.get(reverse("portal_help_texts:preview_on_edit", args=[text.pk])).content.decode()
    assert "Weil wir schweigen." in preview

    desk.post(edit, {**words, "action-publish": "action-publish"})
    page = reader("de")
    assert "Weil wir schweigen." in page
    assert "Mir genügen E-Mails" not in page
    assert "E-mail is enough" in reader("en")
    assert "Weil wir schweigen." not in browser(None, site=sur, language="de").get("/help/").content.decode()

    desk.post(edit, {**words, "is_hidden": "on", "action-publish": "action-publish"})
    assert "Warum keine E-Mail?" not in reader("de")
    assert "Weil wir schweigen." in desk.get("/admin/concerns/?language=de").content.decode()
    desk.post(reverse("portal_help_texts:reset", args=[text.pk]))
    assert "Mir genügen E-Mails" in reader("de")


@pytest.mark.feature("J29")
def test_a_firm_adds_questions_of_its_own(desk, nord, reader):
    own = {
        "language": "en",
        "section": "questions",
        "question": "Where can I park?",
        "answer": rich_text("<p>In the yard.</p>"),
        "action-publish": "action-publish",
    }
    assert desk.post(f"{TEXTS}add/", own).status_code == 302
    assert "In the yard." in reader("en", q="park")
    assert "In the yard." not in reader("de")
    assert "Where can I park?" in desk.get(TEXTS).content.decode()
    refused = desk.post(f"{TEXTS}add/", {**own, "question": "Two\nlines?"})
    assert "question" in refused.context["form"].errors


@pytest.mark.feature("J29")
def test_all_staff_copy_answers_to_concerns_but_only_marketing_changes_them(browser, cast, desk):
    carla = browser(cast.carla)
    page = carla.get("/admin/concerns/", {"language": "es"}).content.decode()
    assert "Un correo es como una postal" in page
    assert page.count('data-action="w-clipboard#copy"') == len(SECTION_OF["concerns"])
    assert TEXTS not in page
    assert TEXTS in desk.get("/admin/concerns/").content.decode()
    assert "/admin/concerns/" in carla.get("/admin/").content.decode()
    assert carla.post(f"{TEXTS}own/what/de/").status_code in (302, 403)
    assert not HelpText.objects.exists()


def test_what_belongs_to_another_firm_does_not_exist(desk, sur):
    pia = make.staff(sur, "Pia", make.Role.MARKETING)
    text = start_text(sur, "what", "es", by=pia)
    for view in ("edit", "preview_on_edit", "reset", "delete", "history"):
        assert desk.get(reverse(f"portal_help_texts:{view}", args=[text.pk])).status_code == 404, view
    assert desk.post(f"{TEXTS}own/none/de/").status_code == 404
    assert desk.post(f"{TEXTS}own/what/fr/").status_code == 404


def test_every_language_answers_every_question():
    keys = {key for keys in SECTION_OF.values() for key in keys}
    for texts in LANGUAGES.values():
        assert set(texts) == keys
        for question, answer in texts.values():
            assert len(question) <= 200
            assert not re.search(
                r"<|qualified|qualifiziert|cualificad|end-to-end|Ende-zu-Ende|extremo a extremo",
                question + answer,
            )
