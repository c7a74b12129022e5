"""From a client's file to what staff take over of it, through the worker and the staff's screens."""

import json
import re
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import translation

from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.documents.checking import check_due
from portal_cms.documents.models import Document
from portal_cms.documents.services import receive_upload
from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.reading import endpoint_host, queue, texts
from portal_cms.reading.models import Reading, ReadingSettings, Suggestion
from tests import make
from tests.conftest import assert_visible, open_browser

pytestmark = pytest.mark.django_db
LETTER = """Hanse Versicherung AG, Elbweg 3, 20095 Hamburg

Frau Anna Client
Lindenallee 7
28209 Bremen

Unser Zeichen: KH-26-771
Hamburg, den 02.11.2026

Landgericht Bremen, Az. 2 O 1187/26
Anna Client, USt-IdNr. DE136695976

Bitte antworten Sie bis zum 09.03.2037 an schaden@hanse.example.
Wir zahlen 2.651,44 EUR auf das Konto DE89 3704 0044 0532 0130 00.
"""


def upload(cast, text=LETTER, name="letter.txt", *, client=None):
    """A file of anna's, checked as the worker does it."""
    client = client or cast.anna
    document, _new = receive_upload(
        cast.matter, by=client.user, chunks=[text.encode()], name=name, upload_key=f"k-{name}", client=client
    )
    check_due()
    document.refresh_from_db()
    return document


@pytest.fixture
def read(cast):
    """A letter that was read."""
    document = upload(cast)
    assert queue.read_due() == 1
    return document


def found(document, kind):
    return Suggestion.objects.get(reading__document=document, kind=kind)


def page(document, name="detail", *args):
    return reverse(f"portal_reading_admin:{name}", args=[document.matter_id, document.uuid, *args])


def fields(html, row):
    """The values of one suggestion's form, as a browser would send them."""
    prefix = f"s{row.pk}-"
    inputs = re.findall(r"<input[^>]*>", html)
    values = {}
    for text in inputs:
        name = re.search(r'name="([^"]*)"', text)
        if name and name[1].startswith(prefix):
            value = re.search(r'value="([^"]*)"', text)
            values[name[1]] = value[1].replace("&quot;", '"').replace("&#x27;", "'") if value else ""
    select = re.search(rf'<select[^>]*name="{prefix}target"[^>]*>(.*?)</select>', html, re.DOTALL)
    options = re.findall(r'<option value="([^"]*)"( selected)?', select[1])
    values[f"{prefix}target"] = next((key for key, chosen in options if chosen), options[0][0])
    return values


def take(browser, document, row, **changes):
    html = browser.get(page(document)).text
    data = fields(html, row) | {f"s{row.pk}-{name}": value for name, value in changes.items()}
    return browser.post(page(document, "take", row.uuid), data, follow=True)


@pytest.mark.feature("J13")
def test_a_clients_file_is_read_by_the_worker_and_nothing_is_taken_over(cast, read):
    kinds = set(Suggestion.objects.values_list("kind", flat=True))
    assert {
        "address",
        "reference",
        "court",
        "court_reference",
        "deadline",
        "email",
        "amount",
        "iban",
        "vat_id",
    } <= kinds
    cast.anna.refresh_from_db()
    assert (cast.anna.vat_id, cast.anna.street) == ("", "")
    assert not Court.objects.exists()
    carla = open_browser(cast.carla)
    listed = carla.get(reverse("portal_reading_admin:list", args=[cast.matter.pk])).text
    assert str(Suggestion.objects.count()) in listed
    shown = carla.get(page(read)).text
    assert "Certain: the check digits fit" in shown
    assert "schaden@hanse.example" in shown
    assert "Nothing is taken over until you say so." in shown
    assert_visible(Suggestion.objects.visible_to(cast.carla), shown=[found(read, "iban")], hidden=[])
    assert not Suggestion.objects.visible_to(cast.anna.user).exists()


@pytest.mark.feature("J13")
def test_what_stands_somewhere_is_only_replaced_by_choice(cast, read):
    cast.anna.street, cast.anna.city = "Am Wall 1", "Bremen"
    cast.anna.save()
    carla = open_browser(cast.carla)
    address = Suggestion.objects.get(kind="address", data__street="Lindenallee 7")
    assert "Please choose where this belongs." in take(carla, read, address).text
    cast.anna.refresh_from_db()
    assert cast.anna.street == "Am Wall 1"
    assert "is taken over" in take(carla, read, address, target=f"client:{cast.anna.pk}").text
    cast.anna.refresh_from_db()
    assert cast.anna.street == "Lindenallee 7"


