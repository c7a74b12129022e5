"""From nothing to the first published matter, in Spanish: the operator opens a firm, its administrator follows the
set-up guide, and the first client reads the first matter. Everything else happens in their two browsers."""

import email
import email.policy
import io
import os
import subprocess
import sys
import time

import pytest
from PIL import Image

from tests.browser.spanish import es
from tests.mails import link_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
ADMIN, CLIENT = "direccion@bufete-solana.example", "lucia.ferrer@example.org"
NAME, SUBJECT = "Bufete Solana", "Ferrer contra Aseguradora Levante"
PASSWORD = "una contraseña bien larga 7"


@pytest.fixture
def firm(demo):
    """The address of a firm as `portal-cms open_firm` leaves it, beside those of the demo."""
    host = "bufete.localhost"
    settings = {"DJANGO_SETTINGS_MODULE": "portal_cms.conf.dev", "PORTAL_DATA_DIR": str(demo.data)}
    call = ["open_firm", NAME, "--host", host, "--admin", ADMIN, "--language", "es", "--port", str(demo.port)]
    run = [sys.executable, "-m", "portal_cms", *call]
    subprocess.run(run, env={**os.environ, **settings}, check=True)
    return f"http://{host}:{demo.port}"


@pytest.fixture
def mail_to(demo):
    """`mail_to(address, subject)` waits for the worker to send that mail."""

    def arrived(address, subject):
        name = address.replace("@", "-at-").replace(".", "-")
        for path in (demo.data / "mails").glob(f"*{name}*.eml"):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if mail["to"] == address and mail["subject"] == subject:
                return mail
        return None

    def wait(address, subject, seconds=90):
        deadline = time.monotonic() + seconds
        while not (mail := arrived(address, subject)) and time.monotonic() < deadline:
            time.sleep(0.5)
        assert mail, f"No mail “{subject}” has reached {address}."
        return mail

    return wait


def logo():
    image = io.BytesIO()
    Image.new("RGB", (300, 90), "#7a1f3d").save(image, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": image.getvalue()}


class Guide:
    """The administrator at the set-up guide: each step is entered from it and ticked when one comes back."""

    def __init__(self, person):
        self.person, self.page = person, person.page
        person.go("/admin/")
        self.page.get_by_role("link", name=es("Open the set-up guide")).click()
        self.page.get_by_role("heading", name=es("Set-up guide")).wait_for()
        self.path = self.page.url.removeprefix(person.base)

    def step(self, title):
        self.person.go(self.path)
        return self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=es(title), exact=True)
        )

    def open(self, title, link):
        self.step(title).get_by_role("link", name=es(link), exact=True).click()
        self.page.wait_for_load_state()

    def is_done(self, title):
        return self.step(title).get_by_text(es("Done", "step"), exact=True).count() == 1

    def press(self, name):
        """Press a button that leads to a page which says that it went well."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.page.locator(".messages .success").first.wait_for()


def choose_password(person, link):
    person.page.goto(link)
    for field in person.page.locator("[type=password]").all():
        field.fill(PASSWORD)
    person.page.get_by_role("button", name=es("Save the password and sign in")).click()
    person.page.wait_for_url(lambda url: "/password/" not in url)


def check_address(guide):
    guide.open("Choose the address and check it", "Check this address")
    guide.page.get_by_role("button", name=es("Check this address")).click()
    guide.page.get_by_text(es("Everything is fine: clients can use this address.")).wait_for()


def choose_logo(guide):
    guide.open("Show the firm's name and logo", "Logo")
    guide.page.get_by_role("button", name="Seleccionar una imagen").first.click()
    window = guide.page.get_by_role("dialog")
    window.get_by_role("tab", name="Subir").click()
    window.get_by_role("textbox", name="Título").fill("Logotipo")
    window.locator("input[type=file]").set_input_files(logo())
    window.get_by_role("button", name="Subir", exact=True).click()
    window.wait_for(state="hidden")
    guide.page.get_by_role("button", name="Más acciones").click()
    guide.press("Publicar")


def choose_sender(guide):
    guide.open("Choose the sender of mails and test it", "Mail settings")
    guide.page.get_by_role("textbox", name="Dirección del remitente").fill("portal@bufete-solana.example")
    guide.press("Guardar")
    guide.step("Choose the sender of mails and test it")
    guide.press(es("Send a test mail to me"))


def give_access(guide):
    guide.open("Give the first client access", "Add a client")
    guide.page.get_by_role("textbox", name="Nombre", exact=True).fill("Lucía")
    guide.page.get_by_role("textbox", name="Apellidos").fill("Ferrer")
    guide.page.get_by_role("textbox", name="Correo electrónico").fill(CLIENT)
    guide.press("Crear")
    assert guide.page.get_by_role("textbox", name="Usuario").input_value() == CLIENT  # the Portal tab
    guide.press(es("Send access"))


def publish_first_matter(guide):
    guide.open("Publish the first matter", "Matters")
    guide.page.get_by_role("link", name="Añadir expediente").click()
    guide.page.get_by_role("textbox", name="Asunto").fill(SUBJECT)
    guide.press("Guardar")
    guide.page.get_by_role("checkbox", name="Publicar en el portal de clientes").check()
    clients = guide.page.get_by_role("region", name="Clientes del portal")
    clients.get_by_role("button", name="Elegir un cliente").click()
    guide.page.get_by_role("dialog").get_by_role("link", name="Lucía Ferrer").click()
    clients.get_by_text("Lucía Ferrer").wait_for()
    guide.press("Guardar")
    question = guide.page.get_by_role("dialog", name="¿Notificar ahora al cliente?")
    question.get_by_text("Lucía Ferrer").wait_for()
    question.get_by_role("button", name="Enviar correo").click()
    question.wait_for(state="hidden")


@pytest.mark.feature("P3", "P10", "P14", "P25", "P26", "P27", "P28", "P46")
def test_a_new_firm_gives_access_and_publishes_its_first_matter(visitor, firm, mail_to):
    chief, client = visitor(locale="es-ES"), visitor(width=390, locale="es-ES")
    chief.base = client.base = firm
    choose_password(chief, link_of(mail_to(ADMIN, f"Su cuenta en {NAME}")))
    guide = Guide(chief)
    assert guide.is_done("Switch the portal on")

    assert not guide.is_done("Choose the address and check it")
    check_address(guide)
    assert guide.is_done("Choose the address and check it")
    choose_logo(guide)
    assert guide.is_done("Show the firm's name and logo")
    choose_sender(guide)
    mail = mail_to(ADMIN, f"Correo de prueba del portal de {NAME}")
    assert "portal@bufete-solana.example" in mail["from"]
    assert guide.is_done("Choose the sender of mails and test it")

    give_access(guide)
    assert guide.is_done("Give the first client access")
    choose_password(client, link_of(mail_to(CLIENT, f"Su acceso al portal de clientes de {NAME}")))
    client.page.get_by_role("img", name=NAME).first.wait_for()  # the logo
    assert client.page.get_by_text(SUBJECT).count() == 0

    assert not guide.is_done("Publish the first matter")
    publish_first_matter(guide)
    assert guide.is_done("Publish the first matter")
    client.page.goto(link_of(mail_to(CLIENT, f"Novedades en el apartado Expedientes del portal de {NAME}")))
    client.page.get_by_role("heading", name=SUBJECT).wait_for()
    assert client.page.locator("html").get_attribute("lang") == "es"
    client.check_accessibility()
    assert chief.complaints == client.complaints == []
