"""Personal links of requests end with what they rest on, are written nowhere, and go to the right address."""

import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from portal_cms.accounts.models import AccountSession, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients import services as clients
from portal_cms.common.logs import OneLineFormatter
from portal_cms.matters import grants
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import MailText, OutboxMessage
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db


def ask(cast, client, *, send=True, title="Papers for the court", **item):
    request = Request(site=cast.site, matter=cast.matter, client=client, title=title)
    services.save_draft(request, [RequestItem(**{"title": "Passport", **item})], by=cast.carla)
    return services.send(request, by=cast.carla) if send else request


def mailed_link():
    drain()
    return re.search(r"https?://[^/\s]+(/r/\S+)", mail.outbox[-1].body)[1]


def opened(cast):
    visitor = open_browser(site=cast.site)
    path = mailed_link()
    assert visitor.post(path).status_code == 302
    return visitor, path


def page(asked):
    return reverse("portal_requests:request", args=[asked.uuid])


def test_no_log_line_holds_the_secret_of_a_link(cast, sur):
    ask(cast, cast.anna)
    path = mailed_link()
    record = logging.LogRecord("django.request", 40, "", 0, "Service Unavailable: %s", (path,), None)
    assert path.split("/")[-2] not in OneLineFormatter("{message}", style="{").format(record)


def test_who_was_taken_out_of_the_matter_sees_nothing_of_it_any_more(cast):
    asked = ask(cast, cast.anna)
    visitor, path = opened(cast)
    signed_in = open_browser(cast.anna)
    assert visitor.get(page(asked)).status_code == signed_in.get(page(asked)).status_code == 200
    grants.remove_client(cast.matter, cast.anna, by=cast.carla)
    assert visitor.get(page(asked)).status_code == 404
    assert visitor.post(reverse("portal_requests:hand_in", args=[asked.uuid])).status_code == 404
    assert open_browser(site=cast.site).get(path).status_code == 404
    assert signed_in.get(page(asked)).status_code == 404
    assert asked.title not in signed_in.get(reverse("portal_requests:list")).text
    assert asked.title not in signed_in.get("/").text
    sent = len(mail.outbox)
    Request.objects.update(sent_at="2026-01-01T00:00Z")
    services.remind()
    open_browser(site=cast.site).post(reverse("portal_requests:ask_again"), {"email": cast.anna.email})
    drain()
    assert not [letter for letter in mail.outbox[sent:] if "/r/" in letter.body]


def test_a_draft_is_not_sent_to_somebody_who_was_taken_out_of_the_matter(cast):
    asked = ask(cast, cast.anna, send=False)
    grants.remove_client(cast.matter, cast.anna, by=cast.carla)
    send = reverse("portal_requests_admin:send", args=[cast.matter.pk, asked.uuid])
    answer = open_browser(cast.carla).post(send, follow=True)
    assert "is not a client of this matter" in answer.text
    drain()
    assert not mail.outbox
    assert Request.objects.get().state == Request.State.DRAFT


@pytest.mark.parametrize("step", ["block", "remove_access"])
def test_the_link_ends_with_the_access_for_good(cast, step):
    asked = ask(cast, cast.anna)
    visitor, path = opened(cast)
    url = reverse("portal_clients_admin:access", args=[cast.anna.pk, step])
    open_browser(cast.carla).post(url)
    assert visitor.get(page(asked)).status_code == 404
    assert open_browser(site=cast.site).get(path).status_code == 404
    if step == "block":
        cast.anna.user.refresh_from_db()
        clients.unblock(cast.anna, by=cast.carla)
        assert open_browser(site=cast.site).get(path).status_code == 404


def test_after_the_access_was_deleted_no_mail_brings_a_new_link(cast):
    ask(cast, cast.anna)
    drain()
    sent = len(mail.outbox)
    open_browser(cast.carla).post(
        reverse("portal_clients_admin:access", args=[cast.anna.pk, "remove_access"])
    )
    Request.objects.update(sent_at="2026-01-01T00:00Z")
    services.remind()
    open_browser(site=cast.site).post(reverse("portal_requests:ask_again"), {"email": cast.anna.email})
    drain()
    assert len(mail.outbox) == sent
    assert AuditEvent.objects.filter(action="request.withdrawn").count() == 1


def test_the_link_of_a_contact_goes_to_the_address_of_today(cast):
    olga = make.client(cast.site, "Olga", state=User.Access.NONE, email="wrong@clients.example.org")
    grants.add_client(cast.matter, olga, by=cast.carla)
    ask(cast, olga)  # waits, as the mail server is down
    edit = reverse("portal_clients_admin:edit", args=[olga.pk])
    form = {
        "kind": "person", "first_name": "Olga", "last_name": "Client", "email": "olga@clients.example.org",
        "language": "en", "number": "", "company": "", "phone": "", "street": "", "postal_code": "", "city": "",
        "country": "", "tax_number": "", "vat_id": "",
    }  # fmt: skip
    assert open_browser(cast.carla).post(edit, form).status_code == 302
    drain()
    assert [letter.to for letter in mail.outbox if "/r/" in letter.body] == [["olga@clients.example.org"]]
    second = ask(cast, olga, send=False, title="Second")
    send = reverse("portal_requests_admin:send", args=[cast.matter.pk, second.uuid])
    open_browser(cast.carla).post(send)
    drain()
    assert mail.outbox[-1].to == ["olga@clients.example.org"]


