"""Ending a share: only one that was made without a message."""

import pytest
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.documents.models import Share
from tests import make

pytestmark = pytest.mark.django_db


def end_url(share):
    return reverse("portal_documents_admin:end_share", args=[share.matter_id, share.uuid])


def portal_page(browser, cast):
    return browser(cast.carla).get(reverse("portal_documents_admin:portal", args=[cast.matter.pk])).text


def download_url(document):
    return reverse("portal_documents:download", args=[document.uuid])


@pytest.mark.feature("A57")
def test_ending_a_share_takes_list_entry_and_download_from_the_client(cast, browser):
    document = make.document(cast.matter, title="Lease draft")
    share = make.share(document, cast.anna)
    anna, carla = browser(cast.anna), browser(cast.carla)
    assert anna.get(download_url(document)).getvalue() == b"%PDF-1.4 test"
    assert end_url(share) in portal_page(browser, cast)
    assert "links in e-mails stop working" in carla.get(end_url(share)).text
    answer = carla.post(end_url(share), follow=True)
    assert "no longer shared with Anna Client" in answer.text
    assert anna.get(download_url(document)).status_code == 404
    files = anna.get(reverse("portal_documents:files", args=[cast.matter.uuid]))
    assert "Lease draft" not in files.text
    assert AuditEvent.objects.filter(action="document.share_ended").count() == 1


@pytest.mark.feature("A57")
def test_ending_it_twice_is_one_ending_and_the_list_tells_of_it(cast, browser):
    share = make.share(make.document(cast.matter), cast.anna)
    carla = browser(cast.carla)
    for _time in range(2):
        carla.post(end_url(share))
    assert AuditEvent.objects.filter(action="document.share_ended").count() == 1
    assert end_url(share) not in portal_page(browser, cast)
    documents = carla.get(reverse("portal_documents_admin:list", args=[cast.matter.pk]))
    assert "ended" in documents.text


@pytest.mark.feature("A57")
def test_an_ended_share_can_be_made_anew(cast, browser):
    document = make.document(cast.matter)
    share = make.share(document, cast.anna)
    browser(cast.carla).post(end_url(share))
    make.share(document, cast.anna)
    assert browser(cast.anna).get(download_url(document)).getvalue() == b"%PDF-1.4 test"


@pytest.mark.feature("A58")
def test_what_came_with_a_message_has_no_button_and_the_server_refuses(cast, browser):
    document = make.document(cast.matter)
    make.message(cast.matter, cast.anna, documents=[document])
    share = Share.objects.get(origin=Share.Origin.MESSAGE)
    assert end_url(share) not in portal_page(browser, cast)
    answer = browser(cast.carla).post(end_url(share), follow=True)
    assert "sent with a message" in answer.text
    share.refresh_from_db()
    assert share.ended_at is None
    assert browser(cast.anna).get(download_url(document)).getvalue() == b"%PDF-1.4 test"


@pytest.mark.feature("A59")
def test_what_the_client_uploaded_has_no_button_and_the_server_refuses(cast, browser):
    make.document(cast.matter, client=cast.anna)
    share = Share.objects.get(origin=Share.Origin.UPLOAD)
    assert end_url(share) not in portal_page(browser, cast)
    answer = browser(cast.carla).post(end_url(share), follow=True)
    assert "no share to end" in answer.text
    share.refresh_from_db()
    assert share.ended_at is None


@pytest.mark.feature("A57")
def test_a_document_also_sent_with_a_message_says_that_it_stays_there(cast, browser):
    document = make.document(cast.matter)
    share = make.share(document, cast.anna)
    make.message(cast.matter, cast.anna, documents=[document])
    carla = browser(cast.carla)
    assert "There it stays readable" in carla.get(end_url(share)).text
    assert "can still read it in a message" in carla.post(end_url(share), follow=True).text


@pytest.mark.feature("A57")
def test_only_who_may_send_may_end(cast, sur, browser):
    share = make.share(make.document(cast.matter), cast.anna)
    assert browser(cast.eva).post(end_url(share)).status_code == 403
    assert browser(make.staff(sur, "Sofia")).post(end_url(share)).status_code == 404
    other = make.matter(cast.site, cast.carla, cast.clara)
    crossed = reverse("portal_documents_admin:end_share", args=[other.pk, share.uuid])
    assert browser(cast.carla).post(crossed).status_code == 404
    share.refresh_from_db()
    assert share.ended_at is None


def test_the_way_back_never_leads_to_another_host(cast, browser):
    share = make.share(make.document(cast.matter), cast.anna)
    answer = browser(cast.carla).post(end_url(share), {"next": "https://evil.example/"})
    assert answer["Location"].startswith("/admin/matters/")
