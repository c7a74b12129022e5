"""Nobody fills the disk: what is kept is counted, and what was refused is not kept for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal_cms.common import vault
from portal_cms.documents.models import Document
from portal_cms.documents.sweeping import sweep
from tests import make


def send(browser, matter, number):
    return browser.post(
        f"/matters/{matter.uuid}/files/raw/", b"x" * 100, content_type="application/octet-stream",
        headers={"X-File-Name": f"{number}.pdf", "X-Upload-Key": f"key-{number}"},
    )  # fmt: skip


def test_files_that_were_refused_count_as_long_as_they_lie_there(cast, browser, settings):
    settings.PORTAL_CLIENT_QUOTA_BYTES = 250
    anna = browser(cast.anna)
    for number in range(3):
        assert send(anna, cast.matter, number).status_code == 201
        Document.objects.update(state=Document.State.REJECTED, reason="wrong_type", checked_at=timezone.now())
    assert send(anna, cast.matter, 4).status_code == 422
    assert Document.objects.count() == 3


def test_a_refused_file_is_gone_after_a_month_and_makes_room(cast, browser, settings):
    settings.PORTAL_CLIENT_QUOTA_BYTES = 100
    anna = browser(cast.anna)
    send(anna, cast.matter, 1)
    kept = make.document(cast.matter)
    refused = Document.objects.get(client=cast.anna)
    Document.objects.filter(pk=refused.pk).update(state=Document.State.REJECTED, checked_at=timezone.now())
    sweep(older_than=timedelta(0))
    assert refused.storage_name in set(vault.names(older_than=timedelta(0)))
    Document.objects.filter(pk=refused.pk).update(checked_at=timezone.now() - timedelta(days=31))
    assert sweep(older_than=timedelta(0)) == 1
    assert set(vault.names(older_than=timedelta(0))) == {kept.storage_name}
    assert send(anna, cast.matter, 2).status_code == 201
    assert "wrong" not in anna.get(f"/matters/{cast.matter.uuid}/files/").text  # its row is still told


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/a.pdf",
        "..\\..\\win.pdf",
        "/etc/a.pdf",
        "a\x00b.pdf",
        "a" * 300 + ".pdf",
        "\u202eexe.pdf",
    ],
)
def test_no_name_leads_out_of_the_vault(cast, name):
    row = make.document(cast.matter, name=name)
    folder = set(vault.names(older_than=timedelta(0)))
    assert folder == {row.storage_name}
    assert not set(row.original_name) & set("/\\\x00\u202e")