def test_a_link_mailed_to_a_wrong_address_ends_when_it_is_corrected(cast):
    olga = make.client(cast.site, "Olga", state=User.Access.NONE, email="wrong@clients.example.org")
    grants.add_client(cast.matter, olga, by=cast.carla)
    asked = ask(cast, olga)
    visitor, path = opened(cast)
    onward = reverse("portal_requests:continue", args=[asked.uuid])
    device = re.search(r"https?://[^/\s]+(/r/[^\s\"<]+)", visitor.post(onward).text)[1]
    by_hand = reverse("portal_requests_admin:make_link", args=[cast.matter.pk, asked.uuid])
    handed = re.search(r"https?://[^/\s]+(/r/[^\s\"<]+)", open_browser(cast.carla).post(by_hand).text)[1]
    edit = reverse("portal_clients_admin:edit", args=[olga.pk])
    form = {"kind": "person", "last_name": "Client", "email": "olga@clients.example.org", "language": "en"}
    assert open_browser(cast.carla).post(edit, form).status_code == 302
    somebody = open_browser(site=cast.site)
    assert visitor.get(page(asked)).status_code == 404
    assert [somebody.get(link).status_code for link in (path, device, handed)] == [404, 404, 200]
    fresh = mailed_link()
    assert mail.outbox[-1].to == ["olga@clients.example.org"]
    assert somebody.get(fresh).status_code == 200


def test_the_links_of_somebody_with_access_stay_where_the_access_is(cast):
    asked = ask(cast, cast.anna)
    visitor, _path = opened(cast)
    sent = len(mail.outbox)
    edit = reverse("portal_clients_admin:edit", args=[cast.anna.pk])
    form = {"kind": "person", "last_name": "Client", "email": "other@clients.example.org", "language": "en"}
    assert open_browser(cast.carla).post(edit, form).status_code == 302
    assert visitor.get(page(asked)).status_code == 200
    drain()
    assert len(mail.outbox) == sent


def test_a_link_goes_to_the_address_the_staff_were_shown(cast):
    User.objects.filter(pk=cast.anna.user_id).update(email="portal@clients.example.org")
    asked = ask(cast, cast.anna, send=False)
    send = reverse("portal_requests_admin:send", args=[cast.matter.pk, asked.uuid])
    carla = open_browser(cast.carla)
    assert "portal@clients.example.org" in carla.get(send).text
    carla.post(send)
    drain()
    assert mail.outbox[-1].to == ["portal@clients.example.org"]


def test_who_reads_a_document_by_the_link_is_in_the_record(cast):
    document = make.document(cast.matter)
    asked = ask(cast, cast.anna, document=document)
    visitor, _path = opened(cast)
    item = asked.items.get()
    answer = visitor.get(reverse("portal_requests:document", args=[asked.uuid, item.uuid]))
    assert b"".join(answer.streaming_content)
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(action="document.downloaded").count() == 1


def test_opening_a_link_keeps_the_session_among_the_own_devices(cast):
    """Else nobody could end it there."""
    ask(cast, cast.anna)
    path = mailed_link()
    anna = open_browser(cast.anna)
    assert anna.post(path).status_code == 302
    row = AccountSession.objects.get(user=cast.anna.user)
    open_browser(cast.anna).post(reverse("portal_accounts:sessions"), {"session": row.pk})
    assert anna.get(reverse("portal_accounts:profile")).status_code == 302


def test_staff_who_open_a_link_meet_the_page_of_the_request(cast):
    asked = ask(cast, cast.anna)
    eva = open_browser(cast.eva)
    assert eva.post(mailed_link()).status_code == 302
    assert eva.get(page(asked)).status_code == 200


def test_the_outbox_tells_nothing_of_a_restricted_matter(cast):
    admin = make.staff(cast.site, "Fritz", make.Role.ADMIN)
    MailText.objects.create(
        site=cast.site, event="request_sent", language="en", subject="{title}, {matter}", body="<p>{link}</p>", live=True
    )  # fmt: skip
    cast.site.firmsettings.mail_shows_content = True
    cast.site.firmsettings.save()
    grants.set_people(cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=True)
    ask(cast, cast.anna, title="Papers about the secret child")
    browser = open_browser(admin)
    row = OutboxMessage.objects.get(event="request_sent")
    detail, index = f"/admin/reports/outbox/inspect/{row.pk}/", "/admin/reports/outbox/"
    assert browser.get(detail).status_code == 200
    assert "secret child" not in browser.get(detail).text
    drain()
    assert mail.outbox[-1].subject == f"Papers about the secret child, {cast.matter}"
    for address in (detail, index):
        text = browser.get(address).text
        assert "secret child" not in text
        assert cast.matter.subject not in text
