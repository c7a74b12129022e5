"""Publishing documents of a matter for its clients, several at once, and taking them back (P31, P35, P37, C3, C4)."""

import re

import pytest

from portal_cms.documents.models import Share
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.matters.services import withdraw_matter
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.conftest import assert_visible


def url(matter, action=""):
    return f"/admin/matters/{matter.pk}/documents/{action}"


def act(driver, action, *documents):
    """Press the button on the page that asks; the page the person comes back to."""
    values = {"document": [str(document.uuid) for document in documents]}
    address = url(documents[0].matter, f"{action}/")
    asked = driver.get(address, values)
    assert asked.status_code == 200
    return driver.post(address, values, follow=True).content.decode()


def public_of(driver, matter):
    """Title -> yes or no, from the column of the list."""
    page = driver.get(url(matter)).content.decode()
    assert re.search(r"<th[^>]*>\s*Public\s*</th>", page)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    found = {}
    for row in rows:
        title = re.search(r"portal-title[^>]*>.*?<bdi>([^<]+)</bdi>|<bdi>([^<]+)</bdi>", row, re.DOTALL)
        answer = re.search(r"w-status[^>]*>\s*(?:<[^>]*>\s*)*(Yes|No)\b", row)
        if title and answer:
            found[title[1] or title[2]] = answer[1]
    return found


@pytest.fixture
def papers(cast):
    return [make.document(cast.matter, name=f"{name}.pdf", title=name) for name in ("Claim", "Reply")]


@pytest.mark.feature("P35", "P37")
def test_publishing_shows_documents_to_all_clients_and_asks_before_it_tells_them(cast, papers, browser):
    carla = browser(cast.carla)
    assert public_of(carla, cast.matter) == {"Claim": "No", "Reply": "No"}
    page = act(carla, "publish", *papers)
    assert "2 documents are public now. No e-mail was sent." in page
    assert "Notify the clients now?" in page
    assert "Anna Client and Ben Client" in page
    assert "Claim" in page
    assert not OutboxMessage.objects.exists()
    assert public_of(carla, cast.matter) == {"Claim": "Yes", "Reply": "Yes"}
    for client in (cast.anna, cast.ben):
        assert_visible(type(papers[0]).objects.visible_to(client.user), shown=papers, hidden=[])
    assert "were public already" in act(carla, "publish", *papers)
    assert PendingNotice.objects.count() == 4


@pytest.mark.feature("P31", "P35")
def test_documents_are_published_only_in_a_public_matter(cast, papers, browser):
    withdraw_matter(cast.matter, by=cast.carla)
    carla = browser(cast.carla)
    values = {"document": str(papers[0].uuid)}
    page = carla.get(url(cast.matter, "publish/"), values).content.decode()
    assert "The matter itself is not public yet" in page
    assert f"/admin/matters/edit/{cast.matter.pk}/" in page
    carla.post(url(cast.matter, "publish/"), values)
    assert not Share.objects.exists()


@pytest.mark.feature("P35", "P37")
def test_withdrawing_ends_the_shares_and_what_waits_to_be_told(cast, papers, browser):
    carla = browser(cast.carla)
    act(carla, "publish", *papers)
    page = act(carla, "withdraw", papers[0])
    assert "1 document is not public any more" in page
    assert public_of(carla, cast.matter) == {"Claim": "No", "Reply": "Yes"}
    assert_visible(type(papers[0]).objects.visible_to(cast.anna.user), shown=[papers[1]], hidden=[papers[0]])
    assert {str(notice.item) for notice in PendingNotice.objects.all()} == {str(papers[1].uuid)}
    assert "not public, so there is nothing to withdraw" in act(carla, "withdraw", papers[0])


