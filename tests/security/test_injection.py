"""Text is text: in pages of both sides, in mails and their headers, in names of downloads."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Site

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Folder
from portal_cms.matters.models import Matter
from portal_cms.messaging.models import Message, Thread
from portal_cms.notices.delivery import drain
from portal_cms.parts.models import Court, Party, Proceeding
from sitesettings.models import FirmSettings, OfficeLocation
from tests import make

BREAK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% debug %}${7*7}</textarea></title>"
RAW = ("<script>alert(1)", "<img src=x", "</textarea></title>", ">{{7*7}}</title", "'><script", '"><script')
LINES = "Offer\r\nBcc: victim@evil.example\r\n\r\n<html>"


@pytest.fixture
def world(cast):
    """Every text that somebody can type says the same bad thing."""
    folder = make.make_folder(cast.matter, "plain", by=cast.carla)
    make.make_folder(cast.matter, "own", by=cast.carla, area=Folder.Area.FILE)
    document = make.document(cast.matter)
    make.share(document, cast.anna, folder=folder)
    upload = make.document(cast.matter, client=cast.anna)
    make.message(cast.matter, cast.anna, documents=[make.document(cast.matter)])
    make.message(cast.matter, cast.anna, by=cast.anna.user)
    make.party(cast.matter)
    make.proceeding(cast.matter, court=make.court(cast.matter), next_in=3)
    OfficeLocation.objects.create(
        site=cast.site, name="x", street="x", postal_code="1", city="x", timezone="Europe/Berlin"
    )
    drain()
    mail.outbox.clear()
    cut = BREAK[:110]
    Document.objects.update(title=BREAK[:190], original_name=f"{cut}.pdf")
    Folder.objects.update(name=models_text("pk", cut))
    Thread.objects.update(name=cut)
    Message.objects.update(body=BREAK * 2, author_name=cut)
    Matter.objects.filter(pk=cast.matter.pk).update(
        subject=BREAK[:240], reference=BREAK[:60], description=BREAK
    )
    Party.objects.update(role=BREAK[:80], name=cut, detail=cut)
    Court.objects.update(
        name=cut, branch=cut, file_number=BREAK[:80], chamber=cut, address=cut, phone=BREAK[:40]
    )
    Proceeding.objects.update(kind=cut, text=BREAK, next_kind=cut, next_place=cut)
    Client.objects.filter(pk=cast.anna.pk).update(
        first_name=cut, last_name=cut, company=cut, city=BREAK[:90], number=BREAK[:40]
    )
    User.objects.filter(pk=cast.anna.user.pk).update(first_name=cut, last_name=cut)
    User.objects.filter(pk=cast.carla.pk).update(first_name=cut, last_name=cut)
    OfficeLocation.objects.update(name=cut, street=cut, city=cut)
    FirmSettings.objects.filter(site=cast.site).update(name=cut)
    make.brand(
        cast.site,
        **{
            f"{text}_{code}": BREAK
            for text in ("description", "welcome", "greeting", "footer")
            for code in ("de", "en")
        },
    )
    Site.objects.filter(pk=cast.site.pk).update(site_name=cut)
    FirmSettings.touch(site=cast.site)
    return document, upload


def models_text(name, text):
    from django.db.models import CharField, F, Value
    from django.db.models.functions import Cast, Concat

    return Concat(Value(text[:100]), Cast(F(name), CharField()), output_field=CharField())


def is_clean(answer):
    text = answer.text if not answer.streaming else ""
    found = [raw for raw in RAW if raw in text]
    assert not found, (answer.request["PATH_INFO"], found)
    assert "49" not in text or "{{7*7}}" in text or "alert" not in text
    return "alert(1)" in text


def test_nothing_typed_becomes_a_tag_on_a_clients_pages(cast, world, browser):
    document, _upload = world
    thread, folder = Thread.objects.get(), Folder.objects.filter(area="portal").get()
    anna = browser(cast.anna)
    matter = f"/matters/{cast.matter.uuid}/"
    paths = [
        "/", matter, f"{matter}dates/", f"{matter}files/", f"{matter}files/?folder={folder.uuid}", "/files/", "/messages/", f"{matter}messages/",
        f"/messages/{thread.uuid}/", "/messages/new/", f"{matter}messages/new/", f"/documents/{document.uuid}/", "/profile/",
    ]  # fmt: skip
    shown = [is_clean(anna.get(path)) for path in paths]
    assert sum(shown) > len(paths) // 2
    refused = anna.post(f"/messages/{thread.uuid}/", {"body": BREAK + "x" * 30_000})
    assert refused.status_code == 422
    assert is_clean(refused)


def test_nothing_typed_becomes_a_tag_on_the_staffs_pages(cast, world, browser):
    document, _upload = world
    thread = Thread.objects.get()
    carla, pk = browser(cast.carla), cast.matter.pk
    chief = browser(make.staff(cast.site, "Petra", *make.Role))
    share = document.shares.get()
    paths = [
        "/admin/", "/admin/matters/", f"/admin/matters/edit/{pk}/", f"/admin/matters/history/{pk}/", f"/admin/matters/{pk}/people/",
        f"/admin/matters/{pk}/parties/", f"/admin/matters/{pk}/courts/", f"/admin/matters/{pk}/proceedings/",
        f"/admin/matters/{pk}/documents/", f"/admin/matters/{pk}/documents/{document.uuid}/", f"/admin/matters/{pk}/portal/",
        f"/admin/matters/{pk}/portal/shares/{share.uuid}/end/", f"/admin/matters/{pk}/messages/{thread.uuid}/",
        f"/admin/matters/{pk}/messages/new/?document={document.uuid}", f"/admin/matters/{pk}/documents/share/?document={document.uuid}",
        f"/admin/matters/{pk}/documents/rename/?document={document.uuid}", f"/admin/matters/{pk}/documents/move/?document={document.uuid}",
        "/admin/clients/", f"/admin/clients/edit/{cast.anna.pk}/", f"/admin/clients/{cast.anna.pk}/access/block/",
        "/admin/choose/client/", "/admin/choose/matter/", "/admin/users/", f"/admin/users/edit/{cast.carla.pk}/",
        "/admin/reports/shared-items/", "/admin/reports/audit/", "/admin/reports/sign-ins/", "/admin/reports/outbox/",
        f"/admin/settings/sitesettings/firmsettings/{cast.site.pk}/", "/admin/account/",
        reverse("wagtailsnippets_sitesettings_officelocation:list"),
    ]  # fmt: skip
    shown = [is_clean(driver.get(path, follow=True)) for path in paths for driver in (carla, chief)]
    assert sum(shown) > len(paths)


def test_nothing_typed_becomes_a_tag_or_a_header_of_a_mail(cast, world, settings):
    FirmSettings.objects.filter(site=cast.site).update(
        mail_shows_content=True, mail_from_name=BREAK[:100], mail_reply_to="a@example.com"
    )
    User.objects.filter(pk=cast.carla.pk).update(first_name=LINES)
    Thread.objects.update(name=LINES)
    FirmSettings.touch(site=cast.site)
    make.share(make.document(cast.matter), cast.anna)
    make.message(Matter.objects.get(pk=cast.matter.pk), cast.anna, channel="Second", body="Hello")
    make.message(
        Matter.objects.get(pk=cast.matter.pk), cast.anna, channel="Third", by=cast.anna.user, body="Hello"
    )
    drain()
    assert len(mail.outbox) >= 3
    for letter in mail.outbox:
        message = letter.message()
        assert message["Bcc"] is None
        assert len(letter.recipients()) == 1
        assert "victim" not in "".join(letter.recipients())
        html = (
            letter.alternatives[0].content
            if hasattr(letter.alternatives[0], "content")
            else letter.alternatives[0][0]
        )
        assert not [raw for raw in (*RAW, "\n<html>") if raw in html]


def test_a_download_is_named_on_one_line_and_shows_its_ending(cast, world, browser):
    document, _upload = world
    names = [
        "a\r\nSet-Cookie: x=1.pdf",
        '"; filename="evil.exe',
        "invoice\u202efdp.exe.pdf",
        "..\\..\\evil.pdf",
        "a;b=c,d.pdf",
    ]
    for name in names:
        Document.objects.filter(pk=document.pk).update(original_name=name)
        answer = browser(cast.anna).get(f"/documents/{document.uuid}/download/")
        answer.getvalue()
        header = answer["Content-Disposition"]
        assert header.startswith("attachment; filename=")
        assert not set(header) & set("\r\n\\\u202e")
        assert "Set-Cookie" not in answer.headers
        assert header.count('"') == 2


def test_the_name_of_a_channel_is_one_line(cast, browser):
    path = f"/matters/{cast.matter.uuid}/messages/new/"
    browser(cast.anna).post(
        path, {"name": "Hearing\r\n\r\nYour password ends:\nhttp://evil.example", "body": "Hello"}
    )
    assert Thread.objects.get().name == "Hearing Your password ends: http://evil.example"
