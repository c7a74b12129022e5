"""Sharing documents without a message, as staff do it in the matter's tab "Documents"."""

import pytest
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.matters import grants
from portal_cms.matters.services import set_portal
from portal_cms.notices.models import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def share_url(matter, *documents):
    query = "&".join(f"document={document.uuid}" for document in documents)
    return reverse("portal_documents_admin:share", args=[matter.pk]) + (f"?{query}" if query else "")


def list_url(matter):
    return reverse("portal_documents_admin:list", args=[matter.pk])


def portal_url(matter):
    return reverse("portal_documents_admin:portal", args=[matter.pk])


def shared_form(document, client, **fields):
    return {"document": [document.uuid], "client": client.uuid, **fields}


@pytest.fixture
def lease(cast):
    return make.document(cast.matter, title="Lease draft", name="lease.pdf")


@pytest.fixture
def solo(cast):
    """A matter with one client only."""
    return make.matter(cast.site, cast.carla, cast.clara, assistant=cast.dario)


@pytest.mark.feature("A31")
@pytest.mark.feature("A42")
@pytest.mark.feature("A50")
def test_sharing_without_a_message_releases_the_document_and_says_so_in_green(cast, lease, browser):
    carla = browser(cast.carla)
    page = carla.get(share_url(cast.matter, lease))
    assert "Share 1 document" in page.text
    answer = carla.post(share_url(cast.matter), shared_form(lease, cast.anna), follow=True)
    assert answer.redirect_chain[-1][0] == list_url(cast.matter)
    [message] = answer.context["messages"]
    assert message.level_tag == "success"
    assert "1 document is shared with Anna Client" in str(message)
    assert "e-mail" in str(message)
    share = Share.objects.get()
    assert (share.client, share.origin, share.shared_by) == (cast.anna, Share.Origin.TAB, cast.carla)
    assert AuditEvent.objects.filter(action="document.shared").count() == 1


@pytest.mark.feature("A45")
def test_the_client_gets_one_mail_for_a_batch_and_finds_the_documents(cast, lease, browser):
    annex = make.document(cast.matter, title="Annex")
    form = {"document": [lease.uuid, annex.uuid], "client": cast.anna.uuid}
    browser(cast.carla).post(share_url(cast.matter), form)
    mail = OutboxMessage.objects.get(event="documents_shared")
    assert mail.recipient == cast.anna.user
    assert set(mail.context["documents"]) == {str(lease.uuid), str(annex.uuid)}
    files = browser(cast.anna).get(reverse("portal_documents:files", args=[cast.matter.uuid]))
    assert "Lease draft" in files.text
    assert "Annex" in files.text


@pytest.mark.feature("A31")
def test_the_bar_offers_both_ways_of_sending(cast, lease, browser):
    page = browser(cast.carla).get(list_url(cast.matter))
    assert "Client portal: without message" in page.text
    assert "Client portal: with message" in page.text


@pytest.mark.feature("A32")
def test_without_the_portal_permission_there_is_no_button_and_the_address_is_refused(cast, lease, browser):
    cast.carla.groups.remove(*cast.carla.groups.filter(portal_role__key=make.Role.PORTAL))
    carla = browser(cast.carla)
    page = carla.get(list_url(cast.matter))
    assert page.status_code == 200
    assert "without message" not in page.text
    refused = carla.get(share_url(cast.matter, lease))
    assert refused.status_code == 403
    assert "permission “Client portal”" in refused.text
    assert carla.post(share_url(cast.matter), shared_form(lease, cast.anna)).status_code == 403
    assert not Share.objects.exists()


@pytest.mark.feature("A33")
def test_who_has_no_access_to_a_restricted_matter_gets_404(cast, lease, browser):
    grants.set_people(cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=True)
    eva = browser(cast.eva)
    for address in (list_url(cast.matter), share_url(cast.matter, lease), portal_url(cast.matter)):
        assert eva.get(address).status_code == 404
    assert eva.post(share_url(cast.matter), shared_form(lease, cast.anna)).status_code == 404
    assert not Share.objects.exists()


@pytest.mark.feature("A34")
def test_other_staff_with_the_permission_see_the_documents_but_can_not_send(cast, lease, browser):
    eva = browser(cast.eva)
    page = eva.get(list_url(cast.matter))
    assert "Lease draft" in page.text
    assert "without message" not in page.text
    refused = eva.post(share_url(cast.matter), shared_form(lease, cast.anna))
    assert refused.status_code == 403
    assert "Only the handler" in refused.text
    assert not Share.objects.exists()


