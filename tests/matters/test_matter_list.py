"""The list of matters in the admin: what it shows, to whom, and that it stays quick."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch import index

from portal_cms.audit.models import AuditEvent
from portal_cms.matters.models import Matter, MatterClient, MatterSeen
from portal_cms.matters.services import touch
from tests import make

LIST = "/admin/matters/"


def text(browser, address=LIST, **parameters):
    response = browser.get(address, parameters)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    return content.decode()


def references(page):
    """The reference numbers on a page, in its order."""
    found = re.findall(r"M\d{4}/26|\d{3}/26", page)
    return list(dict.fromkeys(found))


def test_the_list_shows_the_matters_of_the_own_firm_and_their_state(cast, sur, browser):
    make.matter(sur, make.staff(sur, "Sol"), reference="900/26")
    make.matter(cast.site, cast.carla, is_restricted=True, reference="901/26", portal=False, published=False)
    page = text(browser(cast.carla))
    assert {"100/26", "901/26"} <= set(references(page))
    assert "Anna Client, Ben Client" in page
    assert "Carla Staff" in page
    assert references(text(browser(cast.eva))) == ["100/26"]


def test_staff_without_the_role_see_no_list(cast, browser):
    marketing = make.staff(cast.site, "Mara", make.Role.MARKETING)
    assert browser(marketing).get(LIST).status_code == 302
    assert browser(cast.anna).get(LIST).status_code == 404
    assert LIST not in browser(marketing).get("/admin/").content.decode()


def test_the_latest_activity_comes_first(cast, browser):
    old = make.matter(cast.site, cast.carla, reference="101/26")
    Matter.objects.filter(pk=old.pk).update(last_activity_at=timezone.now() - datetime.timedelta(days=3))
    assert references(text(browser(cast.carla))) == ["100/26", "101/26"]
    assert references(text(browser(cast.carla), ordering="last_activity_at")) == ["101/26", "100/26"]


def test_a_red_dot_with_words_marks_what_a_client_did_until_it_was_seen(cast, browser):
    carla = browser(cast.carla)
    assert "New activity by a client" not in text(carla)
    touch(cast.matter, by_client=True)
    assert "New activity by a client" in text(carla)
    assert references(text(carla, unseen="true")) == ["100/26"]
    MatterSeen.objects.create(user=cast.carla, matter=cast.matter, seen_at=timezone.now())
    assert "New activity by a client" not in text(carla)
    assert references(text(carla, unseen="true")) == []
    assert "New activity by a client" in text(browser(cast.dario))


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"state": "closed"}, ["102/26"]),
        ({"has_portal": "false"}, ["101/26"]),
        ({"live": "false"}, ["101/26"]),
        ({"live": "true", "state": "open"}, ["100/26"]),
    ],
)
def test_filters_narrow_the_list(cast, browser, parameters, found):
    make.matter(cast.site, cast.dario, reference="101/26", portal=False, published=False)
    make.matter(cast.site, cast.carla, reference="102/26", state="closed")
    assert references(text(browser(cast.carla), **parameters)) == found


def test_the_handler_filter_offers_the_staff_of_the_firm(cast, sur, browser):
    make.staff(sur, "Sol")
    make.matter(cast.site, cast.dario, reference="101/26")
    page = text(browser(cast.carla), handler=cast.dario.pk)
    assert references(page) == ["101/26"]
    assert "Sol" not in page


def test_search_finds_number_subject_and_client(cast, sur, browser):
    other = make.matter(sur, make.staff(sur, "Sol"), reference="100/26", subject="Lease of a flat")
    for row in (cast.matter, other, cast.anna, cast.clara):
        index.insert_or_update_object(row)
    carla = browser(cast.carla)
    for query in ("lease", "100/26", "Anna", "Leas"):
        page = text(carla, LIST + "results/", q=query)
        assert "Lease of the shop" in page, query
        assert "flat" not in page
    assert references(text(carla, LIST + "results/", q="Clara")) == []
    assert references(text(carla, LIST + "results/", q="lease", state="closed")) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_downloaded_and_that_is_on_record(cast, sur, browser, kind):
    make.matter(sur, make.staff(sur, "Sol"), subject="Planted")
    make.matter(cast.site, cast.dario, subject="=HYPERLINK(1)", reference="101/26")
    response = browser(cast.carla).get(LIST, {"export": kind})
    content = b"".join(response.streaming_content)
    event = AuditEvent.objects.get(action="matter.list_exported")
    assert (event.actor_id, event.details["format"]) == (cast.carla.pk, kind)
    if kind == "csv":
        assert b"Lease of the shop" in content
        assert b"Planted" not in content
        assert b"'=HYPERLINK" in content


def seed(cast, numbers):
    Matter.objects.bulk_create(
        [
            Matter(
                site=cast.site,
                handler=cast.carla,
                reference=f"S{number}/26",
                subject=f"Seed {number}",
                last_activity_at=timezone.now(),
            )
            for number in numbers
        ]
    )
    without = Matter.objects.filter(matter_clients=None)
    MatterClient.objects.bulk_create([MatterClient(matter=row, client=cast.anna) for row in without])


def test_the_list_costs_the_same_number_of_queries_with_ten_and_a_thousand_matters(cast, browser):
    carla, counts = browser(cast.carla), []
    text(carla)  # content types and the firm are cached from here on
    for numbers in (range(9), range(9, 999)):
        seed(cast, numbers)
        with CaptureQueriesContext(connection) as queries:
            text(carla)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16  # session, account, rights, menu, filters, then count, rows and their clients


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_a_page_of_the_list_is_read_in_the_order_of_an_index(cast, browser):
    """No scan of the table and no sorting: both grow with the number of matters."""
    with CaptureQueriesContext(connection) as queries:
        text(browser(cast.carla))
    rows = [q["sql"] for q in queries if 'FROM "portal_matters_matter"' in q["sql"] and "LIMIT" in q["sql"]]
    assert rows
    for sql in rows:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "SCAN portal_matters_matter" not in plan, plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
