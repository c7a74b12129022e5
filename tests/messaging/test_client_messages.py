"""The client's postbox: reading, answering, starting a conversation."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal_cms.messaging.models import Message
from tests import make
from tests.conftest import open_browser


def text(answer):
    return answer.content.decode()


def send_key(answer):
    return re.search(r'name="send_key" value="([0-9a-f]+)"', text(answer))[1]


@pytest.mark.feature("A19")
def test_in_the_matter_the_firms_messages_are_read_and_own_ones_written(cast):
    make.message(cast.matter, cast.anna, body="The hearing is in May.", channel="Hearing")
    anna = open_browser(cast.anna)
    assert "Hearing" in text(anna.get(f"/matters/{cast.matter.uuid}/messages/"))
    written = anna.post(
        f"/matters/{cast.matter.uuid}/messages/new/", {"name": "Question", "body": "Which room?"}, follow=True
    )
    assert "Which room?" in text(written)
    assert "Your message is sent" in text(written)
    assert Message.objects.get(body="Which room?").from_client


@pytest.mark.feature("A27")
def test_messages_are_readable_with_and_without_an_attachment(cast):
    contract = make.document(cast.matter, name="contract.pdf", title="Contract")
    make.message(cast.matter, cast.anna, body="Please read this.", channel="Papers", documents=[contract])
    make.message(cast.matter, cast.anna, body="Nothing new.", channel="State")
    anna = open_browser(cast.anna)
    postbox = text(anna.get("/messages/"))
    assert "Papers" in postbox
    assert "State" in postbox
    links = re.findall(r'href="(/messages/[0-9a-f-]{36}/)', postbox)
    pages = "".join(text(anna.get(link)) for link in dict.fromkeys(links))
    assert "Please read this." in pages
    assert "Nothing new." in pages
    assert f"/documents/{contract.uuid}/download/" in pages
    assert b"".join(anna.get(f"/documents/{contract.uuid}/download/").streaming_content).startswith(b"%PDF")


@pytest.mark.feature("A27")
def test_conversations_of_another_client_of_the_matter_are_not_there(cast):
    own = make.message(cast.matter, cast.anna, body="For Anna", channel="Anna's")
    other = make.message(cast.matter, cast.ben, body="For Ben only", channel="Ben's secret")
    anna = open_browser(cast.anna)
    assert "secret" not in text(anna.get("/messages/"))
    assert anna.get(f"/messages/{own.thread.uuid}/").status_code == 200
    assert anna.get(f"/messages/{other.thread.uuid}/").status_code == 404
    assert anna.post(f"/messages/{other.thread.uuid}/", {"body": "Let me in"}).status_code == 404
    assert not Message.objects.filter(body="Let me in").exists()


@pytest.mark.feature("A28")
def test_each_message_can_be_answered_in_its_conversation(cast):
    question = make.message(cast.matter, cast.anna, body="Did you sign?")
    anna = open_browser(cast.anna)
    address = f"/messages/{question.thread.uuid}/"
    form = {"body": "Yes, on Monday.", "send_key": send_key(anna.get(address))}
    answer = anna.post(address, form, follow=True)
    assert "Yes, on Monday." in text(answer)
    anna.post(address, form)  # sent twice, posted once
    assert Message.objects.filter(thread=question.thread, body="Yes, on Monday.").count() == 1


@pytest.mark.feature("A28")
def test_an_answer_can_carry_a_file_and_an_empty_one_is_refused_without_losing_anything(cast):
    question = make.message(cast.matter, cast.anna, body="Send the receipt, please.")
    anna = open_browser(cast.anna)
    address = f"/messages/{question.thread.uuid}/"
    empty = anna.post(address, {"body": ""})
    assert empty.status_code == 422
    assert "Please write a message or attach a file." in text(empty)
    file = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 receipt")
    sent = anna.post(address, {"body": "Here it is", "files": [file]}, follow=True)
    assert "receipt" in text(sent)
    long = anna.post(address, {"body": "x" * 60_000})
    assert long.status_code == 422
    assert "x" * 60_000 in text(long)
    assert "The message is longer than 20000 characters." in text(long)
    field = re.search(r"<textarea[^>]*>", text(anna.get(address)))[0]
    assert "maxlength" not in field  # browsers would cut off what is pasted without a word


def test_a_flood_of_messages_is_slowed_down_and_loses_no_text(cast, monkeypatch):
    monkeypatch.setattr("portal_cms.messaging.services.MESSAGES_PER_HOUR", 2)
    question = make.message(cast.matter, cast.anna, body="How are you?")
    anna = open_browser(cast.anna)
    address = f"/messages/{question.thread.uuid}/"
    for number in range(2):
        assert anna.post(address, {"body": f"Answer {number}", "form_key": f"k{number}"}).status_code == 302
    answer = anna.post(address, {"body": "Answer 3", "form_key": "k3"})
    assert answer.status_code == 422
    assert "many messages within an hour" in text(answer)
    assert "Answer 3" in text(answer)
    assert Message.objects.filter(thread=question.thread, from_client=True).count() == 2