@pytest.mark.feature("A34")
def test_the_assistant_can_send(cast, lease, browser):
    browser(cast.dario).post(share_url(cast.matter), shared_form(lease, cast.anna))
    assert Share.objects.get().shared_by == cast.dario


@pytest.mark.feature("A34")
def test_a_named_person_the_firm_lets_share_can_send(cast, lease, browser):
    grants.set_people(
        cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, named=[cast.eva],
        sharers=[cast.eva],
    )  # fmt: skip
    browser(cast.eva).post(share_url(cast.matter), shared_form(lease, cast.anna))
    assert Share.objects.get().shared_by == cast.eva


@pytest.mark.feature("A35")
def test_a_matter_without_a_portal_offers_and_takes_nothing(cast, lease, browser):
    set_portal(cast.matter, has_portal=False, by=cast.carla)
    carla = browser(cast.carla)
    assert "without message" not in carla.get(list_url(cast.matter)).text
    refused = carla.post(share_url(cast.matter), shared_form(lease, cast.anna))
    assert refused.status_code == 403
    assert "no client portal for this matter" in refused.text
    assert not Share.objects.exists()


@pytest.mark.feature("A37")
def test_the_button_acts_on_all_ticked_documents(cast, lease, browser):
    annex = make.document(cast.matter, title="Annex")
    page = browser(cast.carla).get(list_url(cast.matter))
    assert f'formaction="{share_url(cast.matter)}"' in page.text
    page = browser(cast.carla).get(share_url(cast.matter, lease, annex))
    assert "Lease draft" in page.text
    assert "Annex" in page.text
    assert "Share 2 documents" in page.text


@pytest.mark.feature("A37")
def test_with_nothing_ticked_the_list_asks_for_a_selection(cast, lease, browser):
    page = browser(cast.carla).get(share_url(cast.matter), follow=True)
    assert "Please select at least one document." in page.text


@pytest.mark.feature("A40")
def test_with_one_client_nobody_is_asked_which(cast, solo, browser):
    document = make.document(solo)
    carla = browser(cast.carla)
    page = carla.get(share_url(solo, document))
    assert 'type="radio"' not in page.text
    carla.post(share_url(solo), shared_form(document, cast.clara))
    assert Share.objects.get().client == cast.clara


@pytest.mark.feature("A40")
def test_with_several_clients_one_must_be_chosen(cast, lease, browser):
    carla = browser(cast.carla)
    page = carla.get(share_url(cast.matter, lease))
    assert page.text.count('type="radio"') == 2
    refused = carla.post(share_url(cast.matter), {"document": [lease.uuid]})
    assert refused.status_code == 422
    assert "Please choose the client." in refused.text
    assert "Lease draft" in refused.text
    assert not Share.objects.exists()


@pytest.mark.feature("A40")
def test_a_client_without_access_is_explained_and_not_offered(cast, lease, browser):
    zoe = make.client(cast.site, "Zoe", state="none")
    grants.add_client(cast.matter, zoe, by=cast.carla)
    page = browser(cast.carla).get(share_url(cast.matter, lease))
    assert page.text.count('type="radio"') == 2
    assert "Zoe Client" in page.text
    assert "has no access to the portal" in page.text
    refused = browser(cast.carla).post(share_url(cast.matter), shared_form(lease, zoe))
    assert refused.status_code == 422
    assert not Share.objects.exists()


@pytest.mark.feature("A41")
def test_the_documents_go_into_the_chosen_folder(cast, lease, browser):
    folder = make.make_folder(cast.matter, "Court", by=cast.carla)
    carla = browser(cast.carla)
    assert "Court" in carla.get(share_url(cast.matter, lease)).text
    answer = carla.post(
        share_url(cast.matter), shared_form(lease, cast.anna, folder=folder.uuid), follow=True
    )
    assert "folder “Court”" in answer.text
    assert Share.objects.get().folder == folder


@pytest.mark.feature("A41")
def test_a_new_folder_is_made_by_its_name(cast, lease, browser):
    form = shared_form(lease, cast.anna, new_folder="Contracts")
    browser(cast.carla).post(share_url(cast.matter), form)
    assert Share.objects.get().folder.name == "Contracts"
    files = browser(cast.anna).get(reverse("portal_documents:files", args=[cast.matter.uuid]))
    assert "Contracts" in files.text


@pytest.mark.feature("A41")
def test_without_folders_there_is_no_question_which(cast, lease, browser):
    page = browser(cast.carla).get(share_url(cast.matter, lease))
    assert "<select" not in page.text
    assert "Put them into a folder" in page.text


