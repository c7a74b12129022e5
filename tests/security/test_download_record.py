"""Whoever takes a file away is in the record, in whatever pieces it is taken."""

import pytest

from portal_cms.audit.models import AuditEvent
from tests import make

CONTENT = b"%PDF-1.4 " + b"x" * 5000


@pytest.fixture
def document(cast):
    row = make.document(cast.matter, content=CONTENT)
    make.share(row, cast.anna)
    return row


def downloads(document, person):
    return AuditEvent.objects.filter(
        action="document.downloaded", object_uuid=str(document.uuid), actor_id=person.pk
    ).count()


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=1-",
        "bytes=-999999",
        "bytes=-4000",
        "bytes=nonsense",
        "bytes=1-2,3-4",
        "bytes= 0-",
        "bytes=00-9",
    ],
)
def test_no_range_takes_a_file_away_unnoticed(document, cast, browser, wanted):
    for person in (cast.anna.user, cast.eva):
        answer = browser(person).get(f"/documents/{document.uuid}/download/", HTTP_RANGE=wanted)
        assert len(answer.getvalue()) >= 10
        assert downloads(document, person) == 1


def test_the_parts_of_one_download_are_one_event(document, cast, browser):
    anna = browser(cast.anna)
    for wanted in ("bytes=0-999", "bytes=1000-1999", "bytes=2000-"):
        anna.get(f"/documents/{document.uuid}/download/", HTTP_RANGE=wanted).getvalue()
    assert downloads(document, cast.anna.user) == 1


def test_a_picture_of_a_page_is_a_reading_too(document, cast, browser):
    """Staff and operators can ask for a page without opening the screen around it."""
    from portal_cms.common import vault
    from portal_cms.documents.models import DocumentPicture

    stored = vault.store([b"\x89PNG\r\n\x1a\n"], max_bytes=100)
    DocumentPicture.objects.create(
        document=document, number=1, content_type="image/png", width=1, height=1, size=stored.size,
        sha256=stored.sha256, storage_name=stored.name, key_id=stored.key_id, wrapped_key=stored.wrapped_key,
    )  # fmt: skip
    for person in (cast.eva, cast.anna.user):
        for _again in range(2):
            assert browser(person).get(f"/documents/{document.uuid}/pages/1/").getvalue()
        viewed = AuditEvent.objects.filter(action="document.viewed", actor_id=person.pk)
        assert viewed.count() == 1
