"""What a client reads while and after sending files: refusals at once, results without a reload, archives."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal_cms.documents.models import Document
from portal_cms.messaging.models import Message
from tests import make

pytestmark = pytest.mark.django_db


def pdf(name="letter.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())


@pytest.mark.feature("A30")
def test_a_program_is_refused_at_once_and_the_other_files_arrive(cast, browser):
    anna = browser(cast.anna)
    files = [pdf(), SimpleUploadedFile("setup.exe", b"MZ"), SimpleUploadedFile("empty.txt", b"")]

    page = anna.post(
        f"/matters/{cast.matter.uuid}/files/", {"files": files, "form_token": "one"}, follow=True
    ).content.decode()

    assert "setup.exe: We cannot take files of this type." in page
    assert "The file “empty.txt” is empty." in page
    assert [document.original_name for document in Document.objects.all()] == ["letter.pdf"]


@pytest.mark.feature("A28")
def test_a_message_with_a_program_is_not_sent_and_keeps_nothing_but_the_text(cast, browser):
    anna = browser(cast.anna)
    thread = make.message(cast.matter, cast.anna).thread
    form = {"body": "Here it is", "send_key": "one", "files": [pdf(), SimpleUploadedFile("a.exe", b"MZ")]}

    refused = anna.post(f"/messages/{thread.uuid}/", form)

    assert refused.status_code == 422
    assert "a.exe: We cannot take files of this type." in refused.content.decode()
    assert "Here it is" in refused.content.decode()
    assert not Document.objects.exists()


@pytest.mark.feature("A28")
def test_another_file_chosen_after_a_refusal_is_the_one_that_is_sent(cast, browser, settings):
    """The first file was kept before the second was refused; its key must not stand for another file."""
    anna = browser(cast.anna)
    thread = make.message(cast.matter, cast.anna).thread
    settings.PORTAL_UPLOAD_MAX_BYTES = 1000
    large = SimpleUploadedFile("large.txt", b"x" * 1001)
    address, form = f"/messages/{thread.uuid}/", {"body": "Here it is", "send_key": "one"}
    assert anna.post(address, {**form, "files": [pdf("wrong.pdf"), large]}).status_code == 422

    anna.post(address, {**form, "files": [pdf("right.pdf")]})

    sent = Message.objects.get(body="Here it is")
    assert [attachment.document.original_name for attachment in sent.attachments.all()] == ["right.pdf"]


@pytest.mark.feature("A30")
def test_a_page_can_ask_what_became_of_its_files(cast, browser):
    anna, address = browser(cast.anna), f"/matters/{cast.matter.uuid}/files/"
    mine = make.document(cast.matter, client=cast.anna, name="mine.pdf", released=False)
    other = make.document(cast.matter, client=cast.ben, name="bens.pdf")
    assert f'id="file-{mine.uuid}" data-state="checking"' in anna.get(address).content.decode()
    Document.objects.filter(pk=mine.pk).update(state=Document.State.RELEASED)

    rows = anna.get(address, {"row": [str(mine.uuid), str(other.uuid), "nonsense"]}).content.decode()

    assert f'id="file-{mine.uuid}" data-state="released"' in rows
    assert "bens" not in rows
    assert "<html" not in rows
    assert browser(cast.clara).get(address, {"row": str(mine.uuid)}).status_code == 404


@pytest.mark.feature("A29")
def test_an_archive_is_named_after_its_matter_or_folder(cast, browser):
    anna = browser(cast.anna)
    folder = make.make_folder(cast.matter, "Court", by=cast.carla)
    make.share(make.document(cast.matter), cast.anna, folder=folder)

    everything = anna.get(f"/matters/{cast.matter.uuid}/files.zip")
    one_folder = anna.get(f"/matters/{cast.matter.uuid}/files.zip", {"folder": folder.uuid})

    assert '"100-26 Lease of the shop.zip"' in everything["Content-Disposition"]
    assert '"100-26 Court.zip"' in one_folder["Content-Disposition"]
