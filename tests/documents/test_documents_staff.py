"""The tab "Documents" of a matter: list, menus, uploads, folders, names, taking away."""

import io
import re
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.documents.services import end_share
from tests import make

pytestmark = pytest.mark.django_db


def url(name, matter, *documents, args=()):
    query = "&".join(f"document={document.uuid}" for document in documents)
    address = reverse(f"portal_documents_admin:{name}", args=[matter.pk, *args])
    return f"{address}?{query}" if query else address


def titles(page):
    return [document.title for document in page.context["object_list"]]


def rows_menu(page, document):
    """The menu of this document's row: from its button to the end of the cell."""
    text = page.text
    start = text.index(f"Actions for {document.title}")
    return text[start : text.index("</td>", start)]


@pytest.fixture
def lease(cast):
    return make.document(cast.matter, title="Lease draft", name="lease.pdf")


@pytest.mark.feature("A36")
def test_each_document_has_a_checkbox_at_the_left_of_its_name(cast, lease, browser):
    page = browser(cast.carla).get(url("list", cast.matter)).text
    box = page.index(f'value="{lease.uuid}"')
    assert 'type="checkbox"' in page[page.rindex("<input", 0, box) : box]
    assert box < page.index("Lease draft</bdi>")
    assert "Select all documents on this page" in page


@pytest.mark.feature("A38")
def test_the_menu_with_three_dots_holds_every_action_whatever_the_bar_shows(cast, lease, browser):
    carla = browser(cast.carla)
    carla.post(reverse("portal_documents_admin:bar"), {"buttons": []})
    page = carla.get(url("list", cast.matter)).text
    menu = page[page.index("Actions for the selected documents") : page.index("portal-bar__count")]
    for name in ("share", "download", "move", "rename", "delete"):
        assert menu.count(f'formaction="{url(name, cast.matter)}"') == 1, name
    assert menu.count(f'formaction="{reverse("portal_messaging_admin:new", args=[cast.matter.pk])}"') == 1


@pytest.mark.feature("A39")
def test_everybody_chooses_the_buttons_of_the_own_bar(cast, lease, browser):
    carla, dario = browser(cast.carla), browser(cast.dario)
    delete = f'formaction="{url("delete", cast.matter)}"'
    assert carla.get(url("list", cast.matter)).text.count(delete) == 1
    answer = carla.post(
        reverse("portal_documents_admin:bar"),
        {"buttons": ["delete"], "next": url("list", cast.matter)},
        follow=True,
    )
    assert "Your buttons are saved." in answer.text
    assert answer.text.count(delete) == 2
    assert answer.text.count(f'formaction="{url("share", cast.matter)}"') == 1
    assert dario.get(url("list", cast.matter)).text.count(delete) == 1
    carla.post(reverse("portal_documents_admin:bar"), {"reset": "1"})
    assert carla.get(url("list", cast.matter)).text.count(delete) == 1


@pytest.mark.feature("A39")
def test_the_bar_takes_only_buttons_there_are(cast, browser):
    answer = browser(cast.carla).post(reverse("portal_documents_admin:bar"), {"buttons": ["format-disk"]})
    assert answer.status_code == 200
    assert "format-disk is not one of the available choices" in answer.text
    assert (
        browser(cast.carla)
        .post(reverse("portal_documents_admin:bar"), {"buttons": [], "next": "https://evil.example/"})[
            "Location"
        ]
        .startswith("/admin/")
    )


@pytest.mark.feature("A43")
def test_the_menu_of_a_row_shares_this_document_both_ways(cast, lease, browser):
    menu = rows_menu(browser(cast.carla).get(url("list", cast.matter)), lease)
    assert url("share", cast.matter, lease) in menu
    assert reverse("portal_messaging_admin:new", args=[cast.matter.pk]) + f"?document={lease.uuid}" in menu


@pytest.mark.feature("A43")
def test_who_may_not_send_has_neither_way_in_the_menus(cast, lease, browser):
    page = browser(cast.eva).get(url("list", cast.matter))
    assert "share" not in rows_menu(page, lease)
    assert "messages" not in rows_menu(page, lease)
    assert "Download" in rows_menu(page, lease)


