"""The worker's check of files: nothing is served before it passed, nothing is lost when something is down."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from portal_cms.audit.models import AuditEvent
from portal_cms.common import vault
from portal_cms.documents import checking
from portal_cms.documents.checking import check_due
from portal_cms.documents.models import Document, DocumentPicture
from portal_cms.documents.sweeping import sweep
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.documents import samples
from tests.documents.test_scanners import clamd

State = Document.State


@pytest.fixture
def upload(cast):
    """Anna's upload, not checked yet."""

    def sent(content=None, name="deed.pdf"):
        return make.document(
            cast.matter, client=cast.anna, content=content or samples.pdf(2), name=name, released=False
        )

    return sent


@pytest.fixture
def scanner(settings):
    """`with scanner(answer):` lets a virus scanner give this answer to the next file."""
    from contextlib import contextmanager

    @contextmanager
    def answering(answer, **options):
        with clamd(answer, **options) as (client, fake):
            host, port = client._address
            settings.PORTAL_SCANNER = f"clamd:{host}:{port}"
            yield fake

    return answering


def past():
    """Let the pause between tries, and every lease, be over."""
    Document.objects.update(next_check_at=timezone.now(), claimed_until=None)


def events(document):
    rows = AuditEvent.objects.filter(object_uuid=str(document.uuid)).order_by("number")
    return list(rows.values_list("action", flat=True))


@pytest.mark.feature("A30")
def test_a_clients_upload_is_served_after_the_check_and_staff_are_told(upload, cast, browser, mailoutbox):
    document = upload()
    url = f"/documents/{document.uuid}/download/"
    for person in (cast.anna, cast.carla):
        assert browser(person).get(url).status_code == 404

    assert check_due() == 1
    assert check_due() == 0

    document.refresh_from_db()
    assert (document.state, document.content_type, document.pages) == (State.RELEASED, "application/pdf", 2)
    assert b"".join(browser(cast.anna).get(url).streaming_content) == samples.pdf(2)
    assert events(document)[:2] == ["document.uploaded", "document.released"]
    drain()
    assert {mail.to[0] for mail in mailoutbox} == {cast.carla.email, cast.dario.email}


def test_the_pages_of_a_released_file_can_be_looked_at(upload, cast, browser):
    document = upload()
    check_due()

    picture = browser(cast.anna).get(f"/documents/{document.uuid}/pages/2/")

    assert picture.status_code == 200
    assert b"".join(picture.streaming_content).startswith((b"\x89PNG", b"\xff\xd8"))
    assert document.pictures.count() == 2


@pytest.mark.feature("S26")
def test_the_files_of_one_visit_make_one_mail_to_each_person_in_charge(upload, cast, mailoutbox):
    for n in range(3):
        upload(name=f"deed {n}.pdf")
    assert check_due(limit=10) == 3

    drain()

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([cast.carla.email, cast.dario.email])
    assert all("3 documents" in mail.subject for mail in mailoutbox)


def test_a_refused_file_is_never_served_and_its_sender_reads_why(upload, cast, browser, mailoutbox):
    document = upload(b"MZ this is no PDF at all")
    check_due()

    document.refresh_from_db()
    assert (document.state, document.reason) == (State.REJECTED, "wrong_type")
    assert events(document) == ["document.uploaded", "document.rejected"]
    assert browser(cast.anna).get(f"/documents/{document.uuid}/download/").status_code == 404
    page = browser(cast.anna).get(f"/matters/{cast.matter.uuid}/files/").content.decode()
    assert "does not fit its name" in page
    drain()
    assert [mail.to[0] for mail in mailoutbox] == [cast.anna.email]
    assert "could not be accepted" in mailoutbox[0].subject


def test_a_message_stays_when_its_attachment_is_refused(cast, browser, mailoutbox):
    from django.core.files.uploadedfile import SimpleUploadedFile

    thread = make.message(cast.matter, cast.anna).thread
    drain()
    mailoutbox.clear()
    files = [SimpleUploadedFile("deed.pdf", samples.pdf()), SimpleUploadedFile("bad.pdf", b"MZ no PDF")]
    browser(cast.anna).post(f"/messages/{thread.uuid}/", {"body": "As promised.", "key": "k", "files": files})

    assert check_due(limit=10) == 2
    drain()

    page = browser(cast.anna).get(f"/messages/{thread.uuid}/").content.decode()
    assert "As promised." in page
    assert "does not fit its name" in page
    told = sorted((mail.to[0], mail.subject) for mail in mailoutbox)
    assert told == sorted(
        [
            (cast.anna.email, "A file you sent could not be accepted"),
            (cast.carla.email, "A new message from a client"),
            (cast.dario.email, "A new message from a client"),
        ]
    )