@pytest.mark.feature("J13")
def test_days_and_amounts_are_shown_as_the_reader_writes_them(cast, read):
    amount, day = found(read, "amount"), found(read, "deadline")
    with translation.override("de"):
        assert str(amount) == "2.651,44 EUR"
        assert str(day) == f"{date.fromisoformat(day.value):%d.%m.%Y}"


@pytest.mark.feature("J13")
def test_the_day_of_a_deadline_or_a_hearing_is_not_suggested_as_a_date_as_well(cast):
    document = upload(
        cast,
        "Hamburg, den 02.11.2036\nDas Gutachten vom 03.10.2036 liegt bei.\n"
        "Am 05.04.2037 ist das Amtsgericht geschlossen.\nBitte antworten Sie bis zum 09.03.2037.\n"
        "Termin zur mündlichen Verhandlung ist am 12.05.2037, 10:30 Uhr.\nEinspruch bis 05.04.2037.\n",
    )
    queue.read_due()
    rows = Suggestion.objects.filter(reading__document=document, kind__in=("date", "deadline", "hearing"))
    assert set(rows.values_list("kind", "value")) == {
        ("date", "2036-11-02"),
        ("date", "2036-10-03"),
        ("date", "2037-04-05"),  # it stands elsewhere too
        ("deadline", "2037-04-05"),
        ("deadline", "2037-03-09"),
        ("hearing", "2037-05-12"),
    }


@pytest.mark.feature("J13")
def test_staff_take_over_correct_and_refuse(cast, read):
    carla = open_browser(cast.carla)
    address = Suggestion.objects.get(kind="address", data__street="Lindenallee 7")
    corrected = take(carla, read, address, street="Lindenallee 8").text
    whole = f"Lindenallee 8, {address.data['postal_code']} Bremen"
    assert f"“{whole}” is taken over" in corrected
    assert f"as “{whole}”" in carla.get(page(read)).text  # beside what was found
    cast.anna.refresh_from_db()
    assert (cast.anna.street, cast.anna.city, cast.anna.country) == ("Lindenallee 8", "Bremen", "DE")
    assert AuditEvent.objects.filter(action="client.changed", actor_id=cast.carla.pk).exists()
    take(carla, read, found(read, "court"))
    take(carla, read, found(read, "court_reference"))
    court = Court.objects.get()
    assert (court.name, court.file_number, court.is_published) == ("Landgericht Bremen", "2 O 1187/26", False)
    assert "“9 Mar 2037” is taken over" in take(carla, read, found(read, "deadline")).text
    step = Proceeding.objects.get()
    assert (str(step.next_date), step.is_published) == ("2037-03-09", False)
    take(carla, read, found(read, "reference"), target="sender:new")
    assert "KH-26-771" in Party.objects.get(name="Hanse Versicherung AG").note
    refused = carla.post(page(read, "refuse", found(read, "amount").uuid), follow=True)
    assert "1 suggestion is refused." in refused.text
    carla.post(page(read, "refuse_rest"))
    states = dict(Suggestion.objects.values_list("kind", "state"))
    assert (states["amount"], states["iban"], states["deadline"]) == ("refused", "refused", "taken")
    assert not Suggestion.objects.exclude(context="").exists()
    carla.post(reverse("portal_reading_admin:ask", args=[cast.matter.pk]), {"document": str(read.uuid)})
    queue.read_due()
    assert not Suggestion.objects.waiting().exists()  # what was decided is not suggested again


@pytest.mark.feature("J13")
def test_what_changed_meanwhile_is_shown_again(cast, read):
    carla = open_browser(cast.carla)
    row = found(read, "email")
    data = fields(carla.get(page(read)).text, row) | {f"s{row.pk}-target": f"client:{cast.anna.pk}"}
    Client.objects.filter(pk=cast.anna.pk).update(email="new@clients.example.org")
    again = carla.post(page(read, "take", row.uuid), data)
    assert again.status_code == 409
    assert "new@clients.example.org" in again.text
    assert found(read, "email").is_open
    again = carla.post(
        page(read, "take", row.uuid),
        fields(again.text, row) | {f"s{row.pk}-target": f"client:{cast.anna.pk}"},
    )
    assert again.status_code == 302
    assert Client.objects.get(pk=cast.anna.pk).email == "schaden@hanse.example"
    late = carla.post(page(read, "take", row.uuid), data, follow=True)
    assert "Somebody has decided about this meanwhile." in late.text


