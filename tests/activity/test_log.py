"""The log of activities: what clients did, per matter and across all that a person sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal_cms.accounts.models import FirmRole
from portal_cms.audit.services import record
from portal_cms.matters.grants import set_people
from portal_cms.requests import links
from tests import make
from tests.activity import crowd, doings
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
LOG = "/admin/activity/"
Role = FirmRole.Key


@pytest.fixture
def busy(cast):
    """Anna did one of each in her matter; staff did as much."""
    make.document(cast.matter, name="staff-own.pdf")
    make.message(cast.matter, cast.anna, channel="From the firm")
    upload = doings.upload(cast.matter, cast.anna)
    doings.write(cast.matter, cast.anna, channel="Rent")
    shared = make.document(cast.matter, name="judgment.pdf")
    make.share(shared, cast.anna)
    b"".join(open_browser(cast.anna).get(f"/documents/{shared.uuid}/download/").streaming_content)
    asked = doings.ask(cast.matter, cast.anna, {"title": "Payslip"}, {"kind": "confirm", "title": "Terms"})
    links.make_link(asked)
    doings.hand_in(asked)
    record("account.activated", on=cast.anna.user, by=cast.anna.user)
    record("signing.something_new", on=cast.matter, by=cast.anna.user, matter=cast.matter)
    return upload


@pytest.mark.feature("J18")
def test_the_log_says_what_clients_did_where_and_when_and_leads_there(cast, busy):
    page = open_browser(cast.eva).get(LOG)
    lines = [(str(row.sentence), row.thing.title) for row in page.context["rows"]]
    assert lines == [
        ("First sign-in", "Anna Client"),
        ("Request handed in", "Papers for the court"),
        ("Item of a request answered", "Terms"),
        ("Document sent", "Payslip"),
        ("Document downloaded", "judgment"),
        ("Message written", "Rent"),
        ("Document sent", "passport"),
    ]
    assert {row.person for row in page.context["rows"]} == {"Anna Client"}
    assert "100/26 Lease of the shop" in page.text
    assert timezone.localtime().strftime("%Y") in page.text
    tab = open_browser(cast.eva).get(f"/admin/matters/{cast.matter.pk}/activity/")
    assert [str(row.sentence) for row in tab.context["rows"]] == [sentence for sentence, _title in lines[1:]]


@pytest.mark.feature("J18")
def test_the_log_is_narrowed_by_kind_client_time_matter_and_ones_own(cast, busy):
    other = make.matter(cast.site, cast.eva, cast.clara, reference="7/26", subject="Divorce")
    doings.write(other, cast.clara)
    eva = open_browser(cast.eva)

    def found(query):
        return [str(row.sentence) for row in eva.get(f"{LOG}?{query}").context["rows"]]

    assert found("kind=upload") == ["Document sent"] * 2
    assert found("kind=request&kind=message") == [
        "Message written", "Request handed in", "Item of a request answered", "Message written",
    ]  # fmt: skip
    assert found("kind=other") == ["First sign-in", "Document downloaded"]
    assert found(f"client={cast.clara.pk}") == ["Message written"]
    assert found("mine=true") == ["Message written"]
    assert found("q=divorce") == ["Message written"]
    assert found("q=clara") == ["Message written"]
    assert found("at_to=2020-01-01") == []
    assert "Nothing fits what you look for." in eva.get(f"{LOG}?at_to=2020-01-01").text


def test_ones_own_matters_are_the_same_however_many_they_are(cast, busy, monkeypatch):
    doings.write(make.matter(cast.site, cast.eva, cast.clara, reference="7/26"), cast.clara)
    eva = open_browser(cast.eva)

    def found(query):
        return [event.pk for event in eva.get(f"{LOG}?{query}").context["object_list"]]

    few = found("mine=true"), found("mine=false")
    monkeypatch.setattr("portal_cms.activity.log.FEW", 0)
    assert (found("mine=true"), found("mine=false")) == few
    assert list(map(len, few)) == [1, 7]


def test_ones_own_events_are_counted_by_an_index_and_not_by_reading_the_record(cast):
    other = make.matter(cast.site, cast.eva, cast.clara, reference="7/26")
    crowd.events(cast, 3_000, matter=other, actor=cast.clara.user)
    crowd.events(cast, 3)
    carla = open_browser(cast.carla)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        cursor.execute("ANALYZE")
        page = carla.get(f"{LOG}?mine=true")
        [count] = [row["sql"] for row in queries if "COUNT(" in row["sql"] and "audit" in row["sql"]]
        cursor.execute(f"{connection.ops.explain_query_prefix()} {count}")
        assert "auditevent_matter_uuid" in str(cursor.fetchall())
    assert page.context["paginator"].count == 3


@pytest.mark.feature("J18")
def test_nobody_reads_of_matters_that_are_closed_to_them(cast, sur, busy):
    set_people(cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=True)
    chief = make.staff(cast.site, "Chief", Role.STAFF, Role.ADMIN)
    for stranger in (cast.eva, chief):
        page = open_browser(stranger).get(LOG)
        assert [str(row.sentence) for row in page.context["rows"]] == ["First sign-in"]
        assert "passport" not in page.text
        assert "Lease of the shop" not in open_browser(stranger).get(f"{LOG}?q=lease").text
        assert open_browser(stranger).get(f"/admin/matters/{cast.matter.pk}/activity/").status_code == 404
    pablo = open_browser(make.staff(sur, "Pablo", Role.STAFF, Role.ADMIN))
    assert pablo.get(LOG).context["rows"] == []
    assert pablo.get(f"{LOG}?client={cast.anna.pk}").context["rows"] == []
    assert len(open_browser(cast.dario).get(LOG).context["rows"]) == 7
    mia = open_browser(make.staff(cast.site, "Mia", Role.MARKETING))
    assert mia.get(LOG).status_code == 302
    assert "Nothing new." in mia.get("/admin/bell/").text


def test_a_thing_that_is_gone_leaves_its_line_without_a_link(cast):
    upload = doings.upload(cast.matter, cast.anna)
    type(upload).objects.filter(pk=upload.pk).delete()
    [row] = open_browser(cast.carla).get(LOG).context["rows"]
    assert (str(row.sentence), row.thing) == ("Document sent", None)
