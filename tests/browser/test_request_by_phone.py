"""A request from the mail to the accepted answer: a client without an account on a phone, staff at a desk, and the
mails between them (issue 4, section 7)."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw

from fixtures.acroform import Text, pdf
from portal_cms.accounts.models import User
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from tests import make
from tests.browser.conftest import MOMENT, Visitor
from tests.browser.serving import serving
from tests.browser.words import speaking
from tests.questionnaires.samples import ask, build, only_if
from tests.questionnaires.samples import page as sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK = {"viewport": {"width": 1280, "height": 900}}
LEAST = 44  # pixels of what a finger is to hit
SMALL = """least => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(one => one.checkVisibility() && !one.closest('.sr-only, .skip, p, li, dd') && one.tabIndex >= 0)
  .map(one => [one, Math.max(...[one, ...(one.labels ?? [])].map(part => part.getBoundingClientRect().height))])
  .filter(([, height]) => height > 1 && height < least - 0.5)
  .map(([one, height]) => `${one.outerHTML.slice(0, 90)}: ${Math.round(height)} px`)"""

GERMAN = SimpleNamespace(
    language="de", locale="de-DE", firm="Kanzlei Nord", client=("Anna", "Berg"), lawyer=("Carla", "Voss"),
    subject="Berg gegen Weserland Versicherung", title="Unterlagen zu Ihrem Unfall",
    text="Damit wir Ihre Ansprüche anmelden können, brauchen wir einige Angaben und Unterlagen.",
    questionnaire="Fragen zum Unfall", questions="Ihre Angaben zum Unfall", pages=("Der Unfall", "Der Schaden"),
    day="An welchem Tag war der Unfall?", police="War die Polizei da?", number="Aktenzeichen der Polizei",
    damage="Was ist zu Schaden gekommen?", options="Fahrzeug\nGepäck", cost="Schaden am Fahrzeug (€)",
    photo="Schreiben des Gegners", photo_text="Bitte fotografieren Sie alle Seiten.",
    letter="Schreiben Ihrer Versicherung", power="Vollmacht",
    power_text=["Ich erteile der Kanzlei Nord Vollmacht, mich in dieser Sache", "gerichtlich und außergerichtlich zu vertreten."],
    lines=["Weserland Versicherung AG, Elbweg 3, 20095 Hamburg", "", "Frau", "Anna Berg", "Lindenallee 7", "28209 Bremen", "",
           "Unser Zeichen: KH-26-771", "Hamburg, den 02.11.2026", "", "Bitte antworten Sie bis zum 09.03.2037.",
           "Wir zahlen 2.651,44 EUR auf das Konto DE89 3704 0044 0532 0130 00."],
    street="Lindenallee 7", city="Bremen", reason="Die zweite Seite fehlt. Bitte fotografieren Sie beide.",
)  # fmt: skip
SPANISH = SimpleNamespace(
    language="es", locale="es-ES", firm="Despacho Sur", client=("Lucía", "Ferrer"), lawyer=("Marta", "Solana"),
    subject="Ferrer contra Aseguradora Levante", title="Documentos de su accidente",
    text="Para reclamar en su nombre necesitamos algunos datos y documentos.",
    questionnaire="Preguntas sobre el accidente", questions="Sus datos del accidente", pages=("El accidente", "Los daños"),
    day="¿Qué día fue el accidente?", police="¿Acudió la policía?", number="Número del atestado",
    damage="¿Qué resultó dañado?", options="Vehículo\nEquipaje", cost="Daños del vehículo (€)",
    photo="Carta de la parte contraria", photo_text="Fotografíe todas las páginas, por favor.",
    letter="Carta de su aseguradora", power="Poder de representación",
    power_text=["Otorgo poder a Despacho Sur para que me represente en este asunto", "ante los tribunales y fuera de ellos."],
    lines=["Aseguradora Levante S.A., Calle Colón 12, 46004 Valencia", "", "Doña", "Lucía Ferrer", "Calle Mayor 7, 2.º B", "28013 Madrid", "",
           "Nuestra referencia: SIN-26-771", "Valencia, 2 de noviembre de 2026", "", "Le rogamos que responda antes del 9 de marzo de 2037.",
           "Abonaremos 2.651,44 EUR en la cuenta ES91 2100 0418 4502 0005 1332."],
    street="Calle Mayor 7, 2.º B", city="Madrid", reason="Falta la segunda página. Fotografíe las dos, por favor.",
)  # fmt: skip


@pytest.fixture
def portal(db, chromium):
    with serving() as running:
        yield running


@pytest.fixture
def sit_down(portal, chromium):
    """`sit_down(words, DESK)` is somebody at a new browser."""
    contexts = []

    def open_(words, device):
        context = chromium.new_context(locale=words.locale, accept_downloads=True, **device)
        context.set_default_timeout(MOMENT)
        contexts.append(context)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        return Person(page, f"http://nord.localhost:{portal.port}", complaints, words.language)

    yield open_
    for context in contexts:
        context.close()


class Person(Visitor):
    def __init__(self, page, base, complaints, language):
        super().__init__(page, base, complaints)
        self.language, self.say = language, speaking(language)

    def look(self):
        """The page fits and speaks the person's language; the client's is accessible and made for fingers."""
        page = self.page
        assert page.locator("html").get_attribute("lang") == self.language
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if "/admin/" in page.url:
            return
        small = page.evaluate(SMALL, LEAST)
        assert not small, f"{page.url}: {small}"
        self.check_accessibility()

    def press(self, text, context=None, *, within=None, exact=True):
        """Press a button or a link that leads to another page."""
        place = within or self.page.locator("main")
        name = self.say(text, context)
        with self.page.expect_navigation():
            place.get_by_role("button", name=name, exact=exact).or_(
                place.get_by_role("link", name=name, exact=exact)
            ).first.click()

    def sees(self, text, context=None):
        self.page.get_by_text(self.say(text, context)).first.wait_for()

    def item(self, title):
        return self.page.get_by_role("region", name=title, exact=True)


def world(words, port):
    """The firm, its lawyer, a client without an account, and the request as a draft."""
    site = make.firm(words.firm, "nord.localhost", default_language=words.language, port=port)
    lawyer = make.staff(site, words.lawyer[0])
    client = make.client(site, words.client[0], state=User.Access.NONE, email="client@clients.example.org")
    lawyer.last_name, lawyer.language = words.lawyer[1], words.language
    lawyer.save()
    client.last_name, client.language = words.client[1], words.language
    client.save()
    matter = make.matter(site, lawyer, client, reference="100/26", subject=words.subject)
    return SimpleNamespace(site=site, lawyer=lawyer, client=client, matter=matter)


def draft(words, here, power):
    questions = [
        sheet(
            words.pages[0],
            ask("date", "day", words.day),
            ask("yes_no", "police", words.police),
            ask("text", "number", words.number, condition=only_if("police", "yes")),
        ),
        sheet(
            words.pages[1],
            ask("several", "what", words.damage, options=words.options),
            ask("money", "cost", words.cost.removesuffix(" (€)"), condition=only_if("what", "contains", words.options.split()[0]), minimum="0"),
        ),
    ]  # fmt: skip
    form = build(here.site, questions, title=words.questionnaire)
    form.language = words.language
    form.save()
    asked = Request(
        site=here.site, matter=here.matter, client=here.client, title=words.title, text=words.text,
        due_on=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip
    items = [
        RequestItem(kind="questionnaire", material=str(form.uuid), title=words.questions),
        RequestItem(title=words.photo, explanation=words.photo_text),
        RequestItem(title=words.letter),
        RequestItem(kind="sign", material="last", document=power, title=words.power),
    ]
    return services.save_draft(asked, items, by=here.lawyer)


def paper(title, lines):
    return pdf(
        [
            Text(20, 25, title, 18, is_bold=True),
            *(Text(20, 40 + 7 * n, line, 11) for n, line in enumerate(lines)),
        ]
    )


def photo(name, words):
    """A letter before the camera, held upright while the sensor lay on its side."""
    image = Image.new("RGB", (1200, 1600), "#e9e4da")
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 120, 1080, 1480), fill="#fbfaf6")
    for number, line in enumerate(words.lines):
        draw.text((180, 220 + 70 * number), line, fill="#222222", font_size=34)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    image.rotate(90, expand=True).save(file, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def draw_signature(page):
    """A finger on the glass, as the browser gets it."""
    pad = page.locator("[data-sign-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    glass = page.context.new_cdp_session(page)
    spots = [
        (box["x"] + box["width"] * (0.15 + n / 40), box["y"] + box["height"] * (0.3 + (n % 6) / 12))
        for n in range(25)
    ]

    def touch(kind, *points):
        glass.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    touch("touchStart", spots[0])
    for spot in spots[1:]:
        touch("touchMove", spot)
    touch("touchEnd")
    glass.detach()


@pytest.mark.parametrize("words", [GERMAN, SPANISH], ids=["de", "es"])
@pytest.mark.feature("J2", "J4", "J5", "J7", "J8", "J9", "J11", "J12", "J13", "J17", "J20", "J24")
def test_from_the_mail_to_the_accepted_answer(words, portal, sit_down):
    here = world(words, portal.port)
    power = make.document(
        here.matter, content=paper(words.power, words.power_text), name=f"{words.power}.pdf", released=False
    )
    portal.work()
    power.refresh_from_db()
    asked = draft(words, here, power)
    staff, client = sit_down(words, DESK), sit_down(words, PHONE)

    staff.sign_in({"email": here.lawyer.email, "password": make.PASSWORD})
    at_desk = f"/admin/matters/{here.matter.pk}/requests/{asked.uuid}/"
    staff.go(at_desk)
    staff.press("Send …")
    staff.press("Yes, send")

    open_the_mail(portal, here, client)
    answer_the_questions(words, client)
    send_the_papers(words, client)
    sign_the_power(words, client)
    hand_in(portal, here, client)

    notice_it(words, here, staff)
    take_over_two_suggestions(words, here, staff)
    check_the_seal(words, staff, at_desk)
    reject_the_photo(words, staff, at_desk)

    open_the_mail(portal, here, client)
    repeat_the_photo(words, client)
    hand_in(portal, here, client)
    accept_everything(staff, at_desk)
    client.page.reload()
    client.sees("All done. Thank you, nothing more is needed here.")
    client.look()
    assert staff.complaints == client.complaints == []


def open_the_mail(portal, here, client):
    portal.work()
    client.page.goto(portal.link_in(portal.mails_to(here.client)[-1]))
    client.look()
    client.press("Open the request")


def answer_the_questions(words, client):
    page = client.page
    client.look()
    client.press("Answer the questions", within=client.item(words.questions), exact=False)
    number = page.get_by_label(words.number)
    assert not number.is_visible()
    page.get_by_role("group", name=words.police).get_by_text(client.say("Yes"), exact=True).tap()
    number.fill("4711/26")
    page.get_by_label(words.day).fill("2026-04-17")
    client.look()
    client.press("Save and go on")
    page.get_by_text(words.options.split()[0], exact=True).tap()
    page.get_by_label(words.cost).fill("2.651,44")
    client.look()
    client.press("Save and go on")
    page.get_by_text("4711/26").wait_for()
    client.look()
    client.press("Finish", "a questionnaire")


def send_the_papers(words, client):
    photographed, sent = client.item(words.photo), client.item(words.letter)
    photographed.locator("[capture]").set_input_files(photo("IMG_0001.jpg", words))
    client.press("Send these files", within=photographed)
    file = {
        "name": "letter.pdf",
        "mimeType": "application/pdf",
        "buffer": paper(words.lines[0], words.lines[1:]),
    }
    sent.locator("input[type=file]:not([capture])").set_input_files(file)
    client.press("Send these files", within=sent)
    sent.get_by_text("letter.pdf", exact=True).wait_for()
    client.look()


def sign_the_power(words, client):
    client.press("Read and sign", within=client.item(words.power), exact=False)
    draw_signature(client.page)
    client.page.get_by_role("checkbox").check()
    client.look()
    client.press("Sign now")
    client.sees("The signed document is being made. You get an e-mail when it is here.")


def hand_in(portal, here, client):
    known = len(portal.mails_to(here.client))
    client.look()
    client.press("Hand in")
    client.sees("Thank you. Everything is handed in. You get a receipt by e-mail.")
    client.look()
    portal.work()
    [receipt, *_rest] = portal.mails_to(here.client)[known:]
    assert client.say("Look at the receipt") in receipt.body
    client.page.goto(portal.link_in(receipt))
    client.press("Open the request")
    with client.page.expect_download() as download:
        client.page.get_by_role("link", name=client.say("Receipt (PDF)")).tap()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def notice_it(words, here, staff):
    """The red dots, the number at the bell, and the list behind it."""
    page, new = staff.page, staff.say("New activity by a client")
    staff.go("/admin/matters/")
    page.get_by_role("row", name=words.subject).get_by_text(new).wait_for(state="attached")
    number = page.locator(".portal-bell__number")
    number.wait_for()
    count = int(number.inner_text())
    staff.look()
    page.locator(".portal-bell button").first.click()
    newest = page.locator(".portal-bell__panel")
    newest.get_by_role("link", name=words.title).wait_for()
    staff.look()
    staff.press("Show everything that is new", within=newest)
    staff.look()
    assert page.locator(".portal-activity tbody tr").count() == count == 6
    staff.go(f"/admin/matters/{here.matter.pk}/requests/")
    row = page.get_by_role("row", name=words.title)
    row.get_by_text(new).wait_for(state="attached")
    staff.look()
    with page.expect_navigation():
        row.get_by_role("link", name=words.title).click()
    staff.look()
    page.go_back()
    page.reload()
    row.wait_for()
    assert row.get_by_text(new).count() == 0


def take_over_two_suggestions(words, here, staff):
    page = staff.page
    staff.go(f"/admin/matters/{here.matter.pk}/reading/")
    staff.look()
    with page.expect_navigation():
        page.get_by_role("link", name="letter", exact=True).click()
    staff.look()
    for value in (words.street, "2037"):
        suggestion = page.locator(".portal-suggestion", has=page.locator(f"input[value^='{value}']")).first
        with page.expect_navigation():
            suggestion.get_by_role("button", name=staff.say("Take over")).click()
        page.locator(".messages .success").wait_for()
        staff.look()
    staff.go(f"/admin/clients/edit/{here.client.pk}/")
    page.locator(f"input[value='{words.street}']").wait_for()
    staff.go(f"/admin/matters/{here.matter.pk}/proceedings/")
    page.get_by_text("2037").first.wait_for()
    staff.look()


def check_the_seal(words, staff, at_desk):
    page = staff.page
    staff.go(at_desk)
    signed = staff.say("%(name)s (signed).pdf", name=words.power).removesuffix(".pdf")
    with page.expect_navigation():
        page.get_by_role("link", name=signed, exact=True).first.click()
    staff.look()
    with page.expect_download() as download:
        page.get_by_role("link", name=staff.say("Download"), exact=True).click()
    content = download.value.path().read_bytes()
    staff.go("/verify/")
    page.locator("[type=file]").set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    staff.press("Check this file")
    staff.sees("Valid: the document is as it was sealed.")
    staff.look()


def panel(staff, title):
    return staff.page.locator("section", has=staff.page.get_by_role("heading", name=title, exact=True))


def reject_the_photo(words, staff, at_desk):
    page, day = staff.page, timezone.localdate() + timedelta(days=20)
    staff.go(at_desk)
    staff.press("Ask again", within=panel(staff, words.photo), exact=False)
    page.locator("[name=reason]").fill(words.reason)
    page.locator("[name=due_on]").fill(day.isoformat())
    staff.look()
    staff.press("Send back to the client")
    staff.sees("The client is asked again and gets an e-mail.")
    staff.look()


def repeat_the_photo(words, client):
    again = client.item(words.photo)
    again.get_by_text(words.reason).wait_for()
    client.look()
    again.locator("[capture]").set_input_files([photo("IMG_0002.jpg", words), photo("IMG_0003.jpg", words)])
    client.press("Send these files", within=again)


def accept_everything(staff, at_desk):
    staff.go(at_desk)
    accept = staff.page.get_by_role("button", name=staff.say("Accept"))
    for left in (3, 2, 1, 0):
        with staff.page.expect_navigation():
            accept.first.click()
        assert accept.count() == left
    staff.sees("Done")
    staff.look()
