"""Asking a client for something, from the staff's form to the accepted answer."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.notices.delivery import drain
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db


def form_data(client, *items, title="Papers for the court", **fields):
    data = {
        "client": client.pk,
        "title": title,
        "text": "We need these by Monday.",
        "due_on": "",
        "remind_every": 3,
        "items-TOTAL_FORMS": len(items),
        "items-INITIAL_FORMS": 0,
        **fields,
    }
    for number, item in enumerate(items):
        for name, value in {
            "kind": "upload",
            "explanation": "",
            "is_required": "on",
            "document": "",
            **item,
        }.items():
            data[f"items-{number}-{name}"] = value
    return data


PASSPORT = {"title": "Passport"}
TERMS = {"title": "Fee agreement", "kind": "confirm", "explanation": "You pay by the hour."}


def tab(matter, name, *args):
    return reverse(f"portal_requests_admin:{name}", args=[matter.pk, *args])


@pytest.fixture
def asked(cast):
    """A sent request to anna: a passport and a confirmation."""
    request = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers for the court")
    items = [RequestItem(**item) for item in (PASSPORT, TERMS)]
    services.save_draft(request, items, by=cast.carla)
    services.send(request, by=cast.carla)
    return request


def link_of(message):
    return re.search(r"https?://[^/\s]+(/r/\S+)", message.body)[1]


def open_by_mail(cast, *, newest=-1):
    drain()
    visitor = open_browser(site=cast.site)
    path = link_of(mail.outbox[newest])
    return visitor, visitor.post(path)


def address(asked, name="request", *args):
    return reverse(f"portal_requests:{name}", args=[asked.uuid, *args])


@pytest.mark.feature("J10")
def test_a_request_is_written_kept_as_a_draft_and_sent(cast):
    carla = open_browser(cast.carla)
    assert "Nothing was asked for yet" in carla.get(tab(cast.matter, "list")).text
    saved = carla.post(tab(cast.matter, "new"), form_data(cast.anna, PASSPORT, TERMS), follow=True)
    assert "The draft is saved. Nothing was sent." in saved.text
    asked = Request.objects.get()
    assert asked.state == Request.State.DRAFT
    assert not Request.objects.visible_to(cast.anna.user).exists()
    assert "anna@clients.example.org" in carla.get(tab(cast.matter, "send", asked.uuid)).text
    sent = carla.post(tab(cast.matter, "send", asked.uuid), follow=True)
    assert "Anna Client gets an e-mail with a personal link." in sent.text
    drain()
    assert mail.outbox[-1].to == [cast.anna.email]
    assert not mail.outbox[-1].attachments
    assert "/r/" in mail.outbox[-1].body
    assert carla.get(tab(cast.matter, "edit", asked.uuid)).status_code == 302


def test_what_is_wrong_in_the_form_is_said_and_nothing_typed_is_lost(cast, sur):
    carla = open_browser(cast.carla)
    bare = {"title": "Fee agreement", "kind": "confirm"}
    page = carla.post(tab(cast.matter, "new"), form_data(cast.anna, bare, due_on="2020-01-01"))
    assert page.status_code == 422
    assert "Please enter the text, or choose the document" in page.text
    assert "This day has passed." in page.text
    assert "We need these by Monday." in page.text
    stranger = make.client(sur, "Olga")
    assert carla.post(tab(cast.matter, "new"), form_data(stranger, PASSPORT)).status_code == 422
    empty = carla.post(tab(cast.matter, "new"), form_data(cast.anna, {"title": ""}, send="1"), follow=True)
    again = carla.post(empty.redirect_chain[-1][0], follow=True)
    assert "Please add at least one thing" in again.text
    assert not Request.objects.filter(state=Request.State.SENT).exists()


@pytest.mark.feature("J2")
@pytest.mark.feature("J3")
@pytest.mark.feature("J11")
@pytest.mark.feature("J24")
def test_by_the_mailed_link_everything_is_answered_without_a_password(cast, asked):
    drain()
    visitor, path = open_browser(site=cast.site), link_of(mail.outbox[-1])
    for _scanner in range(3):
        assert "Open the request" in visitor.get(path).text
    assert visitor.get(address(asked)).status_code == 404
    opened = visitor.post(path, follow=True)
    assert "0 of 2 done" in opened.text
    passport, terms = asked.items.all()
    file = SimpleUploadedFile("passport.pdf", b"%PDF-1.4 passport")
    sent = visitor.post(address(asked, "answer", passport.uuid), {"files": [file]}, follow=True)
    assert "“Passport” has arrived." in sent.text
    assert "Still missing: Fee agreement." in visitor.post(address(asked, "hand_in"), follow=True).text
    unticked = visitor.post(address(asked, "answer", terms.uuid), {})
    assert unticked.status_code == 422
    assert "Please tick the box to confirm." in unticked.text
    visitor.post(address(asked, "answer", terms.uuid), {"is_read": "on"})
    assert "Everything is handed in" in visitor.post(address(asked, "hand_in"), follow=True).text
    asked.refresh_from_db()
    assert asked.handed_in_at
    for page in ("/", "/messages/", "/files/", f"/matters/{cast.matter.uuid}/"):
        assert visitor.get(page).status_code in (302, 404)


@pytest.mark.feature("J12")
@pytest.mark.feature("J14")
@pytest.mark.feature("J19")
@pytest.mark.feature("J20")
@pytest.mark.feature("J26")
@pytest.mark.feature("J32")
def test_what_came_back_lies_in_the_matter_and_those_in_charge_are_told_at_once(cast, asked):
    visitor, _opened = open_by_mail(cast)
    passport, terms = asked.items.all()
    file = SimpleUploadedFile("passport.pdf", b"%PDF-1.4 passport")
    visitor.post(address(asked, "answer", passport.uuid), {"files": [file], "form_token": "once"})
    file.seek(0)
    visitor.post(address(asked, "answer", passport.uuid), {"files": [file], "form_token": "once"})
    [document] = passport.files.all()
    assert document.matter == cast.matter
    assert document.folder.name == asked.title
    visitor.post(address(asked, "answer", terms.uuid), {"is_read": "on"})
    visitor.post(address(asked, "hand_in"))
    drain()
    told = {message.to[0] for message in mail.outbox if "request was answered" in message.subject}
    assert told == {cast.carla.email, cast.dario.email}
    carla = open_browser(cast.carla)
    assert "New activity by a client" in carla.get("/admin/matters/").text
    page = carla.get(tab(cast.matter, "detail", asked.uuid)).text
    assert "passport.pdf" in page
    assert "Confirmed" in page
    assert "New activity by a client" not in carla.get("/admin/matters/").text


def test_an_item_is_accepted_or_asked_for_again_with_a_reason(cast, asked):
    visitor, _opened = open_by_mail(cast)
    passport, terms = asked.items.all()
    file = SimpleUploadedFile("passport.pdf", b"%PDF-1.4 passport")
    visitor.post(address(asked, "answer", passport.uuid), {"files": [file]})
    visitor.post(address(asked, "answer", terms.uuid), {"is_read": "on"})
    visitor.post(address(asked, "hand_in"))
    carla = open_browser(cast.carla)
    carla.post(tab(cast.matter, "accept", asked.uuid, terms.uuid))
    assert (
        carla.post(tab(cast.matter, "return", asked.uuid, passport.uuid), {"reason": " "}).status_code == 422
    )
    carla.post(tab(cast.matter, "return", asked.uuid, passport.uuid), {"reason": "The photo is blurred."})
    visitor, opened = open_by_mail(cast)
    page = visitor.get(opened["Location"]).text
    assert "The photo is blurred." in page
    assert "Please send again" in page
    refused = visitor.post(address(asked, "answer", terms.uuid), {"is_read": "on"})
    assert refused.status_code == 422
    file.seek(0)
    visitor.post(address(asked, "answer", passport.uuid), {"files": [file]})
    visitor.post(address(asked, "hand_in"))
    carla.post(tab(cast.matter, "accept", asked.uuid, passport.uuid))
    asked.refresh_from_db()
    assert asked.state == Request.State.DONE
    assert "All done." in visitor.get(address(asked)).text
    actions = set(AuditEvent.objects.filter(object_uuid=str(asked.uuid)).values_list("action", flat=True))
    assert {"request.sent", "request.link_opened", "request.item_returned", "request.done"} <= actions


@pytest.mark.feature("J27")
def test_signed_in_clients_find_the_same_requests_in_one_place(cast, asked):
    anna = open_browser(cast.anna)
    page = anna.get("/requests/").text
    assert "Papers for the court" in page
    assert "0 of 2 done" in anna.get(address(asked)).text
    ben = open_browser(cast.ben)
    assert "Nothing to do" in ben.get("/requests/").text
    assert ben.get(address(asked)).status_code == 404
    item = asked.items.first()
    assert ben.post(address(asked, "answer", item.uuid), {"is_read": "on"}).status_code == 404
    assert ben.post(address(asked, "hand_in")).status_code == 404


@pytest.mark.feature("J3")
def test_a_link_opens_its_own_request_and_no_other_and_ends_at_once(cast, asked):
    other = Request(site=cast.site, matter=cast.matter, client=cast.ben, title="Papers of Ben")
    services.save_draft(other, [RequestItem(**PASSPORT)], by=cast.carla)
    services.send(other, by=cast.carla)
    drain()
    path = link_of(next(message for message in mail.outbox if message.to == [cast.anna.email]))
    visitor = open_browser(site=cast.site)
    visitor.post(path)
    assert visitor.get(address(asked)).status_code == 200
    assert visitor.get(address(other)).status_code == 404
    services.withdraw(asked, by=cast.carla)
    assert visitor.get(address(asked)).status_code == 404
    assert visitor.post(path).status_code == 404


@pytest.mark.parametrize("ending", ["blocked", "ended by staff", "expired"])
def test_a_link_that_ended_opens_nothing_not_even_in_an_open_browser(cast, asked, ending, sur):
    drain()
    path = link_of(mail.outbox[-1])
    visitor = open_browser(site=cast.site)
    visitor.post(path)
    assert open_browser(site=sur).get(path).status_code == 404
    if ending == "blocked":
        User.objects.filter(pk=cast.anna.user_id).update(access_state=User.Access.BLOCKED)
    elif ending == "ended by staff":
        open_browser(cast.carla).post(tab(cast.matter, "end_link", asked.uuid, asked.links.get().pk))
    else:
        asked.links.update(expires_at=timezone.now())
    assert visitor.get(address(asked)).status_code == 404
    neutral = visitor.get(path)
    assert neutral.status_code == 404
    assert "This link does not work" in neutral.text
    assert "Papers" not in neutral.text


def test_a_new_link_is_asked_for_with_the_same_answer_for_everybody(cast, asked):
    drain()
    mail.outbox.clear()
    visitor = open_browser(site=cast.site)
    answers = {
        re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"',
            "",
            visitor.post("/r/new/", {"email": email}).text,
        )
        for email in (cast.anna.email, "nobody@example.org")
    }
    assert len(answers) == 1
    drain()
    assert [message.to for message in mail.outbox] == [[cast.anna.email]]


@pytest.mark.feature("J2")
def test_somebody_without_access_to_the_portal_can_be_asked(cast):
    client = make.client(cast.site, "Nora", state=User.Access.NONE)
    make.grants.add_client(cast.matter, client, by=cast.carla)
    carla = open_browser(cast.carla)
    carla.post(tab(cast.matter, "new"), form_data(client, PASSPORT))
    asked = Request.objects.get()
    carla.post(tab(cast.matter, "send", asked.uuid))
    visitor, opened = open_by_mail(cast)
    assert opened["Location"] == address(asked)
    assert visitor.get(address(asked)).status_code == 200
    client.refresh_from_db()
    assert client.access_state == User.Access.NONE
    assert not client.user.may_sign_in


def test_a_link_by_hand_is_shown_once_with_its_picture(cast, asked):
    carla = open_browser(cast.carla)
    page = carla.post(tab(cast.matter, "make_link", asked.uuid))
    path = re.search(r'value="https?://[^/]+(/r/[^"]+)"', page.text)[1]
    assert "<svg" in page.text
    assert open_browser(site=cast.site).post(path)["Location"] == address(asked)
    assert path not in carla.get(tab(cast.matter, "detail", asked.uuid)).text


def test_reminders_go_out_until_everything_is_handed_in(cast, asked):
    drain()
    mail.outbox.clear()
    services.remind()
    drain()
    assert not mail.outbox
    Request.objects.update(sent_at=timezone.now() - timezone.timedelta(days=4))
    services.remind()
    services.remind()
    drain()
    assert [message.to for message in mail.outbox] == [[cast.anna.email]]
    assert "reminder" in mail.outbox[0].subject.casefold()
    Request.objects.update(reminded_at=None, handed_in_at=timezone.now())
    services.remind()
    drain()
    assert len(mail.outbox) == 1


def test_the_due_date_is_changed_and_a_request_withdrawn(cast, asked):
    carla = open_browser(cast.carla)
    day = timezone.localdate() + timezone.timedelta(days=9)
    carla.post(tab(cast.matter, "extend", asked.uuid), {"due_on": day.isoformat()})
    asked.refresh_from_db()
    assert asked.due_on == day
    assert "in 9 days" in open_browser(cast.anna).get(address(asked)).text
    carla.post(tab(cast.matter, "withdraw", asked.uuid))
    assert open_browser(cast.anna).get(address(asked)).status_code == 404


def test_a_draft_is_discarded_from_the_page_on_which_it_is_written(cast):
    draft = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers")
    services.save_draft(draft, [RequestItem(title="Passport")], by=cast.carla)
    carla = open_browser(cast.carla)
    path = tab(cast.matter, "withdraw", draft.uuid)
    assert f'href="{path}"' in carla.get(tab(cast.matter, "edit", draft.uuid)).text
    assert "It was not sent" in carla.get(path).text
    assert "The draft is discarded." in carla.post(path, follow=True).text
    draft.refresh_from_db()
    assert draft.state == Request.State.WITHDRAWN


def test_who_may_not_send_reads_but_changes_nothing(cast, asked, sur):
    eva = open_browser(cast.eva)
    assert "Write a request" not in eva.get(tab(cast.matter, "list")).text
    assert eva.get(tab(cast.matter, "detail", asked.uuid)).status_code == 200
    for name in ("send", "withdraw", "extend", "make_link"):
        assert eva.post(tab(cast.matter, name, asked.uuid)).status_code == 403
    stranger = open_browser(make.staff(sur, "Pablo"))
    assert stranger.get(tab(cast.matter, "detail", asked.uuid)).status_code == 404


def test_the_document_to_read_is_open_to_the_holder_only(cast, asked):
    document = make.document(cast.matter, name="agreement.pdf")
    item = asked.items.last()
    RequestItem.objects.filter(pk=item.pk).update(document=document)
    visitor, _opened = open_by_mail(cast)
    answer = visitor.get(address(asked, "document", item.uuid))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert open_browser(site=cast.site).get(address(asked, "document", item.uuid)).status_code == 404
    assert open_browser(cast.ben).get(address(asked, "document", item.uuid)).status_code == 404
