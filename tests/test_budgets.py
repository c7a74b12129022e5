"""How many queries a page may cost: the same for ten rows and for a thousand, and no look through whole tables."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal_cms.accounts.models import FirmRole
from tests import make
from tests.conftest import open_browser
from tests.crowd import ask_more, fill
from tests.requests import asking

Role = FirmRole.Key
CLIENT_PAGES = [
    ("/", 10, "host, session, person, matters with their pages, numbers and list of what is new, dates"),
    (
        "/matters/{matter.uuid}/",
        10,
        "host, session, person, matter, parties, courts, dates, messages, shares, numbers of what is new",
    ),
    (
        "/matters/{matter.uuid}/dates/",
        9,
        "host, session, person, matter, rows, their number, dates, due requests, counters",
    ),
    ("/matters/{matter.uuid}/files/", 10, "host, session, person, matter, counts, folders, rows, counters"),
    ("/matters/{matter.uuid}/messages/", 9, "host, session, person, matter, channels, counters"),
    ("/files/", 9, "host, session, person, matters, newest of each, counts, counters"),
    ("/messages/", 8, "host, session, person, channels with their pages, counters"),
    ("/help/", 8, "host, session, person, own texts, counters"),
    ("/invoices/", 9, "host, session, person, kinds, bills with their pages, counters"),
]
STAFF_PAGES = [
    ("/admin/matters/", 17),
    ("/admin/matters/?mandate=inquiry", 17),
    ("/admin/request-templates/", 17),
    ("/admin/matters/{matter.pk}/documents/", 23),
    ("/admin/matters/{matter.pk}/portal/", 24),
    ("/admin/matters/{matter.pk}/reading/", 23),
    ("/admin/matters/{matter.pk}/messages/", 25),
    ("/admin/matters/{matter.pk}/billing/", 27),
    ("/admin/billing/invoices/", 18),
    ("/admin/matters/{matter.pk}/parties/", 23),
    ("/admin/matters/{matter.pk}/courts/", 23),
    ("/admin/matters/{matter.pk}/proceedings/", 23),
    ("/admin/activity/", 20),
    ("/admin/matters/{matter.pk}/activity/", 26),
    ("/admin/bell/", 20),
    ("/admin/bell/panel/", 19),
    ("/admin/bell/count/", 13),
    ("/admin/clients/", 18),
    ("/admin/questionnaires/", 17),
    ("/admin/reports/shared-items/", 20),
    ("/admin/reports/outbox/", 20),
]
PAGING = 2  # a list that goes on asks how far, which ten rows need not
BIG_TABLES = [
    "portal_audit_auditevent",
    "portal_matters_matter",
    "portal_matters_matteraccess",
    "portal_matters_matterclient",
    "portal_clients_client",
    "portal_parts_party",
    "portal_parts_court",
    "portal_parts_proceeding",
    "portal_documents_document",
    "portal_documents_share",
    "portal_reading_reading",
    "portal_reading_suggestion",
    "portal_messaging_thread",
    "portal_messaging_message",
    "portal_billing_bill",
    "portal_billing_billline",
    "portal_questionnaires_questionnaire",
    "portal_requests_request",
    "portal_requests_requestlink",
]


def queries(person, address):
    driver = open_browser(person)
    assert driver.get(address).status_code == 200  # the first visit notes what was seen
    with CaptureQueriesContext(connection) as captured:
        assert driver.get(address).status_code == 200
    return [query["sql"] for query in captured]


@pytest.fixture
def measure(cast):
    """`measure(pages)`, pairs of a person and an address, gives for each page in turn its address and its queries with
    10 rows in its lists, and with 1,000."""

    def measured(pages):
        pages = [(person, address.format(matter=cast.matter)) for person, address in pages]
        fill(cast, 10)
        few = [queries(*page) for page in pages]
        fill(cast, 990)
        return ((page[1], before, queries(*page)) for page, before in zip(pages, few, strict=True))

    make.share(make.document(cast.matter), cast.anna)
    make.message(cast.matter, cast.anna)
    return measured


def test_a_clients_page_costs_few_queries_however_long_its_lists_are(cast, measure, subtests):
    pages = measure([(cast.anna, address) for address, _budget, _reason in CLIENT_PAGES])
    for (address, few, many), (_pattern, budget, reason) in zip(pages, CLIENT_PAGES, strict=True):
        with subtests.test(address):
            assert len(many) <= len(few) + PAGING
            assert len(many) <= budget <= 10, reason
            assert_no_full_scan(many)


def test_a_list_of_staff_costs_the_same_queries_however_long_it_is(cast, measure, subtests):
    firm_admin = make.staff(cast.site, "Frida", Role.STAFF, Role.PORTAL, Role.ADMIN)
    pages = measure(
        [
            (firm_admin if "reports" in address or "billing" in address else cast.carla, address)
            for address, _budget in STAFF_PAGES
        ]
    )
    for (address, few, many), (_pattern, budget) in zip(pages, STAFF_PAGES, strict=True):
        with subtests.test(address):
            assert len(many) <= len(few) + PAGING
            assert len(many) <= budget
            assert_no_full_scan(many)


@pytest.mark.feature("J3")
def test_the_links_of_a_request_and_of_a_client_cost_the_same_queries_however_many_live(cast, subtests):
    asked = asking.ask(cast, cast.anna)
    pages = {
        asking.staff_page(asked): 25,
        asking.tab(cast.matter): 18,
        f"/admin/clients/{cast.anna.pk}/portal/": 15,
    }
    ask_more(cast, asked, 10)
    few = {address: queries(cast.carla, address) for address in pages}
    ask_more(cast, asked, 990)
    for address, budget in pages.items():
        with subtests.test(address):
            many = queries(cast.carla, address)
            assert len(many) <= len(few[address]) + PAGING
            assert len(many) <= budget
            assert_no_full_scan(many)


def assert_no_full_scan(statements):
    """SQLite's plans depend on the indexes, not on how full a table is: no big one may be read from end to end."""
    if connection.vendor != "sqlite":
        return
    for statement in statements:
        if not statement.startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}")]
        scanned = [step for step in plan if re.match(rf"SCAN ({'|'.join(BIG_TABLES)})$", step)]
        assert not scanned, f"{scanned} in {statement}"