@pytest.mark.feature("J13")
def test_a_value_that_does_not_fit_is_refused_with_its_reason_and_kept(cast, read):
    carla = open_browser(cast.carla)
    row = found(read, "vat_id")
    answer = take(carla, read, row, value="DE1", target=f"client:{cast.anna.pk}")
    assert answer.status_code == 422
    assert "VAT number" in answer.text
    assert 'value="DE1"' in answer.text
    unsure = found(read, "email")
    assert "Please choose where this belongs." in take(carla, read, unsure, target="").text


@pytest.mark.feature("J13")
def test_rights_decide_where_something_can_go(cast, read):
    reader = make.staff(cast.site, "Rita", make.Role.STAFF)
    row = found(read, "vat_id")
    restricted = make.matter(cast.site, cast.carla, is_restricted=True)
    hidden = make.document(restricted, name="secret.txt", content=LETTER.encode())
    Reading.objects.create(document=hidden, site=cast.site)
    rita = open_browser(reader)
    assert rita.get(page(hidden)).status_code == 404
    assert rita.get(page(read).replace(str(read.uuid), str(hidden.uuid))).status_code == 404
    assert not Reading.objects.visible_to(reader).filter(document=hidden).exists()
    Document.objects.filter(pk=read.pk).update(matter=restricted)
    assert rita.post(page(read, "refuse", row.uuid)).status_code == 404
    assert found(read, "vat_id").is_open


@pytest.mark.feature("J13")
def test_a_firm_may_let_certain_numbers_in_by_themselves(cast):
    ReadingSettings.objects.create(site=cast.site, takes_over=True)
    document = upload(cast)
    queue.read_due()
    cast.anna.refresh_from_db()
    assert (cast.anna.vat_id, cast.anna.street) == ("DE136695976", "")
    event = AuditEvent.objects.get(action="suggestion.taken_over_at_once")
    assert event.actor_id is None
    assert "entered by the portal" in open_browser(cast.carla).get(page(document)).text
    other = upload(cast, "Ben Client, USt-IdNr. DE136695976 und DE811569869", "two.txt")
    queue.read_due()
    cast.ben.refresh_from_db()
    assert cast.ben.vat_id == ""  # two of them: somebody has to look
    assert other.reading.suggestions.waiting().count() == 2


def test_the_firm_can_switch_it_off_and_staff_can_ask_for_it(cast):
    ReadingSettings.objects.create(site=cast.site, reads_uploads=False)
    document = upload(cast)
    assert queue.read_due() == 0
    carla = open_browser(cast.carla)
    ask = reverse("portal_reading_admin:ask", args=[cast.matter.pk])
    assert "Read now" in carla.get(f"{ask}?document={document.uuid}").text
    assert "1 file is being read" in carla.post(ask, {"document": str(document.uuid)}, follow=True).text
    assert queue.read_due() == 1
    assert carla.get(f"{ask}?document={document.uuid}").headers["Location"] == page(document)


@pytest.mark.feature("J13")
def test_a_picture_is_read_by_eyes_or_the_portal_says_that_it_has_none(cast, monkeypatch):
    import io

    from PIL import Image

    from portal_cms.reading.extract import find_all
    from portal_cms.reading.texts import ocr

    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")

    class Eyes:
        def read(self, picture):
            return "Konto DE89 3704 0044 0532 0130 00", 0.9

    text = texts.read(io.BytesIO(picture.getvalue()), "png", Eyes())
    assert (text.how, find_all(text.pages)[0].value) == (["ocr"], "DE89370400440532013000")
    boxes = [([(50, 0), (90, 0), (90, 10), (50, 10)], "right"), ([(0, 1), (40, 1), (40, 11), (0, 11)], "left"), ([(0, 20), (9, 20), (9, 30), (0, 30)], "below")]  # fmt: skip
    assert ocr.in_lines(boxes) == "left  right\nbelow"
    monkeypatch.setattr("portal_cms.reading.reader.ocr.is_installed", lambda: False)
    document, _new = receive_upload(cast.matter, by=cast.anna.user, chunks=[picture.getvalue()], name="scan.png", upload_key="scan", client=cast.anna)  # fmt: skip
    check_due()
    queue.read_due()
    shown = open_browser(cast.carla).get(page(document)).text
    assert "Reading pictures is not installed on this server" in shown
    assert "Not read" in shown


