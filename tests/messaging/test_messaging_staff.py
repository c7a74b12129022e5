"""The tab "Messages" of a matter: writing to clients, with documents of the matter or fresh files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Share
from portal_cms.documents.signals import document_checked
from portal_cms.matters import grants
from portal_cms.messaging.models import Message, QueuedMessage, Thread
from portal_cms.messaging.queue import deliver_waiting
from portal_cms.notices.models import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def url(name, matter, *args):
    return reverse(f"portal_messaging_admin:{name}", args=[matter.pk, *args])


def mails():
    return OutboxMessage.objects.filter(event="message_posted")


def decide(document, state, reason=""):
    """What the worker does when it has checked a file."""
    Document.objects.filter(pk=document.pk).update(state=state, reason=reason)
    document.refresh_from_db()
    document_checked.send(sender=Document, document=document)


@pytest.fixture
def solo(cast):
    """A matter with one client only."""
    return make.matter(cast.site, cast.carla, cast.clara, assistant=cast.dario)


@pytest.mark.feature("A47")
@pytest.mark.feature("A31")
def test_with_message_opens_the_form_with_the_selected_documents_attached(cast, solo, browser):
    lease, annex = make.document(solo, title="Lease draft"), make.document(solo, title="Annex")
    carla = browser(cast.carla)
    page = carla.get(url("new", solo) + f"?document={lease.uuid}").text
    ticked = re.findall(r'value="([0-9a-f-]{36})" checked', page)
    assert ticked == [str(lease.uuid)]
    assert str(annex.uuid) in page
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": "Please read", "send_key": "k"}
    carla.post(url("new", solo), {**form, "document": [lease.uuid]})
    message = Message.objects.get()
    assert [row.document for row in message.attachments.all()] == [lease]
    assert Share.objects.get().origin == Share.Origin.MESSAGE
    postbox = browser(cast.clara).get(reverse("portal_messaging:thread", args=[message.thread.uuid]))
    assert "Please read" in postbox.text
    assert "Lease draft" in postbox.text


@pytest.mark.feature("A48")
def test_the_form_asks_for_client_and_channel_when_there_are_several(cast, browser):
    make.message(cast.matter, cast.ben, channel="Contract")
    thread = Thread.objects.get()
    carla = browser(cast.carla)
    page = carla.get(url("new", cast.matter)).text
    assert page.count('type="radio"') == 2
    assert f'value="{thread.uuid}"' in page
    form = {"client": cast.ben.uuid, "channel": thread.uuid, "body": "Second", "send_key": "k"}
    carla.post(url("new", cast.matter), form)
    assert thread.messages.count() == 2
    carla.post(url("new", cast.matter), {**form, "channel": "", "new_channel": "Costs", "send_key": "k2"})
    assert set(Thread.objects.values_list("name", flat=True)) == {"Contract", "Costs"}


@pytest.mark.feature("A48")
def test_with_one_client_and_no_channel_nothing_is_asked(cast, solo, browser):
    page = browser(cast.carla).get(url("new", solo)).text
    assert 'type="radio"' not in page
    assert "<select" not in page
    assert 'value="General"' in page


@pytest.mark.feature("A48")
def test_a_channel_of_another_client_is_refused_and_the_text_stays(cast, browser):
    make.message(cast.matter, cast.ben, channel="Contract")
    thread = Thread.objects.get()
    form = {"client": cast.anna.uuid, "channel": thread.uuid, "body": "For Anna", "send_key": "k"}
    answer = browser(cast.carla).post(url("new", cast.matter), form)
    assert answer.status_code == 422
    assert "This channel is one with Ben Client." in answer.text
    assert "For Anna</textarea>" in answer.text
    assert Message.objects.count() == 1


@pytest.mark.feature("A49")
@pytest.mark.feature("A50")
@pytest.mark.feature("A51")
def test_sending_is_confirmed_in_green_and_the_message_stands_in_its_channel(cast, solo, browser):
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": "Good news", "send_key": "k"}
    answer = browser(cast.carla).post(url("new", solo), form, follow=True)
    [message] = answer.context["messages"]
    assert message.level_tag == "success"
    assert "The message to Clara Client is sent." in str(message)
    assert "Contract" in answer.text
    assert "Good news" in answer.text
    assert "not read yet" in answer.text


@pytest.mark.feature("A50")
def test_an_empty_message_is_refused_without_green(cast, solo, browser):
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": " ", "send_key": "k"}
    answer = browser(cast.carla).post(url("new", solo), form)
    assert answer.status_code == 422
    assert "Please write a message or attach a document." in answer.text
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Message.objects.exists()


def test_a_message_that_is_too_long_is_given_back_whole(cast, solo, browser):
    carla, address = browser(cast.carla), url("new", solo)
    field = re.search(r'<textarea[^>]*name="body"[^>]*>', carla.get(address).text)[0]
    assert "maxlength" not in field  # browsers would cut off what is pasted without a word
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": "x" * 20_001, "send_key": "k"}
    refused = carla.post(address, form)
    assert refused.status_code == 422
    assert "The message is longer than 20000 characters." in refused.text
    assert form["body"] in refused.text
    assert not Message.objects.exists()


@pytest.mark.feature("A52")
def test_the_client_gets_a_mail_for_each_message(cast, solo, browser):
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": "Good news", "send_key": "k"}
    browser(cast.carla).post(url("new", solo), form)
    assert mails().get().recipient == cast.clara.user


@pytest.mark.feature("A53")
@pytest.mark.feature("A54")
def test_the_tab_offers_a_new_message_first_and_a_reply_later(cast, solo, browser):
    carla = browser(cast.carla)
    empty = carla.get(url("list", solo)).text
    assert ">New message</a>" in empty
    assert ">Reply</a>" not in empty
    make.message(solo, cast.clara)
    filled = carla.get(url("list", solo)).text
    assert ">Reply</a>" in filled
    assert ">New message</a>" not in filled


@pytest.mark.feature("A53")
@pytest.mark.feature("A54")
def test_a_reply_goes_into_the_open_channel(cast, solo, browser):
    make.message(solo, cast.clara, by=cast.clara.user, body="When is the hearing?")
    thread = Thread.objects.get()
    carla = browser(cast.carla)
    page = carla.get(url("list", solo)).text
    assert "When is the hearing?" in page
    answer = carla.post(url("thread", solo, thread.uuid), {"body": "On Monday", "send_key": "k"}, follow=True)
    assert "On Monday" in answer.text
    assert thread.messages.count() == 2
    assert "On Monday" in browser(cast.clara).get(reverse("portal_messaging:thread", args=[thread.uuid])).text


@pytest.mark.feature("A55")
def test_the_reload_control_is_a_link_to_the_same_page_and_shows_what_came(cast, solo, browser):
    make.message(solo, cast.clara)
    thread = Thread.objects.get()
    carla = browser(cast.carla)
    address = url("thread", solo, thread.uuid)
    page = carla.get(address).text
    control = page[page.index("portal-reload") - 200 : page.index("portal-reload") + 400]
    assert f'href="{address}"' in control
    assert 'aria-label="Reload"' in control
    assert "#icon-rotate" in control
    make.message(solo, cast.clara, by=cast.clara.user, body="Thank you")
    assert "Thank you" in carla.get(address).text
    assert "Thank you" in carla.get(url("thread_results", solo, thread.uuid)).text


def test_what_a_client_wrote_is_marked_for_each_person_until_seen(cast, solo, browser):
    make.message(solo, cast.clara, by=cast.clara.user)
    carla = browser(cast.carla)
    assert "portal-dot" in carla.get(url("list", solo)).text
    assert "portal-dot" not in carla.get(url("list", solo)).text
    assert "portal-dot" in browser(cast.dario).get(url("list", solo)).text


def test_a_form_sent_twice_is_one_message_and_one_mail(cast, solo, browser):
    form = {"client": cast.clara.uuid, "new_channel": "Contract", "body": "Good news", "send_key": "once"}
    for _time in range(2):
        browser(cast.carla).post(url("new", solo), form)
    assert Message.objects.count() == 1
    assert mails().count() == 1


@pytest.mark.feature("A32")
@pytest.mark.feature("A34")
def test_who_may_not_send_reads_but_finds_no_form(cast, solo, browser):
    make.message(solo, cast.clara, body="Confidential plan")
    thread = Thread.objects.get()
    eva = browser(cast.eva)
    page = eva.get(url("list", solo)).text
    assert "Confidential plan" in page
    assert "<textarea" not in page
    assert "Only the handler" in page
    assert eva.get(url("new", solo)).status_code == 403
    assert eva.post(url("thread", solo, thread.uuid), {"body": "Hi", "send_key": "k"}).status_code == 403
    assert Message.objects.count() == 1


@pytest.mark.feature("A33")
def test_strangers_find_nothing(cast, sur, solo, browser):
    make.message(solo, cast.clara)
    thread = Thread.objects.get()
    grants.set_people(solo, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=True)
    for person in (cast.eva, make.staff(sur, "Sofia"), cast.clara, cast.anna):
        driver = browser(person)
        for address in (url("list", solo), url("new", solo), url("thread", solo, thread.uuid)):
            assert driver.get(address).status_code == 404
            assert driver.post(address, {"body": "x", "send_key": "k"}).status_code == 404
    assert Message.objects.count() == 1


@pytest.mark.feature("A33")
def test_ids_of_somewhere_else_are_refused_and_change_nothing(cast, sur, solo, browser):
    other = make.matter(cast.site, cast.carla, cast.anna)
    make.message(other, cast.anna)
    foreign = Thread.objects.get()
    their_matter = make.matter(sur, make.staff(sur, "Sofia"), sara := make.client(sur, "Sara"))
    carla, form = browser(cast.carla), {"client": cast.clara.uuid, "body": "x", "new_channel": "A"}
    bad = [
        {**form, "client": sara.uuid},
        {**form, "client": cast.anna.uuid},
        {**form, "new_channel": "", "channel": foreign.uuid},
        {**form, "document": [make.document(other).uuid]},
        {**form, "document": [make.document(their_matter).uuid]},
        {**form, "document": ["nonsense"]},
    ]
    for number, fields in enumerate(bad):
        answer = carla.post(url("new", solo), {**fields, "send_key": f"k{number}"})
        assert answer.status_code == 422, fields
    assert carla.get(url("thread", solo, foreign.uuid)).status_code == 404
    assert carla.post(url("thread", solo, foreign.uuid), {"body": "x", "send_key": "k"}).status_code == 404
    assert carla.get(url("new", solo) + f"?document={make.document(other).uuid}").status_code == 404
    assert Message.objects.count() == 1
    assert Thread.objects.count() == 1


def send_with_file(driver, matter, client, key="k"):
    form = {"client": client.uuid, "new_channel": "Contract", "body": "See the file", "send_key": key}
    return driver.post(
        url("new", matter), {**form, "files": [SimpleUploadedFile("a.pdf", b"%PDF-1.4 a")]}, follow=True
    )


@pytest.mark.feature("A50")
def test_a_message_with_a_fresh_file_waits_for_its_check_and_is_then_sent(cast, solo, browser):
    carla = browser(cast.carla)
    answer = send_with_file(carla, solo, cast.clara)
    assert "waiting for the check of 1 file" in answer.text
    assert "success" not in [message.level_tag for message in answer.context["messages"]]
    assert not Message.objects.exists()
    assert not mails().exists()
    clara = browser(cast.clara)
    assert "See the file" not in clara.get(reverse("portal_messaging:postbox")).text
    document = Document.objects.get()
    decide(document, Document.State.RELEASED)
    message = Message.objects.get()
    assert (message.author, message.body) == (cast.carla, "See the file")
    assert [row.document for row in message.attachments.all()] == [document]
    assert not QueuedMessage.objects.exists()
    assert mails().count() == 1
    assert clara.get(reverse("portal_documents:download", args=[document.uuid])).getvalue()
    send_with_file(carla, solo, cast.clara)
    assert Message.objects.count() == 1
    assert Document.objects.count() == 1


def test_a_refused_file_stops_the_message_which_can_be_changed_and_sent(cast, solo, browser):
    carla = browser(cast.carla)
    send_with_file(carla, solo, cast.clara)
    decide(Document.objects.get(), Document.State.REJECTED, "macro")
    thread, queued = Thread.objects.get(), QueuedMessage.objects.get()
    page = carla.get(url("thread", solo, thread.uuid)).text
    assert "“a.pdf” was refused." in page
    assert "programs (macros)" in page
    assert not Message.objects.exists()
    form = carla.post(url("queued_edit", solo, queued.uuid), follow=True)
    assert "See the file</textarea>" in form.text
    answer = carla.post(
        url("thread", solo, thread.uuid),
        {"body": "Without the file", "send_key": "k2", "queued": queued.uuid},
        follow=True,
    )
    assert "is sent" in answer.text
    assert Message.objects.get().body == "Without the file"
    assert not QueuedMessage.objects.exists()


def test_a_waiting_message_can_be_taken_back(cast, solo, browser):
    carla = browser(cast.carla)
    send_with_file(carla, solo, cast.clara)
    queued = QueuedMessage.objects.get()
    carla.post(url("queued_edit", solo, queued.uuid))
    decide(Document.objects.get(), Document.State.RELEASED)
    assert not Message.objects.exists()
    answer = carla.post(url("queued_discard", solo, queued.uuid), follow=True)
    assert "Nothing was sent." in answer.text
    assert not QueuedMessage.objects.exists()


def test_a_waiting_message_stops_when_the_author_may_no_longer_send(cast, solo, browser):
    send_with_file(browser(cast.carla), solo, cast.clara)
    grants.set_people(solo, by=cast.carla, handler=cast.dario)
    decide(Document.objects.get(), Document.State.RELEASED)
    assert not Message.objects.exists()
    thread = Thread.objects.get()
    assert "You may no longer send" in browser(cast.dario).get(url("thread", solo, thread.uuid)).text


def test_a_chore_sends_what_a_lost_moment_left_waiting(cast, solo, browser):
    send_with_file(browser(cast.carla), solo, cast.clara)
    deliver_waiting()
    assert not Message.objects.exists()
    Document.objects.update(state=Document.State.RELEASED)
    deliver_waiting()
    assert Message.objects.count() == 1


def test_waiting_messages_of_other_matters_are_404(cast, solo, browser):
    send_with_file(browser(cast.carla), solo, cast.clara)
    queued = QueuedMessage.objects.get()
    assert browser(cast.eva).post(url("queued_discard", solo, queued.uuid)).status_code == 403
    carla = browser(cast.carla)
    for name in ("queued_edit", "queued_discard"):
        assert carla.post(url(name, cast.matter, queued.uuid)).status_code == 404
        assert carla.get(url(name, solo, queued.uuid)).status_code == 405
    assert QueuedMessage.objects.count() == 1


def test_in_an_unpublished_matter_no_message_leaves(cast, browser):
    draft = make.matter(cast.site, cast.carla, cast.clara, published=False)
    form = {"client": cast.clara.uuid, "new_channel": "A", "body": "Hello", "send_key": "k"}
    answer = browser(cast.carla).post(url("new", draft), form)
    assert answer.status_code == 422
    assert "not published" in answer.text
    assert "Hello</textarea>" in answer.text
    assert not Message.objects.exists()


def test_an_upload_of_the_client_can_be_attached_to_the_answer(cast, solo, browser):
    upload = make.document(solo, client=cast.clara, title="Passport")
    make.message(solo, cast.clara)
    thread = Thread.objects.get()
    form = {"body": "Is this current?", "document": [upload.uuid], "send_key": "k"}
    browser(cast.carla).post(url("thread", solo, thread.uuid), form)
    assert Message.objects.count() == 2
    assert Share.objects.get().origin == Share.Origin.UPLOAD


def test_many_messages_need_no_more_queries_than_one(cast, solo, browser):
    carla = browser(cast.carla)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert carla.get(url("list", solo)).status_code == 200
        return len(captured)

    make.message(solo, cast.clara, documents=[make.document(solo)])
    queries()
    few = queries()
    for number in range(8):
        make.message(solo, cast.clara, channel=f"Channel {number % 2}", documents=[make.document(solo)])
    queries()  # the newest channel is another one now, seen for the first time
    assert queries() == few


def test_the_first_channel_is_proposed_in_the_language_of_the_one_client(cast, browser):
    matter = make.matter(cast.site, cast.carla, cast.clara)
    Client.objects.filter(pk=cast.clara.pk).update(language="es")
    page = browser(cast.carla).get(url("new", matter)).text
    assert 'value="General"' in page  # Spanish has the same word
    Client.objects.filter(pk=cast.clara.pk).update(language="de")
    page = browser(cast.carla).get(url("new", matter)).text
    assert 'value="Allgemein"' in page
    assert "New channel" in page
