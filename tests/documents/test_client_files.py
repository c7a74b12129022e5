"""Files in the client area: seeing, sorting, opening, downloading, sending."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal_cms.documents.models import Document
from tests import make
from tests.conftest import open_browser


def text(answer):
    return answer.content.decode()


def content(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.feature("A20")
def test_in_the_matter_shared_documents_are_seen_and_own_ones_sent(cast):
    make.share(make.document(cast.matter, name="lease.pdf", title="Lease"), cast.anna)
    anna = open_browser(cast.anna)
    address = f"/matters/{cast.matter.uuid}/files/"
    page = anna.get(address)
    assert "Lease" in text(page)
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', text(page))[1]
    form = {
        "files": [
            SimpleUploadedFile("one.pdf", b"%PDF-1.4 one"),
            SimpleUploadedFile("two.pdf", b"%PDF-1.4 two"),
        ],
        "form_token": token,
    }
    sent = anna.post(address, form, follow=True)
    assert "2 files have arrived" in text(sent)
    assert "Being checked" in text(sent)
    assert Document.objects.filter(matter=cast.matter, client=cast.anna).count() == 2


@pytest.mark.feature("A20")
def test_the_same_form_sent_again_sends_nothing_twice(cast):
    anna = open_browser(cast.anna)
    address = f"/matters/{cast.matter.uuid}/files/"
    for _click in range(3):
        file = SimpleUploadedFile("one.pdf", b"%PDF-1.4 one")
        anna.post(address, {"files": [file], "form_token": "f0f0"})
    assert Document.objects.filter(client=cast.anna).count() == 1


@pytest.mark.feature("A20")
def test_an_empty_file_is_refused_by_name_and_the_others_arrive(cast):
    anna = open_browser(cast.anna)
    files = [SimpleUploadedFile("blank.pdf", b""), SimpleUploadedFile("full.pdf", b"%PDF-1.4 full")]
    answer = anna.post(f"/matters/{cast.matter.uuid}/files/", {"files": files}, follow=True)
    assert answer.status_code in (200, 422)
    assert "blank.pdf" in text(answer) or "empty" in text(answer)


@pytest.mark.feature("A29")
def test_every_document_shared_with_the_client_is_listed_and_no_other(cast):
    second = make.matter(cast.site, cast.carla, cast.anna, subject="Estate")
    make.share(make.document(cast.matter, title="Lease"), cast.anna)
    make.share(make.document(second, title="Testament"), cast.anna)
    make.share(make.document(cast.matter, title="Bens paper"), cast.ben)
    make.document(cast.matter, title="Internal note")
    anna = open_browser(cast.anna)
    everything = text(anna.get("/files/"))
    assert "Lease" in everything
    assert "Testament" in everything
    assert "Bens paper" not in everything
    assert "Internal note" not in everything
    assert "Testament" not in text(anna.get(f"/matters/{cast.matter.uuid}/files/"))


@pytest.mark.feature("A29")
def test_files_are_sorted_and_shown_folder_by_folder(cast):
    contracts = make.make_folder(cast.matter, "Contracts", by=cast.carla)
    make.share(make.document(cast.matter, title="Alpha"), cast.anna, folder=contracts)
    make.share(make.document(cast.matter, title="Omega"), cast.anna)
    anna = open_browser(cast.anna)
    address = f"/matters/{cast.matter.uuid}/files/"
    in_folder = text(anna.get(address, {"folder": contracts.uuid}))
    assert "Alpha" in in_folder
    assert "Omega" not in in_folder
    by_name = text(anna.get(address, {"sort": "name"}))
    assert by_name.index("Alpha") < by_name.index("Omega")
    newest = text(anna.get(address))
    assert newest.index("Omega") < newest.index("Alpha")


@pytest.mark.feature("A29")
def test_a_folder_in_which_all_is_for_another_client_is_not_named(cast):
    folder = make.make_folder(cast.matter, "Divorce of Ben", by=cast.carla)
    make.share(make.document(cast.matter), cast.ben, folder=folder)
    address = f"/matters/{cast.matter.uuid}/files/"
    assert "Divorce of Ben" in text(open_browser(cast.ben).get(address))
    anna = open_browser(cast.anna)
    assert "Divorce of Ben" not in text(anna.get(address))
    assert anna.get(address, {"folder": folder.uuid}).status_code == 404


@pytest.mark.feature("A29")
def test_files_are_downloaded_one_by_one_and_together(cast):
    documents = [make.document(cast.matter, name=f"{n}.pdf", content=b"%%PDF-1.4 %d" % n) for n in (1, 2)]
    for document in documents:
        make.share(document, cast.anna)
    anna = open_browser(cast.anna)
    answer = anna.get(f"/documents/{documents[0].uuid}/download/")
    assert content(answer) == b"%PDF-1.4 1"
    assert answer["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(content(anna.get(f"/matters/{cast.matter.uuid}/files.zip"))))
    assert sorted(archive.namelist()) == ["1.pdf", "2.pdf"]
    part = anna.get(f"/documents/{documents[0].uuid}/download/", HTTP_RANGE="bytes=0-3")
    assert (part.status_code, content(part)) == (206, b"%PDF")