def test_the_list_is_searched_sorted_filtered_and_paged(cast, lease, browser):
    letter = make.document(cast.matter, title="Answer of the court", client=cast.anna, size=9_000_000)
    carla = browser(cast.carla)
    address = url("list", cast.matter)
    assert titles(carla.get(address)) == ["Answer of the court", "Lease draft"]
    assert titles(carla.get(address + "?ordering=-title")) == ["Lease draft", "Answer of the court"]
    assert titles(carla.get(address + "?ordering=size")) == ["Lease draft", "Answer of the court"]
    assert titles(carla.get(address + "?q=lease")) == ["Lease draft"]
    assert titles(carla.get(address + "?source=client")) == [letter.title]
    assert titles(carla.get(address + "?shared=no&source=firm")) == ["Lease draft"]
    assert titles(carla.get(address + "?state=rejected")) == []
    assert "Page 1 of 1" in carla.get(address).text


def test_many_documents_need_no_more_queries_than_one(cast, lease, browser):
    carla = browser(cast.carla)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert carla.get(url("list", cast.matter)).status_code == 200
        return len(captured)

    make.share(lease, cast.anna)
    queries()
    few = queries()
    for number in range(12):
        make.share(make.document(cast.matter, title=f"Annex {number}"), cast.anna)
    assert queries() == few


