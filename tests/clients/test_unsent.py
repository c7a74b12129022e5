"""Nobody loses what was typed because the session ended meanwhile, without scripts either."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from portal_cms.messaging.models import Message
from tests import make
from tests.conftest import open_browser
from tests.requests.asking import ask, page

pytestmark = pytest.mark.django_db
LONG = "Good morning,\n\nI have thought about your proposal."


def test_a_message_sent_after_the_session_is_given_back(cast):
    address = f"/messages/{make.message(cast.matter, cast.anna, body='News').thread.uuid}/"
    visitor = open_browser(site=cast.site)
    file = SimpleUploadedFile("a.txt", b"a")
    answer = visitor.post(address, {"body": LONG, "send_key": "a-key-of-a-form", "files": [file]})
    assert answer.status_code == 403
    assert "You are not signed in any more" in answer.text
    assert LONG in answer.text
    assert "a-key-of-a-form" not in answer.text
    assert f"/sign-in/?next={address}" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not Message.objects.filter(body=LONG)
    assert visitor.post(address, {"body": ""}).status_code == 302  # nothing to give back
    assert visitor.get(address).status_code == 302


def test_answers_to_a_request_sent_after_the_session_are_given_back_and_tell_nothing(cast):
    asked = ask(cast, cast.anna)
    [item] = asked.items.all()
    visitor = open_browser(site=cast.site)
    gone = visitor.post(page(asked, "answer", item.uuid), {"note": "<b>My answer</b>"})
    assert gone.status_code == 404
    assert "&lt;b&gt;My answer&lt;/b&gt;" in gone.text
    assert f"next={page(asked)}" in gone.text
    assert asked.title not in gone.text
    stranger = open_browser(cast.ben).post(page(asked, "answer", item.uuid), {"note": "My answer"})
    assert stranger.status_code == 404
    assert "My answer" not in stranger.text  # signed in: it is nothing of theirs, as ever


def test_a_form_from_before_a_new_sign_in_is_refused_with_the_way_to_send_it(cast):
    thread = make.message(cast.matter, cast.anna, body="News").thread
    anna = Browser(SERVER_NAME=cast.site.hostname, HTTP_ACCEPT_LANGUAGE="en", enforce_csrf_checks=True)
    anna.cookies = open_browser(cast.anna).cookies
    answer = anna.post(f"/messages/{thread.uuid}/", {"body": LONG, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert "This was not sent" in answer.text
    assert "copy what you wrote" in answer.text
    assert "This is not open to you" not in answer.text