@pytest.mark.feature("J13")
def test_a_damaged_file_and_a_lost_worker_end_well(cast, monkeypatch):
    document = upload(cast)
    reading = document.reading
    assert queue._claim(reading.pk) is not None
    assert queue.read_due() == 0  # another worker holds it
    Reading.objects.update(claimed_until="2026-01-01T00:00Z")
    monkeypatch.setattr(queue.reader, "COMMAND", [queue.reader.COMMAND[0], "-c", "print('nonsense')"])
    assert queue.read_due() == 1
    reading.refresh_from_db()
    assert (reading.state, reading.reason) == ("failed", "unreadable")
    assert not Suggestion.objects.exists()


class Model(BaseHTTPRequestHandler):
    answers = []
    asked = []

    def do_POST(self):
        self.asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        rows = json.dumps({"findings": self.answers})
        body = json.dumps({"choices": [{"message": {"content": rows}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def model(settings):
    server = HTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.PORTAL_READING_ENDPOINT = f"http://127.0.0.1:{server.server_port}/v1"
    settings.PORTAL_READING_MODEL = "small"
    settings.PORTAL_READING_TIMEOUT = 5
    Model.asked.clear()
    yield Model
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.feature("J13")
def test_a_language_model_is_asked_only_if_the_firm_says_so_and_believed_only_word_for_word(cast, model):
    upload(cast)
    queue.read_due()
    assert not model.asked
    ReadingSettings.objects.filter(site=cast.site).update(uses_endpoint=True)
    model.answers = [
        {"kind": "party", "value": "Hanse  Versicherung AG", "role": "Versicherer"},
        {"kind": "party", "value": "Somebody Invented", "role": ""},
        {"kind": "iban", "value": "DE89 3704 0044 0532 0130 0", "role": ""},
        {"kind": "deadline", "value": "09.03.2037"},
        "nonsense",
    ]
    upload(cast, name="again.txt")
    queue.read_due()
    assert model.asked[0][0] == "/v1/chat/completions"
    assert "2 O 1187/26" in model.asked[0][1]["messages"][1]["content"]
    row = Suggestion.objects.get(by_endpoint=True)
    assert (row.kind, row.value, row.data["role"]) == ("party", "Hanse Versicherung AG", "Versicherer")
    model.answers = {"no": "list"}
    upload(cast, name="third.txt")
    queue.read_due()
    assert Reading.objects.filter(state="done").count() == 3


def test_the_firms_administration_switches_it_and_reads_where_the_text_would_go(cast, settings):
    settings.PORTAL_READING_ENDPOINT = "https://models.example.com/v1"
    address = reverse("wagtailsettings:edit", args=["portal_reading", "readingsettings", cast.site.pk])
    frida = open_browser(make.staff(cast.site, "Frida", make.Role.STAFF, make.Role.ADMIN))
    assert "leaves this server and goes to models.example.com" in frida.get(address).text
    frida.post(address, {"takes_over": "on"})
    firm = ReadingSettings.for_site(cast.site)
    assert (firm.reads_uploads, firm.takes_over, firm.uses_endpoint) == (False, True, False)
    assert open_browser(cast.carla).get(address).status_code in (302, 403, 404)


def test_a_foreign_language_model_comes_with_a_warning(settings):
    assert "set up no language model" in endpoint_host.notice()
    settings.PORTAL_READING_MODEL = "large"
    settings.PORTAL_READING_ENDPOINT = "http://localhost:11434/v1"
    assert "in the network of this server" in endpoint_host.notice()
    settings.PORTAL_READING_ENDPOINT = "http://models.example.com/v1"
    assert endpoint_host.notice().startswith("Warning")
    assert "portal_cms.E021" in {problem.id for problem in run_checks(tags=["security"])}
    settings.PORTAL_READING_ENDPOINT = "https://models.example.com/v1"
    assert "portal_cms.W020" in {problem.id for problem in run_checks(tags=["security"])}


def test_a_file_with_many_suggestions_costs_no_more_queries(cast, read):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    carla = open_browser(cast.carla)
    counts = []
    for visit in range(2):
        carla.get(page(read))
        with CaptureQueriesContext(connection) as captured:
            carla.get(page(read))
        counts.append(len(captured))
        Suggestion.objects.bulk_create(
            Suggestion(site=cast.site, reading=read.reading, kind=kind, value="x 1", key=f"{kind}{visit}-{number}", page=1, position=1, confidence=0.5)
            for number in range(20) for kind in ("email", "court_reference", "party", "amount")
        )  # fmt: skip
    assert counts[0] == counts[1] <= 30
