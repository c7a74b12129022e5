"""What is new since the last visit: on the home page and in the matter, for the whole of a visit."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal_cms.clients.models import Client
from portal_cms.matters import whats_new
from portal_cms.matters.models import Matter
from portal_cms.matters.services import publish_matter
from portal_cms.parts.services import save_part, withdraw_parts
from tests import make
from tests.conftest import open_browser


def was_here(client, **ago):
    """The last visit of this client began then."""
    then = timezone.now() - timedelta(**ago)
    Client.objects.filter(pk=client.pk).update(first_visit_at=then, visit_at=then)
    return then


def know_all(matter):
    """The matter was published, and the clients added, long ago."""
    then = timezone.now() - timedelta(days=90)
    Matter.objects.filter(pk=matter.pk).update(first_published_at=then, last_published_at=then)
    matter.matter_clients.update(added_at=then)


def visits(client):
    return Client.objects.values_list("visit_before_at", "visit_at").get(pk=client.pk)


def page_of(browser, address="/"):
    return browser.get(address).content.decode()


@pytest.mark.feature("A12")
def test_a_matter_shared_since_the_last_visit_is_new_for_the_whole_visit(cast):
    know_all(cast.matter)
    was_here(cast.anna, days=3)
    make.matter(cast.site, cast.carla, cast.anna, subject="Sale of the boat")
    anna = open_browser(cast.anna)
    for _click in range(3):
        page = page_of(anna)
        assert "New since your last visit on" in page
        assert "New matter" in page
    again = page_of(open_browser(cast.anna))
    assert "New matter" not in again
    assert "nothing new since your last visit" in again


@pytest.mark.feature("A23")
def test_a_text_published_again_is_shown_as_changed_on_home_and_matter(cast):
    know_all(cast.matter)
    was_here(cast.anna, days=3)
    address = f"/matters/{cast.matter.uuid}/"
    assert "Nothing new in this matter since your last visit on" in page_of(open_browser(cast.anna), address)
    cast.matter.refresh_from_db()
    cast.matter.description = "The landlord has answered."
    cast.matter.save_revision(user=cast.carla)
    assert "Changed matter" not in page_of(open_browser(cast.anna)), "a draft is nobody's news"
    publish_matter(cast.matter, by=cast.carla)
    was_here(cast.anna, days=3)
    assert "Changed matter" in page_of(open_browser(cast.anna))
    page = page_of(open_browser(cast.ben), address)
    assert "Changed" not in page, "on a first visit everything is new, so nothing is"
    was_here(cast.anna, days=3)
    page = page_of(open_browser(cast.anna), address)
    assert '<a href="#description">the text about the matter</a>' in page


@pytest.mark.feature("A13")
@pytest.mark.feature("A14")
def test_the_matter_says_what_is_unread_and_links_to_it(cast):
    other = make.matter(cast.site, cast.carla, cast.anna)
    make.message(cast.matter, cast.anna)
    make.share(make.document(cast.matter), cast.anna)
    make.share(make.document(cast.matter), cast.anna)
    make.message(other, cast.anna)
    make.message(cast.matter, cast.ben)
    page = page_of(open_browser(cast.anna), f"/matters/{cast.matter.uuid}/")
    assert f'<a href="/matters/{cast.matter.uuid}/messages/">1 unread message</a>' in page
    assert f'<a href="/matters/{cast.matter.uuid}/files/">2 new documents</a>' in page


@pytest.mark.feature("A12")
def test_what_is_not_the_clients_is_not_news(cast):
    know_all(cast.matter)
    was_here(cast.anna, days=3)
    make.matter(cast.site, cast.carla, cast.clara, subject="Secret of Clara")
    make.matter(cast.site, cast.carla, cast.anna, subject="Not published yet", published=False)
    page = page_of(open_browser(cast.anna))
    assert "Secret of Clara" not in page
    assert "Not published yet" not in page
    assert "nothing new since your last visit" in page


@pytest.mark.feature("A12")
def test_a_visit_begins_with_a_sign_in_or_another_day_and_not_with_a_click(cast):
    anna = open_browser(cast.anna)
    anna.get("/")
    before, first = visits(cast.anna)
    assert before is None
    for address in ("/", f"/matters/{cast.matter.uuid}/", "/live/", "/messages/"):
        anna.get(address)
    assert visits(cast.anna) == (None, first)
    open_browser(cast.anna).get("/live/")
    assert visits(cast.anna) == (None, first), "a tab that asks for counters is nobody who looks"
    open_browser(cast.anna).get("/")
    before, second = visits(cast.anna)
    assert (before, second > first) == (first, True)
    yesterday = was_here(cast.anna, days=1)
    anna.get("/")
    assert visits(cast.anna)[0] == yesterday


@pytest.mark.feature("P20")
def test_a_simulation_shows_what_is_new_and_is_no_visit(cast):
    know_all(cast.matter)
    then = was_here(cast.anna, days=3)
    make.matter(cast.site, cast.carla, cast.anna, subject="Sale of the boat")
    staff = open_browser(cast.carla)
    staff.post(f"/admin/clients/{cast.anna.pk}/simulate/")
    for _click in range(2):
        assert "New matter" in page_of(staff)
    assert visits(cast.anna) == (None, then)
    assert "New matter" in page_of(open_browser(cast.anna))


def test_more_kinds_of_news_cost_no_more_queries(cast, monkeypatch):
    make.message(cast.matter, cast.anna)
    was_here(cast.anna, days=3)
    addresses = ("/", f"/matters/{cast.matter.uuid}/")
    anna = open_browser(cast.anna)
    few = [queries(anna, address) for address in addresses]
    kinds = dict(whats_new._kinds)
    for number in range(4):
        kinds[f"kind{number}"] = dataclasses.replace(kinds["document"], key=f"kind{number}")
    monkeypatch.setattr(whats_new, "_kinds", kinds)
    make.share(make.document(cast.matter), cast.anna)
    assert [queries(anna, address) for address in addresses] == few
    assert page_of(anna).count("letter") >= 5


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return len(captured)


@pytest.mark.feature("P45")
def test_a_bill_is_new_for_who_pays_it_without_a_word_of_the_matter(cast):
    know_all(cast.matter)
    secret = make.matter(cast.site, cast.carla, subject="Secret merger")
    was_here(cast.anna, days=3)
    bill = make.bill(secret, cast.anna)
    page = page_of(open_browser(cast.anna))
    assert f'href="/bills/{bill.uuid}/"' in page
    assert "Secret merger" not in page
    assert bill.number not in page_of(open_browser(cast.ben))


PARTS = [
    (make.party, "Hanse Insurance", "1 new party", "/matters/{}/#parties"),
    (make.court, "District Court", "1 new court", "/matters/{}/#courts"),
    (make.proceeding, "Claim filed", "1 new proceeding", "/matters/{}/dates/"),
]


@pytest.mark.feature("A12")
@pytest.mark.parametrize(("part", "name", "number", "place"), PARTS)
def test_a_part_of_a_matter_is_new_once_it_is_published(cast, part, name, number, place):
    know_all(cast.matter)
    was_here(cast.anna, days=3)
    place = place.format(cast.matter.uuid)
    row = part(cast.matter, published=False)
    others = make.matter(cast.site, cast.carla, cast.clara)
    part(others)
    assert "nothing new since your last visit" in page_of(open_browser(cast.anna))
    row.is_published = True
    save_part(row, by=cast.carla, fields=["is_published"])
    was_here(cast.anna, days=3)
    anna = open_browser(cast.anna)
    page = page_of(anna)
    assert f'href="{place}"' in page
    assert name in page
    assert f'<a href="{place}">{number}</a>' in page_of(anna, f"/matters/{cast.matter.uuid}/")
    withdraw_parts([row], by=cast.carla)
    assert f'href="{place}">{number}' not in page_of(anna, f"/matters/{cast.matter.uuid}/")
    assert name not in page_of(anna)
