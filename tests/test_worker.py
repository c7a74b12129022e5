"""The worker as a process: two at once, killed at any moment, stopped, with the database gone for a while."""

import random
import signal
import time

import pytest

from tests import make
from tests.documents import samples
from tests.notices.conftest import Mailbox
from tests.processes import ON_SQLITE, PATIENCE, Elsewhere, with_processes

PAST = "2000-01-01 00:00:00+00:00"


@pytest.fixture
def box():
    """A mail server that takes its time, so that there is a moment to kill in."""
    server = Mailbox()
    yield server
    server.go_down()


def wait_for(condition, worker, world):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, world.log.read_text()
        if time.monotonic() > end:
            worker.kill()
            worker.wait(PATIENCE)
            pytest.fail(f"This took too long. The worker said: {world.log.read_text()}")
        time.sleep(0.05)


def ids(mails):
    return [mail["message-id"] for mail in mails]


@with_processes
def test_two_workers_at_once_send_each_mail_once(cast, tmp_path, box):
    for n in range(24):
        make.message(cast.matter, cast.anna, body=f"{n}")
    world = Elsewhere(tmp_path, mail_port=box.port)

    workers = [world.start("worker", "--once") for _n in range(2)]
    for worker in workers:
        assert worker.wait(PATIENCE) == 0, world.log.read_text()

    assert len(box.mails) == len(set(ids(box.mails))) == 24
    assert world.sql("SELECT state, attempts, count(*) FROM portal_notices_outboxmessage GROUP BY 1, 2") == [
        ("sent", 1, 24)
    ]


@with_processes
def test_a_worker_killed_while_sending_loses_no_mail_and_doubles_at_most_one_per_kill(cast, tmp_path, box):
    for n in range(30):
        make.message(cast.matter, cast.anna, body=f"{n}")
    world = Elsewhere(tmp_path, mail_port=box.port)
    box.seconds, kills = 0.05, 0

    while len(set(ids(box.mails))) < 30 and kills < 4:
        before = len(box.mails)
        worker = world.start("worker")
        wait_for(lambda before=before: len(box.mails) > before, worker, world)
        time.sleep(random.uniform(0, 0.15))
        worker.kill()
        worker.wait(PATIENCE)
        kills += 1
        world.sql(
            "UPDATE portal_notices_outboxmessage SET claimed_until = ? WHERE claimed_until IS NOT NULL", PAST
        )
    world.run("worker", "--once")

    assert len(set(ids(box.mails))) == 30
    assert len(box.mails) <= 30 + kills
    assert world.sql("SELECT count(*) FROM portal_notices_outboxmessage WHERE state <> 'sent'") == [(0,)]


@with_processes
def test_a_worker_killed_while_checking_leaves_no_file_undecided_and_decides_once(cast, tmp_path, box):
    for n in range(4):
        make.document(cast.matter, client=cast.anna, content=samples.pdf(12), name=f"{n}.pdf", released=False)
    world = Elsewhere(tmp_path, mail_port=box.port)

    for _kill in range(3):
        worker = world.start("worker")
        wait_for(
            lambda: world.sql("SELECT 1 FROM portal_documents_document WHERE state = 'checking'"),
            worker,
            world,
        )
        time.sleep(random.uniform(0, 0.5))
        worker.kill()
        worker.wait(PATIENCE)
        world.sql(
            "UPDATE portal_documents_document SET claimed_until = ? WHERE claimed_until IS NOT NULL", PAST
        )
    world.run("worker", "--once")

    assert world.sql("SELECT DISTINCT state FROM portal_documents_document") == [("released",)]
    assert world.sql("SELECT count(*) FROM portal_documents_documentpicture") == [(48,)]
    decided = world.sql("SELECT count(*) FROM portal_audit_auditevent WHERE action = 'document.released'")
    assert decided == [(4,)]
    world.run("verify_audit")
    assert len(box.mails) == len(set(ids(box.mails)))
    known = world.sql(
        "SELECT storage_name FROM portal_documents_document UNION SELECT storage_name FROM portal_documents_documentpicture"
    )
    files = {
        str(path.relative_to(tmp_path / "client-files"))
        for path in (tmp_path / "client-files").rglob("*")
        if path.is_file()
    }
    assert {name for (name,) in known} <= files  # no row without its file


@with_processes
def test_a_worker_told_to_stop_finishes_and_goes(cast, tmp_path, box):
    make.message(cast.matter, cast.anna)
    world = Elsewhere(tmp_path, mail_port=box.port)
    worker = world.start("worker")
    wait_for(lambda: box.mails, worker, world)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    assert world.sql("SELECT state FROM portal_notices_outboxmessage") == [("sent",)]


@pytest.mark.skipif(not ON_SQLITE, reason="Here the database is taken away by moving its file.")
@with_processes
def test_a_worker_survives_a_database_that_is_gone_for_a_while(cast, tmp_path, box):
    world = Elsewhere(tmp_path, mail_port=box.port)
    database = tmp_path / "portal.sqlite3"
    worker = world.start("worker")
    wait_for(lambda: world.sql("SELECT 1 FROM portal_accounts_throttle"), worker, world)  # its first tick

    database.rename(tmp_path / "away")
    time.sleep(3)
    for leftover in tmp_path.glob("portal.sqlite3*"):
        leftover.unlink()
    (tmp_path / "away").rename(database)
    world.sql(
        "INSERT INTO portal_notices_outboxmessage (site_id, uuid, created_at, event, recipient_id, address, context, merge_key,"
        " state, attempts, next_attempt_at, subject, message_id, last_error)"
        " VALUES (?, ?, ?, 'password_changed', ?, '', '{}', '', 'waiting', 0, ?, '', '', '')",
        cast.site.pk, "0" * 32, PAST, cast.anna.user_id, PAST,
    )  # fmt: skip
    wait_for(lambda: box.mails, worker, world)

    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
