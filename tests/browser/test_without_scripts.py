"""A client's whole part on a phone whose browser runs no scripts: everything is answered with plain forms and links."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fixtures.acroform import Field, Text, pdf
from portal_cms.common import vault
from portal_cms.messaging.models import Message
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from portal_cms.signing.models import Signature
from tests import make
from tests.browser.conftest import MOMENT
from tests.browser.serving import serving
from tests.browser.test_request_by_phone import GERMAN, PHONE, Person, hand_in, open_the_mail, paper, world
from tests.pdfforms.papers import by_pdfium
from tests.questionnaires.samples import ask, build, only_if
from tests.questionnaires.samples import page as sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NAME = "Łukasz Żółć"


class Plain(Person):
    def look(self):
        """The page fits and speaks German. What runs scripts, axe among it, stays away."""
        assert self.page.locator("html").get_attribute("lang") == self.language
        width = self.page.locator("html").bounding_box()["width"]
        assert width <= PHONE["viewport"]["width"], self.page.url


@pytest.fixture
def portal(db, chromium):
    with serving() as running:
        yield running


@pytest.fixture
def client(portal, chromium):
    context = chromium.new_context(locale="de-DE", accept_downloads=True, java_script_enabled=False, **PHONE)
    context.set_default_timeout(MOMENT)
    yield Plain(context.new_page(), f"http://nord.localhost:{portal.port}", [], "de")
    context.close()


def send(here):
    """A request with everything a client can be asked for."""
    questions = [
        sheet(
            "Der Unfall",
            ask("date", "day", "Tag des Unfalls"),
            ask("yes_no", "police", "War die Polizei da?"),
            ask("text", "number", "Aktenzeichen der Polizei", condition=only_if("police", "yes")),
            ask("table", "seen", "Wer hat es gesehen?", columns="Name\nOrt", rows=3),
        ),
        sheet("Die Polizei", ask("text", "station", "Wache"), condition=only_if("police", "yes")),
    ]
    form = build(here.site, questions, title="Fragen zum Unfall")
    fields = [Text(20, 15, "Bogen", 16), Field("text", "Name", 20, 30, label="Ihr Name", is_required=True)]
    power = make.document(
        here.matter, content=paper("Vollmacht", ["Ich erteile Vollmacht."]), name="Vollmacht.pdf"
    )
    bogen = make.document(here.matter, content=pdf(fields), name="Bogen.pdf")
    asked = Request(
        site=here.site, matter=here.matter, client=here.client, title="Ihre Unterlagen",
        due_on=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip
    items = [
        RequestItem(kind="questionnaire", material=str(form.uuid), title="Ihre Angaben"),
        RequestItem(title="Ausweis"),
        RequestItem(kind="form", document=bogen, title="Der Bogen"),
        RequestItem(kind="sign", material="last", document=power, title="Die Vollmacht"),
    ]
    services.save_draft(asked, items, by=here.lawyer)
    services.send(asked, by=here.lawyer)
    return asked


@pytest.mark.feature("J2", "J5", "J6", "J7", "J12", "J30")
def test_a_request_is_answered_on_a_phone_without_scripts(portal, client):
    here = world(GERMAN, portal.port)
    asked = send(here)
    open_the_mail(portal, here, client)
    answer_the_questions(client)
    upload(client)
    fill_in_the_form(client)
    sign(client)
    hand_in(portal, here, client)
    [filled] = asked.items.get(kind="form").files.all()
    assert NAME in by_pdfium(vault.read_all(filled))
    assert Signature.objects.get().name == NAME


def answer_the_questions(client):
    page = client.page
    client.look()
    client.press("Answer the questions", within=client.item("Ihre Angaben"), exact=False)
    client.look()
    page.get_by_label("Tag des Unfalls").fill("2026-04-17")
    page.get_by_role("group", name="War die Polizei da?").get_by_text("Ja", exact=True).tap()
    page.locator("[name=q-seen-1-0]").fill("Max")
    page.locator("[name=q-seen-1-1]").fill("Bonn")
    page.get_by_label("Aktenzeichen der Polizei").fill("4711/26")
    client.press("Save and go on")
    client.look()
    page.get_by_label("Wache").fill("Mitte")
    client.press("Save and go on")
    client.look()
    for typed in ("4711/26", "Max", "Bonn", "Mitte"):
        page.get_by_text(typed).first.wait_for()
    client.press("Finish", "a questionnaire")


def upload(client):
    item = client.item("Ausweis")
    file = {"name": "ausweis.pdf", "mimeType": "application/pdf", "buffer": paper("Ausweis", ["Anna Berg"])}
    item.locator("input[type=file]:not([capture])").set_input_files(file)
    client.press("Send these files", within=item)
    item.get_by_text("ausweis.pdf", exact=True).wait_for()
    client.look()


def fill_in_the_form(client):
    page = client.page
    client.press("Fill in", within=client.item("Der Bogen"), exact=False)
    client.look()
    field = page.get_by_label("Ihr Name")
    field.fill("王")
    client.press("Go on and check it")
    page.get_by_text("王.").first.wait_for()
    field.fill(NAME)
    client.press("Go on and check it")
    page.get_by_text(NAME).wait_for()
    client.look()
    client.press("Finish the form")


def sign(client):
    page = client.page
    client.press("Read and sign", within=client.item("Die Vollmacht"), exact=False)
    client.look()
    page.get_by_label(client.say("Your first and last name")).fill(NAME)
    page.get_by_role("checkbox").check()
    client.press("Sign now")
    client.look()


@pytest.mark.feature("A28")
def test_a_message_is_read_and_answered_on_a_phone_without_scripts(portal, client):
    here = world(GERMAN, portal.port)
    anna = make.client(here.site, "Ida")
    anna.user.language = "de"
    anna.user.save()
    matter = make.matter(here.site, here.lawyer, anna, reference="101/26", subject="Miete")
    make.message(matter, anna, body="Bitte melden Sie sich.", channel="Allgemeines")
    client.sign_in({"email": anna.email, "password": make.PASSWORD})
    client.look()
    client.go("/messages/")
    client.look()
    client.page.get_by_role("link", name="Allgemeines").first.click()
    client.sees("Bitte melden Sie sich.")
    client.look()
    client.page.locator("textarea").fill("Wann ist der Termin?")
    client.page.locator("form.reply input[type=file]").first.set_input_files(
        {"name": "brief.pdf", "mimeType": "application/pdf", "buffer": paper("Brief", ["Text"])}
    )
    client.press("Send message")
    client.sees("Wann ist der Termin?")
    client.look()
    answer = Message.objects.latest("pk")
    assert (answer.body, answer.author) == ("Wann ist der Termin?", anna.user)
