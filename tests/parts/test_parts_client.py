"""What clients read of the parts of their matters: overview, timeline, home; and what they never read."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.matters.pending import send
from portal_cms.notices.delivery import drain
from portal_cms.parts import services
from portal_cms.parts.models import Proceeding
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db


def overview(person, matter):
    return open_browser(person).get(f"/matters/{matter.uuid}/").text


def timeline(person, matter, **query):
    return open_browser(person).get(f"/matters/{matter.uuid}/dates/", query).text


@pytest.mark.feature("P32")
@pytest.mark.feature("P33")
def test_the_overview_shows_public_parties_and_courts_and_nothing_of_the_others(cast):
    party = make.party(cast.matter, "Hanse Insurance", role="Insurer of the other side", note="Pays late.")
    make.party(cast.matter, "Secret Neighbour", published=False)
    make.court(
        cast.matter, "Labour Court", branch="Chamber for transport", file_number="17 Ca 312/26", chamber="Ms Brandt",
        address="Court Street 3", phone="+49 40 1234", note="The judge settles.",
    )  # fmt: skip
    make.court(cast.matter, "Secret Court", published=False)
    page = overview(cast.anna, cast.matter)
    for shown in (
        "Who is involved", "Hanse Insurance", "Insurer of the other side", "Labour Court", "Chamber for transport",
        "17 Ca 312/26", "Ms Brandt", "Court Street 3", 'href="tel:+49401234"',
    ):  # fmt: skip
        assert shown in page
    for hidden in ("Secret", "Pays late", "The judge settles"):
        assert hidden not in page
    services.withdraw_parts([party], by=cast.carla)
    assert "Hanse Insurance" not in overview(cast.anna, cast.matter)


def test_the_staffs_preview_shows_the_same_parts(cast):
    make.party(cast.matter, "Hanse Insurance")
    make.party(cast.matter, "Secret Neighbour", published=False)
    address = f"/admin/matters/history/{cast.matter.pk}/revisions/{cast.matter.latest_revision_id}/view/"
    preview = open_browser(cast.carla).get(address).text
    assert "Hanse Insurance" in preview
    assert "Secret Neighbour" not in preview


@pytest.mark.feature("P34")
def test_the_timeline_has_what_comes_next_on_top_and_below_it_the_past_by_year(cast):
    today = timezone.localdate()
    make.proceeding(cast.matter, "Claim filed", days_ago=400, text="Eight pages.")
    make.proceeding(
        cast.matter, "Summons", days_ago=2, next_in=9, next_kind="Conciliation hearing", next_time=time(11, 15),
        next_place="Room 112",
    )  # fmt: skip
    make.proceeding(cast.matter, "Reply", days_ago=40, next_in=-3, next_kind="Time limit")
    make.proceeding(cast.matter, "Deadline set", days_ago=1, next_in=4)
    make.proceeding(cast.matter, "Our own memo", published=False, next_in=2)
    page = timeline(cast.anna, cast.matter)
    order = [
        page.index(word)
        for word in ("What comes next", "Deadline set", "Conciliation hearing", "What happened so far")
    ]
    assert order == sorted(order)
    above, below = page.split("What happened so far")
    assert "Room 112" in above
    assert "11:15" in above
    assert "in 9 days" in above
    assert "Time limit" not in above
    assert "The date it led to:" in below
    assert "Eight pages." in below
    assert "Our own memo" not in page
    years = [(today - timedelta(days=days)).year for days in (1, 400)]
    assert below.index(f">{years[0]}</h3>") < below.index(f">{years[1]}</h3>")
    assert below.index("Deadline set") < below.index("Reply") < below.index("Claim filed")


@pytest.mark.feature("P34")
def test_a_proceeding_names_its_court_only_while_the_court_itself_is_public(cast):
    court = make.court(cast.matter, "Labour Court", published=False)
    row = make.proceeding(cast.matter, "Summons", court=court, next_in=3)
    pages = [
        f"/matters/{cast.matter.uuid}/dates/",
        f"/matters/{cast.matter.uuid}/",
        "/",
        f"/dates/{row.uuid}.ics",
    ]
    anna = open_browser(cast.anna)
    assert not [path for path in pages if "Labour Court" in anna.get(path).text]
    services.publish_parts([court], by=cast.carla)
    assert [path for path in pages if "Labour Court" in anna.get(path).text] == pages[:3]


@pytest.mark.feature("P34")
def test_next_dates_stand_on_the_matter_and_on_the_home_of_its_clients(cast):
    make.proceeding(cast.matter, "Summons", next_in=5, next_kind="Hearing")
    other = make.matter(cast.site, cast.carla, cast.clara)
    make.proceeding(other, "Summons", next_in=2, next_kind="Visit of the notary")
    make.proceeding(cast.matter, "Reply", next_in=-5, next_kind="Long gone")
    home = open_browser(cast.anna).get("/").text
    assert "Your next dates" in home
    for page in (home, overview(cast.anna, cast.matter)):
        assert "Hearing" in page
        assert f'href="/matters/{cast.matter.uuid}/dates/"' in page
        assert "notary" not in page
        assert "Long gone" not in page
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    assert "Hearing" not in open_browser(cast.anna).get("/").text


@pytest.mark.feature("P34")
def test_what_is_withdrawn_is_gone_with_the_next_request(cast):
    row = make.proceeding(cast.matter, "Summons", next_in=5)
    anna = open_browser(cast.anna)
    paths = [f"/matters/{cast.matter.uuid}/dates/", f"/matters/{cast.matter.uuid}/", "/"]
    assert all("Summons" in anna.get(path).text for path in paths)
    services.withdraw_parts([row], by=cast.carla)
    assert not any("Summons" in anna.get(path).text for path in paths)
    assert anna.get(f"/dates/{row.uuid}.ics").status_code == 404


def test_a_matter_without_steps_says_what_will_stand_there(cast):
    page = timeline(cast.anna, cast.matter)
    assert "No date is set at the moment" in page
    assert "Nothing to show yet" in page
    assert "What comes next" not in overview(cast.anna, cast.matter)
    assert "Your next dates" not in open_browser(cast.anna).get("/").text


def test_strangers_find_no_timeline_and_no_date(cast, sur):
    row = make.proceeding(cast.matter, next_in=5)
    olga = make.client(sur, "Olga")
    for person in (cast.clara, olga):
        driver = open_browser(person)
        assert driver.get(f"/matters/{cast.matter.uuid}/dates/").status_code == 404
        assert driver.get(f"/dates/{row.uuid}.ics").status_code == 404


@pytest.mark.feature("P34")
def test_a_long_timeline_has_pages_and_costs_the_same(cast):
    address, anna = f"/matters/{cast.matter.uuid}/dates/", open_browser(cast.anna)

    def cost(count):
        today = timezone.localdate()
        Proceeding.objects.bulk_create(
            Proceeding(
                site=cast.site, matter=cast.matter, kind=f"Step {number}", date=today - timedelta(days=number),
                next_date=today + timedelta(days=number), is_published=True,
            )
            for number in range(count)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert anna.get(address).status_code == 200
        return len(captured)

    anna.get(address)
    few, many = cost(10), cost(990)
    assert many <= few + 1 <= 9, (
        "host, session, person, matter, rows, their number, dates, due requests, counters"
    )
    second = anna.get(address, {"page": 2}).text
    assert "Page 2 of 50" in second
    assert "What comes next" not in second


@pytest.mark.feature("P32")
@pytest.mark.feature("P33")
@pytest.mark.feature("P34")
@pytest.mark.parametrize(("key", "maker", "page"), [
    ("party", make.party, ""), ("court", make.court, ""), ("proceeding", make.proceeding, "dates/"),
])  # fmt: skip
def test_what_is_published_or_changed_waits_until_staff_tell_of_it_and_the_mail_leads_there(
    cast, browser, key, maker, page
):
    PendingNotice.objects.all().delete()
    part = maker(cast.matter, published=False)
    assert not PendingNotice.objects.exists()
    carla = browser(cast.carla)
    publish = reverse(f"portal_parts_admin:{key}_publish", args=[cast.matter.pk])
    answer = carla.post(publish, {"part": part.pk})
    assert answer["Location"].endswith("?notify=ask")
    waiting = PendingNotice.objects.filter(event=f"{key}_news", is_new=True)
    assert {row.client for row in waiting} == {cast.anna, cast.ben}
    services.withdraw_parts([part], by=cast.carla)
    assert not PendingNotice.objects.exists()
    services.publish_parts([part], by=cast.carla)
    send(cast.matter, by=cast.carla)
    drain()
    assert len(mail.outbox) == 2
    assert f"/matters/{cast.matter.uuid}/{page}" in mail.outbox[0].body
    part.refresh_from_db()
    services.save_part(part, by=cast.carla, fields=["note"])
    assert not PendingNotice.objects.exists()
    assert services.save_part(part, by=cast.carla, fields=["name"])
    assert PendingNotice.objects.filter(is_new=False).count() == 2
    services.delete_part(part, by=cast.carla)
    assert not PendingNotice.objects.exists()