def test_a_plain_form_uploads_several_files_into_the_open_folder(cast, browser):
    folder = make.make_folder(cast.matter, "Court", by=cast.carla, area=Folder.Area.FILE)
    carla = browser(cast.carla)
    form = {
        "files": [SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"), SimpleUploadedFile("b.pdf", b"%PDF-1.4 b")],
        "folder": folder.uuid,
        "form_key": "once",
    }
    for _time in range(2):
        for file in form["files"]:
            file.seek(0)
        answer = carla.post(url("list", cast.matter), form, follow=True)
    assert "2 files have arrived and are being checked." in answer.text
    assert {document.original_name for document in folder.documents.all()} == {"a.pdf", "b.pdf"}
    assert "Being checked" in answer.text
    assert AuditEvent.objects.filter(action="document.uploaded").count() == 2


def test_an_empty_form_says_what_is_missing(cast, browser):
    answer = browser(cast.carla).post(url("list", cast.matter), {})
    assert answer.status_code == 422
    assert "Please choose at least one file." in answer.text


def raw_upload(driver, matter, name="brief.pdf", key="key-1", content=b"%PDF-1.4 raw", **headers):
    return driver.post(
        url("upload", matter), content, content_type="application/octet-stream",
        headers={"X-File-Name": name, "X-Upload-Key": key, **headers},
    )  # fmt: skip


def test_the_script_sends_one_file_as_a_raw_body_and_asks_for_its_state(cast, browser):
    carla = browser(cast.carla)
    answer = raw_upload(carla, cast.matter, "K%C3%BCndigung.pdf")
    assert answer.status_code == 201
    assert answer.json()["state"] == "checking"
    document = Document.objects.get()
    assert (document.original_name, document.uploaded_by) == ("Kündigung.pdf", cast.carla)
    assert raw_upload(carla, cast.matter).json()["uuid"] == str(document.uuid)
    Document.objects.update(state="rejected", reason="virus")
    [state] = carla.get(url("states", cast.matter, document)).json()["documents"]
    assert state["state"] == "rejected"
    assert "virus scanner" in state["message"]


def test_a_raw_upload_is_refused_with_a_reason(cast, browser, settings):
    settings.PORTAL_UPLOAD_MAX_BYTES = 4
    carla = browser(cast.carla)
    assert raw_upload(carla, cast.matter).status_code == 422
    assert raw_upload(carla, cast.matter, name="").status_code == 400
    other = make.make_folder(
        make.matter(cast.site, cast.carla), "Other", by=cast.carla, area=Folder.Area.FILE
    )
    assert raw_upload(carla, cast.matter, **{"X-Folder": str(other.uuid)}).status_code == 404
    assert not Document.objects.exists()


def test_uploading_needs_the_right_to_add_documents(cast, browser):
    cast.eva.groups.clear()
    for codename in ("access_admin", "view_matter"):
        cast.eva.user_permissions.add(Permission.objects.get(codename=codename))
    eva = browser(cast.eva)
    page = eva.get(url("list", cast.matter))
    assert page.status_code == 200
    assert "Add files" not in page.text
    assert raw_upload(eva, cast.matter).status_code == 403
    form = {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.4 a")]}
    assert eva.post(url("list", cast.matter), form).status_code == 403
    assert not Document.objects.exists()


def test_the_states_of_other_matters_are_not_told(cast, browser):
    other = make.document(make.matter(cast.site, cast.carla))
    assert browser(cast.carla).get(url("states", cast.matter, other)).json() == {"documents": []}


def test_folders_are_made_renamed_filled_and_deleted_when_empty(cast, lease, browser):
    carla = browser(cast.carla)
    assert "is there" in carla.post(url("folder_create", cast.matter), {"name": "Court"}, follow=True).text
    folder = Folder.objects.get(area=Folder.Area.FILE)
    carla.post(url("move", cast.matter), {"document": [lease.uuid], "folder": folder.uuid})
    page = carla.get(url("list", cast.matter) + f"?folder={folder.uuid}")
    assert titles(page) == ["Lease draft"]
    carla.post(url("folder_rename", cast.matter, args=[folder.uuid]), {"name": "Court of appeal"})
    refused = carla.post(url("folder_delete", cast.matter, args=[folder.uuid]), follow=True)
    assert "The folder is not empty." in refused.text
    carla.post(url("move", cast.matter), {"document": [lease.uuid], "folder": ""})
    gone = carla.post(url("folder_delete", cast.matter, args=[folder.uuid]), follow=True)
    assert "“Court of appeal” is deleted" in gone.text
    assert not Folder.objects.exists()


def test_folders_of_one_name_are_one_and_a_taken_name_is_refused(cast, browser):
    carla = browser(cast.carla)
    for name in ("Court", "Court", "Bank"):
        carla.post(url("folder_create", cast.matter), {"name": name})
    bank = Folder.objects.get(name="Bank")
    refused = carla.post(url("folder_rename", cast.matter, args=[bank.uuid]), {"name": "Court"})
    assert refused.status_code == 422
    assert "folder of this name already" in refused.text
    assert Folder.objects.count() == 2


def test_documents_move_into_a_new_folder_and_get_another_title(cast, lease, browser):
    carla = browser(cast.carla)
    assert "New folder" in carla.get(url("move", cast.matter, lease)).text
    assert 'value="Lease draft"' in carla.get(url("rename", cast.matter, lease)).text
    carla.post(url("move", cast.matter), {"document": [lease.uuid], "new_folder": "Bank"})
    carla.post(url("rename", cast.matter), {"document": [lease.uuid], "title": "Lease, second draft"})
    lease.refresh_from_db()
    assert (lease.folder.name, lease.title) == ("Bank", "Lease, second draft")
    refused = carla.post(url("rename", cast.matter), {"document": [lease.uuid], "title": " "})
    assert refused.status_code == 422


def test_only_what_no_client_ever_saw_can_be_deleted(cast, lease, browser):
    shared, upload = make.document(cast.matter), make.document(cast.matter, client=cast.anna)
    make.share(shared, cast.anna)
    carla = browser(cast.carla)
    for kept, reason in ((shared, "was shared with a client"), (upload, "came from a client")):
        assert reason in carla.get(url("delete", cast.matter, kept)).text
        answer = carla.post(url("delete", cast.matter), {"document": [lease.uuid, kept.uuid]}, follow=True)
        assert reason in answer.text
    assert Document.objects.count() == 3
    answer = carla.post(url("delete", cast.matter), {"document": [lease.uuid]}, follow=True)
    assert "1 document is deleted." in answer.text
    assert not Document.objects.filter(pk=lease.pk).exists()
    assert AuditEvent.objects.filter(action="document.deleted").count() == 1


@pytest.mark.parametrize("name", ["download", "move", "rename", "delete", "share"])
def test_documents_of_other_matters_are_404_in_every_action(name, cast, sur, browser):
    theirs = make.document(make.matter(sur, make.staff(sur, "Sofia")))
    other = make.document(make.matter(cast.site, cast.carla))
    carla = browser(cast.carla)
    for document in (theirs, other):
        assert carla.get(url(name, cast.matter, document)).status_code == 404
        form = {"document": [document.uuid], "title": "x", "new_folder": "x", "client": cast.anna.uuid}
        assert carla.post(url(name, cast.matter), form).status_code in (404, 405)
    assert Document.objects.count() == 2
    assert not Folder.objects.exists()


def test_folders_of_other_matters_are_refused(cast, lease, browser):
    other = make.make_folder(
        make.matter(cast.site, cast.carla), "Other", by=cast.carla, area=Folder.Area.FILE
    )
    carla = browser(cast.carla)
    refused = carla.post(url("move", cast.matter), {"document": [lease.uuid], "folder": other.uuid})
    assert refused.status_code == 422
    for name in ("folder_rename", "folder_delete"):
        assert carla.post(url(name, cast.matter, args=[other.uuid]), {"name": "x"}).status_code == 404
    other.refresh_from_db()
    assert other.name == "Other"


def test_several_documents_come_as_one_archive(cast, lease, browser):
    folder = make.make_folder(cast.matter, "Court", by=cast.carla, area=Folder.Area.FILE)
    brief = make.document(cast.matter, name="brief.pdf", folder=folder)
    answer = browser(cast.carla).get(url("download", cast.matter, lease, brief))
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert set(archive.namelist()) == {"lease.pdf", "Court/brief.pdf"}
    assert AuditEvent.objects.filter(action="document.downloaded").count() == 2
    single = browser(cast.carla).get(url("download", cast.matter, lease))
    assert single["Location"] == reverse("portal_documents:download", args=[lease.uuid])


def test_a_document_has_a_page_with_what_is_known_and_can_be_done(cast, lease, browser):
    make.share(lease, cast.anna)
    page = browser(cast.carla).get(url("detail", cast.matter, args=[lease.uuid]))
    assert "Anna Client" in page.text
    assert "End share with Anna Client" in page.text
    assert AuditEvent.objects.filter(action="document.viewed").count() == 1
    assert "End share" not in browser(cast.eva).get(url("detail", cast.matter, args=[lease.uuid])).text
    other = make.matter(cast.site, cast.carla)
    assert browser(cast.carla).get(url("detail", other, args=[lease.uuid])).status_code == 404


def test_staff_without_the_portal_permission_open_what_clients_sent(cast, browser):
    upload = make.document(cast.matter, client=cast.anna, title="Passport")
    cast.eva.groups.remove(*cast.eva.groups.filter(portal_role__key=make.Role.PORTAL))
    eva = browser(cast.eva)
    assert "Passport" in eva.get(url("list", cast.matter)).text
    assert eva.get(reverse("portal_documents:download", args=[upload.uuid])).getvalue()


@pytest.mark.parametrize("name", ["list", "portal"])
def test_marketing_and_clients_find_nothing_here(name, cast, lease, browser):
    mara = make.staff(cast.site, "Mara", make.Role.MARKETING)
    assert browser(mara).get(url(name, cast.matter)).status_code == 404
    assert browser(cast.anna).get(url(name, cast.matter)).status_code == 404


@pytest.mark.feature("A43")
@pytest.mark.feature("C18")
def test_the_menu_of_a_document_offers_what_is_not_refused_anyway(cast, browser):
    fresh, shared, ended, signed = (make.document(cast.matter, name=f"{number}.pdf") for number in range(4))
    sent = make.document(cast.matter, client=cast.anna)
    make.share(shared, cast.anna)
    end_share(make.share(ended, cast.anna), by=cast.carla)
    make.share(signed, cast.anna)
    Share.objects.filter(document=signed).update(origin=Share.Origin.SIGNED)
    carla = browser(cast.carla)

    def offered(page):
        return {
            document: {
                name
                for name in ("rename", "delete", "withdraw")
                if f'href="{url(name, cast.matter, document)}"' in page
            }
            for document in (fresh, shared, ended, signed, sent)
        }

    can = {
        fresh: {"rename", "delete"},
        shared: {"rename", "withdraw"},
        ended: {"rename"},
        signed: {"rename"},
        sent: {"rename"},
    }
    assert offered(carla.get(url("list", cast.matter)).text) == can
    for document, names in can.items():
        page = carla.get(url("detail", cast.matter, args=[document.uuid])).text
        assert offered(page)[document] == names
        assert ("it stays with both sides" in page) == (document == signed)
    refused = carla.post(url("delete", cast.matter), {"document": [signed.uuid]}, follow=True)
    assert "so it stays in the matter" in refused.text


def test_the_menu_of_a_refused_document_offers_nothing_that_needs_its_content(cast, browser):
    refused = make.document(cast.matter, name="broken.pdf", released=False)
    Document.objects.filter(pk=refused.pk).update(state=Document.State.REJECTED, reason="damaged")
    picture = make.document(cast.matter, title="Photo", name="photo.png")
    Document.objects.filter(pk=picture.pk).update(content_type="image/png")
    form = make.document(cast.matter, title="Form", name="form.pdf")
    page = browser(cast.carla).get(url("list", cast.matter))

    def labels(document):
        return set(re.findall(r"Client portal: \w+ message|Publish|Download|Read automatically|Form fields"
                              r"|Move to folder|Rename|Delete", rows_menu(page, document)))  # fmt: skip

    assert labels(refused) == {"Move to folder", "Rename", "Delete"}
    assert labels(form) - labels(picture) == {"Form fields"}
    assert "Client portal: with message" in labels(picture)
