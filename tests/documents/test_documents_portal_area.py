"""The matter's portal area in the admin: what clients see, and what they sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.documents.models import Document, Folder
from portal_cms.documents.services import end_share
from portal_cms.matters.models import MatterSeen
from tests import make

pytestmark = pytest.mark.django_db


def portal_url(matter, query=""):
    return reverse("portal_documents_admin:portal", args=[matter.pk]) + query


@pytest.mark.feature("A30")
def test_a_clients_upload_appears_with_its_state_and_a_mark_until_seen(cast, browser):
    make.document(cast.matter, client=cast.anna, title="Passport", released=False)
    carla = browser(cast.carla)
    page = carla.get(portal_url(cast.matter)).text
    assert "Passport" in page
    assert "Being checked" in page
    assert "uploaded by the client" in page
    assert "portal-dot" in page
    assert MatterSeen.objects.filter(matter=cast.matter, user=cast.carla).exists()
    assert "portal-dot" not in carla.get(portal_url(cast.matter)).text
    assert "portal-dot" in browser(cast.dario).get(portal_url(cast.matter)).text


@pytest.mark.feature("A30")
def test_a_clients_upload_is_filed_into_a_folder_of_the_matter(cast, browser):
    upload = make.document(cast.matter, client=cast.anna, title="Passport")
    folder = make.make_folder(cast.matter, "Identity", by=cast.carla, area=Folder.Area.FILE)
    carla = browser(cast.carla)
    move = reverse("portal_documents_admin:move", args=[cast.matter.pk])
    assert f"{move}?document={upload.uuid}" in carla.get(portal_url(cast.matter)).text
    carla.post(move, {"document": [upload.uuid], "folder": folder.uuid})
    assert "filed in “Identity”" in carla.get(portal_url(cast.matter)).text
    assert "Identity" not in browser(cast.anna).get(f"/matters/{cast.matter.uuid}/files/").text


@pytest.mark.feature("A30")
def test_a_refused_upload_says_why(cast, browser):
    make.document(
        cast.matter, client=cast.anna, released=False, state=Document.State.REJECTED, reason="macro"
    )
    assert "programs (macros)" in browser(cast.carla).get(portal_url(cast.matter)).text


@pytest.mark.feature("A56")
def test_shared_documents_are_opened_and_downloaded_from_here(cast, browser):
    document = make.document(cast.matter, title="Lease draft")
    make.share(document, cast.anna)
    carla = browser(cast.carla)
    page = carla.get(portal_url(cast.matter)).text
    detail = reverse("portal_documents_admin:detail", args=[cast.matter.pk, document.uuid])
    download = reverse("portal_documents:download", args=[document.uuid])
    assert detail in page
    assert download in page
    assert carla.get(detail).status_code == 200
    assert carla.get(download).getvalue() == b"%PDF-1.4 test"
    assert "not yet" in page  # staff opening it is not the client opening it


@pytest.mark.feature("A44")
def test_the_area_shows_one_client_or_all_and_newest_state_on_reload(cast, browser):
    make.share(make.document(cast.matter, title="For Anna"), cast.anna)
    make.share(make.document(cast.matter, title="For Ben"), cast.ben)
    carla = browser(cast.carla)
    both = carla.get(portal_url(cast.matter)).text
    assert "For Anna" in both
    assert "For Ben" in both
    one = carla.get(portal_url(cast.matter, f"?client={cast.ben.uuid}")).text
    assert "For Ben" in one
    assert "For Anna" not in one
    results = reverse("portal_documents_admin:portal_results", args=[cast.matter.pk])
    assert "For Anna" in carla.get(results).text
    assert carla.get(portal_url(cast.matter, f"?client={cast.clara.uuid}")).status_code == 404


def test_ended_shares_are_not_what_clients_see(cast, browser):
    share = make.share(make.document(cast.matter, title="Lease draft"), cast.anna)
    end_share(share, by=cast.carla)
    assert "Lease draft" not in browser(cast.carla).get(portal_url(cast.matter)).text


def test_many_shares_need_no_more_queries_than_one(cast, browser):
    carla = browser(cast.carla)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert carla.get(portal_url(cast.matter)).status_code == 200
        return len(captured)

    make.share(make.document(cast.matter), cast.anna)
    queries()
    few = queries()
    for number in range(12):
        make.share(make.document(cast.matter, title=f"Annex {number}"), cast.anna)
    assert queries() == few


def folder_url(matter, folder, action):
    return reverse(f"portal_documents_admin:folder_{action}", args=[matter.pk, folder.uuid])


def test_a_folder_of_the_portal_is_renamed_and_the_client_reads_the_new_name(cast, browser):
    folder = make.make_folder(cast.matter, "Leters", by=cast.carla)
    make.share(make.document(cast.matter), cast.anna, folder=folder)
    carla = browser(cast.carla)
    assert folder_url(cast.matter, folder, "rename") in carla.get(portal_url(cast.matter)).text
    answer = carla.post(folder_url(cast.matter, folder, "rename"), {"name": "Letters"})
    assert answer["Location"] == portal_url(cast.matter)
    page = browser(cast.anna).get(f"/matters/{cast.matter.uuid}/files/").text
    assert "Letters" in page
    assert "Leters" not in page


def test_a_folder_of_the_portal_goes_only_when_no_client_sees_anything_in_it(cast, browser):
    folder = make.make_folder(cast.matter, "Letters", by=cast.carla)
    share = make.share(make.document(cast.matter), cast.anna, folder=folder)
    carla = browser(cast.carla)
    assert "not empty" in carla.post(folder_url(cast.matter, folder, "delete"), follow=True).text
    end_share(share, by=cast.carla)
    assert "is deleted" in carla.post(folder_url(cast.matter, folder, "delete"), follow=True).text
    assert not Folder.objects.filter(pk=folder.pk).exists()


def test_folders_of_the_portal_are_for_those_who_may_send(cast, browser):
    folder = make.make_folder(cast.matter, "Letters", by=cast.carla)
    eva = browser(cast.eva)
    assert folder_url(cast.matter, folder, "rename") not in eva.get(portal_url(cast.matter)).text
    assert eva.post(folder_url(cast.matter, folder, "rename"), {"name": "Mine"}).status_code == 403
    assert eva.post(folder_url(cast.matter, folder, "delete")).status_code == 403
    folder.refresh_from_db()
    assert folder.name == "Letters"


def test_a_share_moved_to_another_folder_is_recorded(cast):
    document = make.document(cast.matter)
    make.share(document, cast.anna)
    make.share(document, cast.anna, folder=make.make_folder(cast.matter, "Letters", by=cast.carla))
    assert AuditEvent.objects.filter(action="document.share_moved", object_uuid=document.uuid).count() == 1


def test_a_check_that_does_not_succeed_is_told(cast, browser):
    make.document(cast.matter, client=cast.anna, released=False, attempts=Document.STUCK_AFTER)
    assert "did not succeed" in browser(cast.carla).get(portal_url(cast.matter)).text
