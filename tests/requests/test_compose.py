"""Asking comfortably: the mail in one's own words, templates with what they bring, the same once more."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from portal_cms.audit.models import AuditEvent
from portal_cms.common import vault
from portal_cms.documents.sweeping import sweep
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from portal_cms.notices.rendering import preview
from portal_cms.requests import drafting, services
from portal_cms.requests.letters import to_client
from portal_cms.requests.models import Request, RequestItem, RequestTemplate, TemplateItem
from sitesettings.firm import firm_for
from tests import make
from tests.conftest import open_browser
from tests.requests.test_requests import PASSPORT, TERMS, form_data, tab

pytestmark = pytest.mark.django_db
LETTER = "<p>Dear {recipient_name},</p><p>Please read the <b>leaflet</b> first.</p>"
LIST = "/admin/request-templates/"


def text(html):
    return rich_text(html, features=["bold", "link", "ul"])


def template_data(*items, name="Divorce", **fields):
    data = {
        "name": name, "area": "Family law", "language": "en", "title": "Papers for your divorce", "text": "",
        "days": 14, "remind_every": 5, "mail_subject": "Your divorce: what we need", "mail_text": text(LETTER),
        "items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": 0, **fields,
    }  # fmt: skip
    for number, item in enumerate(items):
        row = {"kind": "upload", "explanation": "", "is_required": "on", **item}
        data |= {f"items-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def template(cast):
    """A template of the firm with a mail, two items and a leaflet to confirm."""
    made = RequestTemplate(
        site=cast.site, name="Divorce", area="Family law", language="en", title="Papers for your divorce",
        days=14, mail_subject="Your divorce: what we need", mail_text=LETTER,
    )  # fmt: skip
    leaflet = TemplateItem(kind="confirm", title="Leaflet")
    drafting.put_file(leaflet, SimpleUploadedFile("leaflet.pdf", b"%PDF-1.4 leaflet"), cast.site)
    items = [TemplateItem(title="Marriage certificate"), leaflet]
    return drafting.save_template(made, items, by=cast.carla)


@pytest.mark.feature("J10")
@pytest.mark.feature("J21")
@pytest.mark.feature("J22")
@pytest.mark.feature("J25")
def test_a_template_brings_mail_and_items_which_are_changed_for_this_mail_and_sent_as_typed(cast, template):
    carla = open_browser(cast.carla)
    assert "Divorce (English)" in carla.get(tab(cast.matter, "start")).text
    begun = carla.post(
        tab(cast.matter, "start"), {"client": cast.anna.pk, "template": template.pk}, follow=True
    )
    assert "Your divorce: what we need" in begun.text
    asked = Request.objects.get()
    certificate, leaflet = asked.items.all()
    assert vault.read_all(leaflet.document) == b"%PDF-1.4 leaflet"
    assert leaflet.document.is_waiting  # the copy is checked like any file of the matter
    assert not asked.sent_at

    kept = {"id": leaflet.pk, "title": "Leaflet", "kind": "confirm", "document": leaflet.document_id}
    gone = {"id": certificate.pk, "title": certificate.title, "DELETE": "on"}
    data = form_data(
        cast.anna, gone, kept, {"title": "Passport", "ORDER": 1}, title="For the court", send="1",
        mail_subject="Only for you, {recipient_name}",
        mail_text=text("<p>Dear Anna,</p><p>the court <b>asked</b> us.</p><p>Yours, Carla</p>"),
        **{"items-INITIAL_FORMS": 2},
    )  # fmt: skip
    look = carla.post(tab(cast.matter, "edit", asked.uuid), data, follow=True)
    assert "Only for you, Anna Client" in look.text
    assert [item.title for item in asked.items.all()] == ["Passport", "Leaflet"]
    shown = carla.get(tab(cast.matter, "mail", asked.uuid))
    assert "the court <b>asked</b> us." in shown.text
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "Dear Anna," in carla.get(tab(cast.matter, "mail", asked.uuid) + "?mode=text").text
    carla.post(tab(cast.matter, "send", asked.uuid))
    drain()
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == ([cast.anna.email], "Only for you, Anna Client")
    assert "the court asked us.\n\nYours, Carla\n\nOpen the request:\nhttp" in sent.body.replace("\r", "")
    assert "the court <b>asked</b> us." in sent.alternatives[0][0]
    assert "/r/" in sent.body
    assert not sent.attachments
    template.refresh_from_db()
    assert template.mail_text == LETTER

    row = OutboxMessage.objects.get()
    assert "Only for you" not in row.subject  # whoever runs the outbox is not one of the matter's people
    letter = to_client(row, cast.anna.user)
    assert "asked us" not in preview(row, letter, firm_for(cast.site))[1]
    asked.refresh_from_db()
    drain()
    services.return_item(answered(asked), "Unreadable", by=cast.carla)
    drain()
    assert "asked us" not in mail.outbox[-1].body


def answered(asked):
    item = asked.items.first()
    services.answer(item)
    return item


@pytest.mark.feature("J10")
def test_what_is_wrong_with_the_mail_is_said_and_nothing_is_saved(cast):
    carla = open_browser(cast.carla)
    bad = form_data(cast.anna, PASSPORT, mail_subject="Open {link}", mail_text=text("<p>Dear {nobody}</p>"))
    page = carla.post(tab(cast.matter, "new"), bad)
    assert page.status_code == 422
    assert "{link} can stand in the text only" in page.text
    assert "There is no marker {nobody}" in page.text
    row = {"title": "", "kind": "confirm", "ORDER": 1, "is_required": ""}
    carla.post(tab(cast.matter, "new"), form_data(cast.anna, row))
    assert not Request.objects.get().items.exists()  # a row without a title is nothing
    Request.objects.all().delete()
    half = carla.post(tab(cast.matter, "new"), form_data(cast.anna, PASSPORT, mail_subject="Papers"))
    assert "Please write the text of the mail too" in half.text
    assert not Request.objects.exists()


@pytest.mark.feature("J21")
def test_a_template_is_written_changed_tried_out_and_deleted_by_its_firm_alone(cast, sur):
    carla = open_browser(cast.carla)
    leaflet = {"title": "Leaflet", "kind": "confirm", "ORDER": 2}
    unsigned = {"title": "Power of attorney", "kind": "sign", "material": "last"}
    bare = carla.post(f"{LIST}new/", template_data(PASSPORT, leaflet, unsigned))
    assert "Please choose the PDF that is to be signed." in bare.text
    assert "Please enter the text, or choose the document" in bare.text
    leaflet["file"] = SimpleUploadedFile("leaflet.pdf", b"%PDF-1.4 leaflet")
    carla.post(f"{LIST}new/", template_data({**PASSPORT, "ORDER": 3}, leaflet))
    template = RequestTemplate.objects.get()
    first, second = template.items.all()
    assert (first.title, first.original_name, second.title) == ("Leaflet", "leaflet.pdf", "Passport")
    edit, first_file = reverse("portal_request_templates:edit", args=[template.pk]), first.storage_name
    assert "leaflet.pdf" in carla.get(edit).text
    assert "There is a template of this name" in carla.post(f"{LIST}new/", template_data()).text
    twice = carla.post(f"{LIST}new/", template_data({"title": "Tool", "file": SimpleUploadedFile("a.exe", b"MZ")}, name="Other"))  # fmt: skip
    assert "a.exe" in twice.text
    assert RequestTemplate.objects.count() == 1

    row = {"id": first.pk, "title": "Leaflet", "kind": "confirm", "explanation": "Read it.", "no_file": "on"}
    done = carla.post(edit, template_data(row, **{"items-INITIAL_FORMS": 1, "action-test": "1"}), follow=True)
    assert f"A test mail to {cast.carla.email} is on its way." in done.text
    drain()
    assert mail.outbox[-1].to == [cast.carla.email]
    assert mail.outbox[-1].subject == "Test: Your divorce: what we need"
    assert "leaflet" in mail.outbox[-1].body
    assert "/r/" not in mail.outbox[-1].body
    assert "leaflet" in carla.get(reverse("portal_request_templates:mail", args=[template.pk])).text
    assert template.items.get().storage_name is None
    assert sweep(older_than=timedelta(0)) == 1
    assert first_file not in set(vault.names(older_than=timedelta(0)))

    pablo = open_browser(make.staff(sur, "Pablo", make.Role.ADMIN))
    assert "Divorce" not in pablo.get(LIST).text
    assert pablo.get(edit).status_code == 404
    assert pablo.get(reverse("portal_request_templates:mail", args=[template.pk])).status_code == 404
    carla.post(reverse("portal_request_templates:delete", args=[template.pk]))
    assert not RequestTemplate.objects.exists()
    assert set(AuditEvent.objects.filter(action__startswith="request_template").values_list("action", flat=True)) == {
        "request_template.created", "request_template.changed", "request_template.tested", "request_template.deleted",
    }  # fmt: skip


@pytest.mark.feature("J21")
def test_a_request_becomes_a_template_without_the_papers_of_its_matter(cast):
    document = make.document(cast.matter)
    asked = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers")
    services.save_draft(asked, [RequestItem(**TERMS, document=document)], by=cast.carla)
    carla, data = open_browser(cast.carla), {"name": "Fees", "area": "General"}
    carla.post(tab(cast.matter, "save_as_template", asked.uuid), data)
    item = RequestTemplate.objects.get(name="Fees", area="General").items.get()
    assert (item.title, item.explanation, item.storage_name) == (TERMS["title"], TERMS["explanation"], None)
    again = carla.post(tab(cast.matter, "save_as_template", asked.uuid), data)
    assert "There is a template of this name" in again.text


@pytest.mark.feature("J22")
def test_a_request_is_duplicated_as_a_draft_for_another_client_of_the_matter(cast):
    asked = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers", mail_text=LETTER)
    services.save_draft(asked, [RequestItem(**PASSPORT), RequestItem(**TERMS)], by=cast.carla)
    services.send(asked, by=cast.carla)
    carla = open_browser(cast.carla)
    refused = carla.post(tab(cast.matter, "duplicate", asked.uuid), {"client": cast.clara.pk})
    assert refused.status_code == 422
    carla.post(tab(cast.matter, "duplicate", asked.uuid), {"client": cast.ben.pk})
    copied = Request.objects.exclude(pk=asked.pk).get()
    assert (copied.client, copied.state, copied.mail_text) == (cast.ben, Request.State.DRAFT, LETTER)
    assert [item.title for item in copied.items.all()] == ["Passport", "Fee agreement"]
    assert open_browser(cast.eva).get(tab(cast.matter, "duplicate", asked.uuid)).status_code == 403