def test_a_virus_is_refused_whatever_the_file_looks_like(upload, scanner):
    document = upload()
    with scanner(b"stream: Eicar-Test-Signature FOUND\0") as fake:
        check_due()
    assert fake.received == samples.pdf(2)

    document.refresh_from_db()
    assert (document.state, document.reason) == (State.REJECTED, "virus")
    event = AuditEvent.objects.get(action="document.rejected")
    assert event.details == {"reason": "virus", "found": "Eicar-Test-Signature"}


@pytest.mark.parametrize(
    "answer", [b"", b"garbage\0", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK"]
)
def test_without_a_clear_answer_the_file_waits_and_is_checked_later_by_itself(
    answer, upload, scanner, cast, browser
):
    document = upload()
    with scanner(answer):
        check_due()

    document.refresh_from_db()
    assert document.state == State.RECEIVED
    assert timezone.now() < document.next_check_at < timezone.now() + timedelta(minutes=1)
    assert check_due() == 0
    assert browser(cast.carla).get(f"/documents/{document.uuid}/download/").status_code == 404
    past()
    with scanner(b"stream: OK\0"):
        check_due()
    document.refresh_from_db()
    assert document.state == State.RELEASED


def test_a_scanner_that_stays_away_raises_the_alarm(upload, settings, caplog):
    settings.PORTAL_SCANNER = "clamd:127.0.0.1:9"  # nobody listens there
    document = upload()
    for _n in range(Document.STUCK_AFTER):
        assert not Document.objects.stuck().exists()
        past()
        check_due()

    document.refresh_from_db()
    assert document.is_stuck
    assert Document.objects.stuck().get() == document
    assert [record.levelname for record in caplog.records if "could not be checked" in record.message] == [
        *["WARNING"] * (Document.STUCK_AFTER - 1),
        "ERROR",
    ]


def test_a_damaged_file_is_our_fault_and_waits(upload, caplog):
    document = upload()
    path = Path(storages["client_files"].path(document.storage_name))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    check_due()

    document.refresh_from_db()
    assert document.state == State.RECEIVED
    assert "could not be checked" in caplog.text


def test_a_file_that_another_worker_checks_is_left_alone_until_the_lease_ends(upload):
    document = upload()
    Document.objects.update(state=State.CHECKING, claimed_until=timezone.now() + timedelta(minutes=5))
    assert check_due() == 0

    Document.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert check_due() == 1
    document.refresh_from_db()
    assert document.state == State.RELEASED


def test_a_worker_that_was_too_slow_decides_nothing_and_leaves_no_pictures(upload, monkeypatch):
    document = upload()
    run = checking.runner.run

    def overtaken(*args):
        Document.objects.update(claimed_until=timezone.now() + timedelta(hours=1))
        return run(*args)

    monkeypatch.setattr(checking.runner, "run", overtaken)
    check_due()

    document.refresh_from_db()
    assert document.state == State.CHECKING
    assert "document.released" not in events(document)
    assert set(vault.names(older_than=timedelta(0))) == {document.storage_name}


def test_when_the_outcome_cannot_be_written_no_picture_is_left(upload, monkeypatch):
    document = upload()
    monkeypatch.setattr(checking, "record", lambda *args, **kwargs: 1 / 0)
    check_due()

    document.refresh_from_db()
    assert document.state == State.RECEIVED
    assert not DocumentPicture.objects.exists()
    assert set(vault.names(older_than=timedelta(0))) == {document.storage_name}


def test_stray_files_are_swept_after_a_day_and_known_ones_stay(upload, cast):
    document = upload()
    check_due()
    known = set(vault.names(older_than=timedelta(0)))
    stray = vault.store([b"an upload that died"], max_bytes=100).name
    storage = storages["client_files"]

    assert sweep() == 0
    yesterday = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    for name in (*known, stray):
        os.utime(storage.path(name), (yesterday, yesterday))
    assert sweep() == 1

    assert set(vault.names(older_than=timedelta(0))) == known
    assert len(known) == 1 + document.pictures.count()
    assert not OutboxMessage.objects.filter(state="failed").exists()
