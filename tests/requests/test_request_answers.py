"""What comes back: photographed pages, names and folders by the firm's rule, receipts, dates."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from PIL import Image, ImageDraw

from portal_cms.audit.models import AuditEvent
from portal_cms.common import vault
from portal_cms.documents import checking
from portal_cms.documents.models import Document
from portal_cms.notices.delivery import drain
from portal_cms.requests import pages, services
from portal_cms.requests.models import ItemFile, Receipt
from sitesettings.models import FirmSettings
from tests import make
from tests.conftest import open_browser
from tests.requests.asking import ask, mailed, open_link, page, staff_page

pytestmark = pytest.mark.django_db
GPS = {1: "N", 2: (53.0, 33.0, 0.0), 3: "E", 4: (9.0, 59.0, 0.0)}


def photo(name, colour, *, turned=False, file_format="JPEG"):
    """A page with a black upper half on `colour`; `turned`: stored lying, with a note that the camera was turned."""
    image = Image.new("RGB", (600, 800), colour)
    ImageDraw.Draw(image).rectangle((0, 0, 600, 399), fill="black")
    exif = Image.Exif()
    exif[0x0110] = "Spyphone 7"
    exif.get_ifd(0x8825).update(GPS)
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    if file_format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    output = io.BytesIO()
    image.save(output, file_format, exif=exif.tobytes(), quality=95)
    return SimpleUploadedFile(name, output.getvalue())


def merged(item):
    row = ItemFile.objects.select_related("document").get(item=item, is_made=True)
    return row.document, vault.read_all(row.document)


def colour_of(pdf_page):
    """Of the lower half; the upper one must be black, or the page does not stand upright."""
    picture = pdf_page.images[0].image.convert("RGB")
    width, height = picture.size
    assert height > width
    assert max(picture.getpixel((width // 2, height // 4))) < 40
    red, green, blue = picture.getpixel((width // 2, height * 3 // 4))
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


@pytest.mark.feature("J4")
def test_photographed_pages_become_one_upright_pdf_in_the_order_of_the_client(cast):
    asked = ask(cast, cast.anna)
    [item] = asked.items.all()
    visitor = open_link(cast, mailed())
    shown = visitor.get(page(asked)).text
    assert 'capture="environment"' in shown
    assert "image/heic" in shown
    sent = [photo("image.jpg", "red", turned=True), photo("image.heic", "lime", file_format="HEIF")]
    visitor.post(page(asked, "answer", item.uuid), {"pages": sent, "form_token": "one"})
    visitor.post(
        page(asked, "answer", item.uuid), {"pages": [photo("image.jpg", "blue"), photo("b.jpg", "white")]}
    )
    visitor.post(page(asked, "answer", item.uuid), {"files": [SimpleUploadedFile("list.csv", b"a;b\n1;2\n")]})
    red, green, blue, white = item.filed.filter(page__gt=0).order_by("page")
    checking.check_due(10)
    listed = visitor.get(page(asked)).text
    picture = page(asked, "page", item.uuid, green.pk)
    assert picture in listed
    shown = visitor.get(picture)
    assert shown["Content-Type"].startswith("image/")
    assert b"".join(shown.streaming_content)
    assert open_browser(cast.ben).get(picture).status_code == 404
    order = {f"page-{red.pk}": 3, f"page-{green.pk}": 1, f"page-{blue.pk}": 2, f"page-{white.pk}": ""}
    bad = visitor.post(page(asked, "pages", item.uuid), {**order, f"page-{red.pk}": "x"}, follow=True)
    assert "Please enter whole numbers" in bad.text
    assert (
        "The order of the pages is kept."
        in visitor.post(page(asked, "pages", item.uuid), order, follow=True).text
    )
    pages.merge_due()
    assert not item.filed.filter(is_made=True)  # not handed in yet
    visitor.post(page(asked, "hand_in"))
    pages.merge_due()
    pages.merge_due()
    document, content = merged(item)
    paper = pypdf.PdfReader(io.BytesIO(content))
    assert [colour_of(one) for one in paper.pages] == ["green", "blue", "red"]
    assert b"Spyphone" not in content
    assert not any(one.images[0].image.getexif() for one in paper.pages)
    assert document.original_name == "Passport.pdf"
    checking.check_due()
    document.refresh_from_db()
    assert document.is_released
    original = vault.read_all(red.document)
    assert b"Spyphone 7" in original
    staff = open_browser(cast.carla).get(staff_page(asked)).text
    assert "made of the photographed pages" in staff
    assert "photographed page 3, as it was sent" in staff


@pytest.mark.feature("J4")
def test_a_client_takes_a_file_out_again_before_handing_in(cast):
    asked = ask(cast, cast.anna)
    [item] = asked.items.all()
    visitor = open_link(cast, mailed())
    sent = [photo("wrong.jpg", "red"), photo("right.jpg", "blue")]
    visitor.post(page(asked, "answer", item.uuid), {"pages": sent})
    wrong, right = item.filed.all()
    out = page(asked, "take_out", item.uuid, wrong.pk)
    assert out in visitor.get(page(asked)).text
    question = visitor.get(out).text
    assert "wrong.jpg" in question
    assert "stays among the files of the matter" in question
    assert item.filed.count() == 2  # asking changes nothing
    assert open_browser(cast.ben).post(out).status_code == 404
    assert "is no part of your answer any more" in visitor.post(out, follow=True).text
    assert visitor.post(out).status_code == 404
    [row] = item.filed.all()
    assert (row.pk, row.page) == (right.pk, 1)
    assert Document.objects.filter(pk=wrong.document_id).exists()
    event = AuditEvent.objects.get(action="request.file_taken_out")
    assert (event.actor_id, event.details["document"]) == (cast.anna.user_id, str(wrong.document.uuid))
    log = reverse("portal_activity:matter", args=[cast.matter.pk])
    assert "File taken out of an answer" in open_browser(cast.carla).get(log).text
    visitor.post(page(asked, "take_out", item.uuid, right.pk))
    item.refresh_from_db()
    assert item.is_missing
    assert "Still missing: Passport." in visitor.post(page(asked, "hand_in"), follow=True).text


@pytest.mark.feature("J4")
def test_what_was_handed_in_is_not_taken_out(cast):
    asked = ask(cast, cast.anna, "Passport", {"title": "Terms", "kind": "confirm", "explanation": "Pay."})
    passport, terms = asked.items.all()
    anna = open_browser(cast.anna)
    anna.post(page(asked, "answer", passport.uuid), {"files": [photo("first.jpg", "red")]})
    anna.post(page(asked, "answer", terms.uuid), {"is_read": "on"})
    [first] = passport.filed.all()
    out = page(asked, "take_out", passport.uuid, first.pk)
    anna.post(page(asked, "hand_in"))
    assert out not in anna.get(page(asked)).text
    assert anna.post(out).status_code == 404
    services.return_item(passport, "Too dark.", by=cast.carla)
    assert out not in anna.get(page(asked)).text
    anna.post(page(asked, "answer", passport.uuid), {"files": [photo("second.jpg", "red")]})
    second = passport.filed.last()
    later = page(asked, "take_out", passport.uuid, second.pk)
    assert later in anna.get(page(asked)).text
    anna.post(later)
    passport.refresh_from_db()
    assert passport.state == passport.State.RETURNED
    assert [row.pk for row in passport.filed.all()] == [first.pk]


@pytest.mark.feature("J4")
def test_a_refused_file_is_no_answer(cast, django_capture_on_commit_callbacks):
    asked = ask(cast, cast.anna)
    [item] = asked.items.all()
    anna = open_browser(cast.anna)
    broken = SimpleUploadedFile("passport.pdf", b"no such thing")
    anna.post(page(asked, "answer", item.uuid), {"files": [broken]})
    assert "Has arrived" in anna.get(page(asked)).text
    with django_capture_on_commit_callbacks(execute=True):
        checking.check_due()
    shown = anna.get(page(asked)).text
    assert "This file could not be accepted" in shown
    assert "Has arrived" not in shown
    assert "Still missing: Passport." in anna.post(page(asked, "hand_in"), follow=True).text
    files = [SimpleUploadedFile("again.pdf", b"no such thing"), photo("passport.jpg", "red")]
    anna.post(page(asked, "answer", item.uuid), {"files": files})
    with django_capture_on_commit_callbacks(execute=True):
        checking.check_due(5)
    assert "Has arrived" in anna.get(page(asked)).text


def test_where_a_page_can_not_be_drawn_no_paper_is_made_and_staff_have_the_photos(cast, monkeypatch):
    asked = ask(cast, cast.anna)
    [item] = asked.items.all()
    visitor = open_link(cast, mailed())
    broken = SimpleUploadedFile("image.jpg", photo("a.jpg", "red").read()[:700])
    visitor.post(page(asked, "answer", item.uuid), {"pages": [photo("image.jpg", "red"), broken]})
    Document.objects.update(state=Document.State.RELEASED)  # as if a decoder had taken it
    visitor.post(page(asked, "hand_in"))
    pages.merge_due()
    assert item.filed.filter(page__gt=0).count() == 2
    assert not item.filed.filter(merged_at=None) | item.filed.filter(is_made=True)


@pytest.mark.feature("J26")
def test_the_firms_rule_names_and_files_what_comes_back_and_replaces_nothing(cast):
    admin = open_browser(make.staff(cast.site, "Fritz", make.Role.ADMIN))
    address = f"/admin/settings/sitesettings/firmsettings/{cast.site.pk}/"
    shown = admin.get(address)
    assert "IMG_0042.jpg</bdi>" in shown.text
    form = {
        "name": "Kanzlei Nord", "languages": ["de", "en", "es"], "default_language": "de", "portal_enabled": "on",
        "access_mode": "password_link", "upload_max_mb": 100, "filing_folder": "Returned {matter}",
        "filing_name": "{client}: {item} {unknown}",
    }  # fmt: skip
    refused = admin.post(address, form).text
    assert "There is no marker {unknown}." in refused
    assert "Returned 100-26" in refused
    admin.post(address, {**form, "filing_name": "{client}: {item} {date}"})
    asked = ask(cast, cast.anna, "Pay/slips")
    [item] = asked.items.all()
    visitor = open_link(cast, mailed())
    files = [SimpleUploadedFile(name, b"%PDF-1.4 x") for name in ("a.pdf", "../../b.PDF")]
    visitor.post(page(asked, "answer", item.uuid), {"files": files})
    today = timezone.localdate().isoformat()
    names = [row.document.original_name for row in item.filed.all()]
    assert names == [f"Anna Client_ Pay-slips {today}.pdf", f"Anna Client_ Pay-slips {today} (2).pdf"]
    assert {row.document.folder.name for row in item.filed.all()} == {"Returned 100-26"}
    own = visitor.get(page(asked)).text
    assert "a.pdf" in own
    assert "b.PDF" in own


@pytest.mark.feature("J12")
@pytest.mark.feature("J24")
def test_after_handing_in_there_is_a_receipt_by_mail_and_as_a_paper(cast):
    cast.anna.user.language = "de"
    cast.anna.user.save()
    asked = ask(cast, cast.anna, "Passport", {"title": "Terms", "kind": "confirm", "explanation": "Pay."})
    passport, terms = asked.items.all()
    visitor = open_link(cast, mailed())
    assert visitor.get(page(asked, "receipt")).status_code == 404
    file = SimpleUploadedFile("my passport, Łukasz Żółć Şahin Dvořák.pdf", b"%PDF-1.4 passport")
    visitor.post(page(asked, "answer", passport.uuid), {"files": [file]})
    visitor.post(page(asked, "answer", terms.uuid), {"is_read": "on"})
    assert "Empfangsbestätigung (PDF)" in visitor.post(page(asked, "hand_in"), follow=True).text
    drain()
    letter = next(message for message in mail.outbox if message.to == [cast.anna.email] and "/r/" in message.body
                  and message is not mail.outbox[0])  # fmt: skip
    assert "passport" not in f"{letter.subject} {letter.body}".casefold()
    assert not letter.attachments
    visitor = open_link(cast, re.search(r"(/r/\S+)", letter.body)[1])
    answer = visitor.get(page(asked, "receipt"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    flat = re.sub(r"\s+", "", text)
    for word in (
        "my passport, Łukasz Żółć Şahin Dvořák.pdf",
        "Terms",
        "Anna Client",
        "100/26",
        Document.objects.get().sha256,
    ):
        assert word.replace(" ", "") in flat
    assert "Empfangsbestätigung" in flat or "Receipt" in flat
    services.return_item(passport, "Too dark.", by=cast.carla)
    assert visitor.get(page(asked, "receipt")).status_code == 404
    assert Receipt.objects.get().items[0]["files"][0]["name"] == "my passport, Łukasz Żółć Şahin Dvořák.pdf"
    assert open_browser(cast.ben).get(page(asked, "receipt")).status_code == 404


@pytest.mark.feature("J24")
@pytest.mark.parametrize("others", [[], ["Passport"]])
def test_a_confirmation_that_is_all_that_was_asked_for_hands_in(cast, others):
    asked = ask(cast, cast.anna, {"title": "Terms", "kind": "confirm", "explanation": "Pay."}, *others)
    visitor, alone = open_link(cast, mailed()), not others
    assert (page(asked, "hand_in") in visitor.get(page(asked)).text) is not alone
    terms = asked.items.first()
    assert visitor.post(page(asked, "answer", terms.uuid), {}).status_code == 422
    said = visitor.post(page(asked, "answer", terms.uuid), {"is_read": "on"}, follow=True).text
    assert ("and with it everything is handed in" in said) is alone
    asked.refresh_from_db()
    assert (asked.handed_in_at is not None) is alone


@pytest.mark.feature("P34")
def test_what_is_due_stands_among_the_dates_and_in_the_calendar_as_long_as_it_waits(cast):
    day = timezone.localdate() + timedelta(days=5)
    asked = ask(cast, cast.anna, title="Custody of the children", due_on=day)
    anna = open_browser(cast.anna)
    feed = re.search(
        r'value="http[^"]+(/calendar/[^"]+)"', anna.post("/profile/calendar/", {"action": "make"}).text
    )[1]

    def events():
        return Calendar.from_ical(open_browser(site=cast.site).get(feed).content).walk("VEVENT")

    [event] = events()
    assert str(event["summary"]) == "Answer due (100/26)"
    assert event.decoded("dtstart") == day
    assert "Custody" not in event.to_ical().decode()
    assert "Answer due: Custody of the children" in anna.get("/").text
    assert "Answer due: Custody" in anna.get(reverse("portal_parts:timeline", args=[cast.matter.uuid])).text
    before = event.decoded("last-modified")
    services.extend(asked, day + timedelta(days=2), by=cast.carla)
    FirmSettings.objects.get(site=cast.site)
    firm = FirmSettings.objects.get(site=cast.site)
    firm.calendar_shows_details = True
    firm.save()
    [event] = events()
    assert event.decoded("dtstart") == day + timedelta(days=2)
    assert event.decoded("last-modified") >= before
    assert "Custody of the children" in str(event["description"])
    services.withdraw(asked, by=cast.carla)
    assert not events()