@pytest.mark.feature("A44")
def test_the_portal_area_shows_the_document_at_once_in_its_folder(cast, lease, browser):
    carla = browser(cast.carla)
    carla.post(share_url(cast.matter), shared_form(lease, cast.anna, new_folder="Court"))
    page = carla.get(portal_url(cast.matter))
    assert (
        page.text.index("Anna Client") < page.text.index("<bdi>Court</bdi>") < page.text.rindex("Lease draft")
    )


@pytest.mark.feature("A46")
def test_the_list_shows_what_is_shared_with_whom_since_when_and_whether_it_was_opened(cast, lease, browser):
    make.share(lease, cast.anna)
    carla = browser(cast.carla)
    page = carla.get(list_url(cast.matter)).text
    assert "Anna Client" in page
    assert "without message" in page
    assert "not opened yet" in page
    browser(cast.anna).get(reverse("portal_documents:download", args=[lease.uuid])).getvalue()
    assert "downloaded" in carla.get(list_url(cast.matter)).text


def test_sent_twice_it_is_one_share_and_one_mail(cast, lease, browser):
    carla = browser(cast.carla)
    for _time in range(2):
        carla.post(share_url(cast.matter), shared_form(lease, cast.anna, new_folder="Court"))
    assert Share.objects.count() == 1
    assert Folder.objects.count() == 1
    assert OutboxMessage.objects.filter(event="documents_shared").count() == 1


@pytest.mark.feature("A50")
def test_a_file_that_is_not_checked_is_refused_without_a_green_message(cast, browser):
    waiting = make.document(cast.matter, title="Just arrived", released=False)
    answer = browser(cast.carla).post(share_url(cast.matter), shared_form(waiting, cast.anna))
    assert answer.status_code == 422
    assert "can not be shared" in answer.text
    assert "success" not in [message.level_tag for message in answer.context["messages"]]
    assert not Share.objects.exists()
    assert not OutboxMessage.objects.filter(event="documents_shared").exists()


@pytest.mark.feature("A50")
def test_in_an_unpublished_matter_nothing_is_shared_and_the_reason_stands_there(cast, browser):
    draft = make.matter(cast.site, cast.carla, cast.anna, published=False)
    document = make.document(draft)
    answer = browser(cast.carla).post(share_url(draft), shared_form(document, cast.anna))
    assert answer.status_code == 422
    assert "not published" in answer.text
    assert not Share.objects.exists()


def foreign_forms(cast, sur, lease):
    """The form with one id replaced by one of somewhere else."""
    other = make.matter(cast.site, cast.carla, cast.clara)
    theirs = make.matter(sur, make.staff(sur, "Sofia"), stranger := make.client(sur, "Sara"))
    file_folder = make.make_folder(cast.matter, "Inside", by=cast.carla, area=Folder.Area.FILE)
    yield shared_form(make.document(other), cast.anna)
    yield shared_form(make.document(theirs), cast.anna)
    yield {"document": [lease.uuid, make.document(other).uuid], "client": cast.anna.uuid}
    yield {"document": ["nonsense"], "client": cast.anna.uuid}
    yield shared_form(lease, cast.clara)
    yield shared_form(lease, stranger)
    yield shared_form(lease, cast.anna, folder=make.make_folder(other, "Other", by=cast.carla).uuid)
    yield shared_form(lease, cast.anna, folder=file_folder.uuid)
    yield shared_form(lease, cast.anna, folder="nonsense")


@pytest.mark.feature("A33")
def test_ids_of_somewhere_else_are_refused_and_change_nothing(cast, sur, lease, browser):
    carla = browser(cast.carla)
    for form in foreign_forms(cast, sur, lease):
        assert carla.post(share_url(cast.matter), form).status_code in (404, 422), form
    assert not Share.objects.exists()
    assert not OutboxMessage.objects.filter(event="documents_shared").exists()


def test_staff_of_another_firm_get_404(cast, sur, lease, browser):
    sofia = browser(make.staff(sur, "Sofia"))
    for address in (list_url(cast.matter), share_url(cast.matter, lease), portal_url(cast.matter)):
        assert sofia.get(address).status_code == 404


def test_a_clients_own_upload_is_not_shared_back(cast, browser):
    upload = make.document(cast.matter, client=cast.anna, title="Passport")
    answer = browser(cast.carla).post(share_url(cast.matter), shared_form(upload, cast.anna))
    assert answer.status_code == 422
    assert "can read it already" in answer.text
    assert Share.objects.get().origin == Share.Origin.UPLOAD


def test_a_refused_file_is_not_shared(cast, browser):
    bad = make.document(cast.matter, released=False, state=Document.State.REJECTED, reason="virus")
    assert browser(cast.carla).post(share_url(cast.matter), shared_form(bad, cast.anna)).status_code == 422
    assert not Share.objects.exists()
