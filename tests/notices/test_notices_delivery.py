"""The outbox and a real SMTP server in every mood: nothing is lost, nothing comes twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal_cms.documents.services import share_documents
from portal_cms.notices.delivery import MINUTES, drain
from portal_cms.notices.models import OutboxMessage
from tests import make

State = OutboxMessage.State


@pytest.fixture
def told(cast):
    """A message to Anna; its mail waits in the outbox."""
    make.message(cast.matter, cast.anna)
    return OutboxMessage.objects.get()


def test_a_mail_is_sent_and_the_row_says_so(told, cast, mailbox):
    outcome = drain()

    told.refresh_from_db()
    assert outcome.sent == 1
    assert (told.state, told.attempts, told.last_error) == (State.SENT, 1, "")
    assert [mail["to"] for mail in mailbox.mails] == [cast.anna.email]
    assert mailbox.mails[0]["message-id"] == told.message_id == f"<{told.uuid}@nord.example.com>"
    assert mailbox.mails[0]["auto-submitted"] == "auto-generated"
    assert mailbox.mails[0]["x-auto-response-suppress"] == "All"
    assert drain().handled == 0
    assert len(mailbox.mails) == 1


def test_a_batch_takes_one_connection(cast, mailbox):
    for _n in range(5):
        make.message(cast.matter, cast.anna)

    assert drain().sent == 5
    assert mailbox.connections == 1


def test_several_files_shared_at_once_make_one_mail(cast, mailbox):
    documents = [make.document(cast.matter) for _n in range(3)]
    share_documents(documents, client=cast.anna, by=cast.carla)

    drain()

    (mail,) = mailbox.mails
    assert "3 new documents" in mail["subject"]


@pytest.mark.parametrize("mood", ["451 later, please", "drop", "rcpt 450 greylisted", "421 too busy"])
def test_a_server_that_defers_gets_the_mail_later(mood, told, mailbox, hurry):
    mailbox.moods = [mood]
    drain()

    told.refresh_from_db()
    assert told.state == State.WAITING
    assert told.last_error
    assert timezone.now() < told.next_attempt_at < timezone.now() + timedelta(minutes=1, seconds=5)
    assert drain().handled == 0  # not before its time
    hurry()
    drain()

    told.refresh_from_db()
    assert (told.state, told.attempts, told.last_error) == (State.SENT, 2, "")
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("mood", ["rcpt 550 no such person", "554 not taken here"])
def test_a_refusal_is_final_and_its_answer_is_kept(mood, told, mailbox, hurry):
    mailbox.moods = [mood]
    drain()
    hurry()
    drain()

    told.refresh_from_db()
    assert (told.state, told.attempts) == (State.FAILED, 1)
    assert mood.removeprefix("rcpt ") in told.last_error
    assert mailbox.mails == []


def test_one_refused_recipient_does_not_stop_the_others(cast, mailbox):
    for client in (cast.anna, cast.ben):
        make.message(cast.matter, client)
    mailbox.moods = ["rcpt 550 no such person"]

    drain()

    assert [mail["to"] for mail in mailbox.mails] == [cast.ben.email]


def test_a_server_that_is_down_loses_nothing_and_is_asked_once_per_batch(cast, mailbox, hurry):
    for _n in range(4):
        make.message(cast.matter, cast.anna)
    mailbox.go_down()

    outcome = drain()

    assert (outcome.handled, outcome.is_unreachable) == (1, True)
    assert OutboxMessage.objects.filter(state=State.WAITING).count() == 4
    mailbox.come_back()
    hurry()
    drain()
    assert len(mailbox.mails) == 4
    assert len({mail["message-id"] for mail in mailbox.mails}) == 4


def test_a_server_that_takes_a_mail_and_hangs_up_gets_one_recognisable_double(told, mailbox, hurry):
    mailbox.moods = ["accept-and-drop"]
    drain()
    hurry()
    drain()

    assert len(mailbox.mails) == 2
    assert len({mail["message-id"] for mail in mailbox.mails}) == 1


def test_the_pauses_grow_and_end_after_three_days(told, mailbox):
    mailbox.moods = ["451 later"] * 30
    pauses, now = [], timezone.now()
    while OutboxMessage.objects.get().state == State.WAITING:
        OutboxMessage.objects.update(next_attempt_at=now)
        drain()
        pauses.append(
            round((OutboxMessage.objects.get().next_attempt_at - timezone.now()) / timedelta(minutes=1))
        )

    assert pauses[:5] == [1, 5, 15, 60, 240]
    assert 2.5 < sum(MINUTES) / 60 / 24 <= 3
    assert len(pauses) == len(MINUTES) + 1
    assert OutboxMessage.objects.get().state == State.FAILED


def test_a_row_that_another_worker_holds_is_left_alone_until_its_lease_ends(told, mailbox):
    OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(minutes=5))
    assert drain().handled == 0

    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert drain().sent == 1


def test_a_worker_that_was_too_slow_does_not_write_over_its_successor(told, mailbox, monkeypatch):
    from portal_cms.notices import delivery

    send = delivery.Post.send

    def overtaken(post, mail):
        send(post, mail)
        OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(hours=1))

    monkeypatch.setattr(delivery.Post, "send", overtaken)
    drain()

    told.refresh_from_db()
    assert told.state == State.WAITING
    assert told.claimed_until > timezone.now() + timedelta(minutes=50)


def test_a_mistake_in_a_template_is_logged_and_tried_again(told, mailbox, monkeypatch, caplog):
    from portal_cms.notices import rendering

    monkeypatch.setattr(rendering, "render", lambda *args, **kwargs: 1 / 0)
    drain()

    told.refresh_from_db()
    assert (told.state, told.last_error) == (State.WAITING, "ZeroDivisionError")
    assert "could not be made" in caplog.text


def test_sharing_works_while_the_mail_server_is_down(cast, mailbox, browser):
    mailbox.go_down()
    document = make.document(cast.matter)
    share_documents([document], client=cast.anna, by=cast.carla)
    drain()

    page = browser(cast.anna).get(f"/matters/{cast.matter.uuid}/files/")
    assert document.title in page.content.decode()


def test_a_change_that_is_rolled_back_tells_nobody(cast, mailbox):
    with transaction.atomic():
        make.message(cast.matter, cast.anna)
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()