@pytest.mark.feature("P35")
def test_the_page_offers_no_withdrawing_where_nothing_can_be_withdrawn(cast, papers, browser):
    sent = make.document(cast.matter, client=cast.anna, name="photo.pdf")
    make.message(cast.matter, cast.anna, documents=[papers[0]])
    carla = browser(cast.carla)
    for document, reason in (
        (papers[0], "can not be taken back on its own"),
        (papers[1], "not public, so there is nothing to withdraw"),
        (sent, "Clients keep seeing what they sent themselves"),
    ):
        page = carla.get(url(cast.matter, "withdraw/"), {"document": str(document.uuid)}).content.decode()
        assert reason in page
        assert "No client will see them any more" not in page
        assert reason in act(carla, "withdraw", document)


@pytest.mark.feature("P35")
def test_what_came_with_a_message_stays_and_the_page_says_why(cast, papers, browser):
    make.message(cast.matter, cast.anna, documents=[papers[0]])
    carla = browser(cast.carla)
    assert "can not be taken back on its own" in act(carla, "withdraw", papers[0])
    act(carla, "publish", *papers)  # to ben, who got no message; and the other one to both
    page = act(carla, "withdraw", *papers)
    assert "“Claim”: sent with a message" in page
    assert "1 document is not public any more" in page
    assert_visible(type(papers[0]).objects.visible_to(cast.anna.user), shown=[papers[0]], hidden=[papers[1]])
    assert_visible(type(papers[0]).objects.visible_to(cast.ben.user), shown=[], hidden=papers)


@pytest.mark.feature("P35")
def test_files_that_are_not_checked_and_matters_without_access_are_refused_with_a_reason(cast, browser):
    carla = browser(cast.carla)
    raw = make.document(cast.matter, released=False)
    assert "the check of the file is not finished" in act(carla, "publish", raw)
    lonely = make.matter(cast.site, cast.carla, make.client(cast.site, "Emil", state="none"))
    assert "No client of this matter has access" in act(carla, "publish", make.document(lonely))
    assert not Share.objects.exists()


def test_sharing_mails_at_once_also_what_was_published_without_a_mail(cast, papers, browser):
    carla = browser(cast.carla)
    act(carla, "publish", papers[0])
    make.share(papers[0], cast.anna)
    assert [row.recipient for row in OutboxMessage.objects.filter(event="documents_shared")] == [
        cast.anna.user
    ]
    assert [notice.client for notice in PendingNotice.objects.all()] == [cast.ben]
    make.message(cast.matter, cast.ben, documents=[papers[0]])
    assert not PendingNotice.objects.exists()


@pytest.mark.feature("P30")
def test_another_title_is_news_for_those_who_see_the_document(cast, papers, browser):
    carla = browser(cast.carla)
    make.share(papers[0], cast.anna)
    for paper in papers:
        carla.post(url(cast.matter, "rename/"), {"document": str(paper.uuid), "title": "Another title"})
    notice = PendingNotice.objects.get()
    assert (notice.client, notice.item, notice.is_new) == (cast.anna, papers[0].uuid, False)


def test_a_clients_own_upload_is_not_published_to_that_client(cast, browser):
    upload = make.document(cast.matter, client=cast.anna, name="own.pdf")
    act(browser(cast.carla), "publish", upload)
    assert {(share.client, share.origin) for share in Share.objects.all()} == {
        (cast.anna, "upload"),
        (cast.ben, "tab"),
    }
    assert [notice.client for notice in PendingNotice.objects.all()] == [cast.ben]


@pytest.mark.feature("P35")
def test_only_those_who_may_send_publish(cast, sur, papers, browser):
    values = {"document": str(papers[0].uuid)}
    for person, status in ((cast.eva, 403), (make.staff(sur, "Sol"), 404), (cast.anna, 404)):
        for action in ("publish/", "withdraw/"):
            assert browser(person).get(url(cast.matter, action), values).status_code == status
            assert browser(person).post(url(cast.matter, action), values).status_code == status
    assert not Share.objects.exists()
    assert "Withdraw" not in browser(cast.eva).get(url(cast.matter)).content.decode()


def test_nothing_is_public_in_a_matter_that_is_not(cast, papers, browser):
    carla = browser(cast.carla)
    act(carla, "publish", *papers)
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    assert public_of(carla, cast.matter) == {"Claim": "No", "Reply": "No"}
