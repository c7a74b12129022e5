"""Parties, courts and proceedings on the staff's side: three tabs, each row published by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal_cms.audit.models import AuditEvent
from portal_cms.matters.grants import set_people
from portal_cms.matters.models import Matter
from portal_cms.matters.services import publish_matter
from portal_cms.notices.models import OutboxMessage
from portal_cms.parts.kinds import COURT, KINDS, PARTY, PROCEEDING
from portal_cms.parts.models import Court, Party, Proceeding
from tests import make
from tests.conftest import assert_visible

pytestmark = pytest.mark.django_db
NOT_YET = "Please publish the matter in the client portal first."
NOT_YOU = "Only the handler and the assistant of this matter can change what its clients see."
MAKERS = {"party": make.party, "court": make.court, "proceeding": make.proceeding}
EVERY_KIND = pytest.mark.parametrize("kind", [
    pytest.param(PARTY, id="party", marks=pytest.mark.feature("P32")),
    pytest.param(COURT, id="court", marks=pytest.mark.feature("P33")),
    pytest.param(PROCEEDING, id="proceeding", marks=pytest.mark.feature("P34")),
])  # fmt: skip
TODAY = timezone.localdate
FORMS = {
    "party": lambda: {"role": "Opponent", "name": "Nordstern GmbH", "detail": "Board: Ms Reinders"},
    "court": lambda: {"name": "Labour Court", "branch": "Chamber 17", "file_number": "17 Ca 312/26", "phone": "+49 40 1"},
    "proceeding": lambda: {
        "date": TODAY().isoformat(), "kind": "Summons", "text": "Please come along.",
        "next_date": (TODAY() + timedelta(days=9)).isoformat(), "next_time": "11:15", "next_kind": "Hearing",
    },
}  # fmt: skip


def url(kind, page, matter, *args):
    return reverse(f"portal_parts_admin:{kind.key}_{page}", args=[matter.pk, *args])


def codes(matter):
    events = AuditEvent.objects.filter(matter_uuid=str(matter.uuid)).order_by("pk")
    return [event.action for event in events]


def one(kind, matter, **fields):
    return MAKERS[kind.key](matter, **fields)


@EVERY_KIND
def test_a_part_is_added_changed_published_withdrawn_and_deleted_and_the_record_tells_each(
    cast, kind, browser
):
    carla, values = browser(cast.carla), FORMS[kind.key]()
    page = carla.post(url(kind, "add", cast.matter), values, follow=True).text
    part = kind.model.objects.get(matter=cast.matter)
    assert "Only the firm sees it." in page
    assert (part.is_published, part.site) == (False, cast.site)
    edit = url(kind, "edit", cast.matter, part.uuid)
    page = carla.post(edit, {**values, "note": "Call them.", "is_published": "on"}, follow=True).text
    assert "The clients of this matter see it." in page
    part.refresh_from_db()
    assert part.is_published
    assert part.published_at
    carla.post(edit, values)
    part.refresh_from_db()
    assert not part.is_published
    delete = url(kind, "delete", cast.matter, part.uuid)
    assert "for good?" in carla.get(delete).text
    assert carla.post(delete, follow=True).text.count("is deleted.") == 1
    assert not kind.model.objects.exists()
    expected = ["created", "changed", "published", "changed", "withdrawn", "deleted"]
    assert codes(cast.matter)[-6:] == [f"{kind.key}.{verb}" for verb in expected]
    event = AuditEvent.objects.get(action=f"{kind.key}.published")
    assert (event.object_uuid, event.actor_name) == (str(part.uuid), str(cast.carla))
    assert not OutboxMessage.objects.exists()


@pytest.mark.feature("P37")
@EVERY_KIND
def test_the_list_says_of_each_row_whether_clients_see_it_and_can_be_filtered_by_it(cast, kind, browser):
    shown, hidden = one(kind, cast.matter), one(kind, cast.matter, published=False)
    carla = browser(cast.carla)
    page = carla.get(url(kind, "list", cast.matter))
    assert "Public" in page.text
    for part, word in ((shown, "Yes"), (hidden, "No")):
        start = page.text.index(f'value="{part.pk}"')
        row = page.text[start : page.text.index("</tr>", start)]
        assert f">{word}</" in row.replace("\n", "").replace(" ", "")
    for value, part in (("true", shown), ("false", hidden)):
        listed = carla.get(url(kind, "results", cast.matter), {"is_published": value})
        assert list(listed.context["object_list"]) == [part]


@EVERY_KIND
def test_several_rows_are_published_and_withdrawn_at_once(cast, kind, browser):
    parts = [one(kind, cast.matter, published=False) for _number in range(3)]
    carla, keys = browser(cast.carla), [part.pk for part in parts]
    page = carla.post(url(kind, "publish", cast.matter), {"part": keys[:2]}, follow=True).text
    assert "2 entries are now shown to the clients of this matter. Nothing was sent." in page
    assert set(kind.model.objects.filter(is_published=True)) == set(parts[:2])
    assert codes(cast.matter)[-2:] == [f"{kind.key}.published"] * 2
    page = carla.post(url(kind, "publish", cast.matter), {"part": keys}, follow=True).text
    assert "1 entry is now shown" in page
    page = carla.post(url(kind, "withdraw", cast.matter), {"part": keys}, follow=True).text
    assert "3 entries are no longer shown to clients." in page
    assert not kind.model.objects.filter(is_published=True).exists()
    page = carla.post(url(kind, "publish", cast.matter), follow=True).text
    assert "Please select at least one row." in page


@pytest.mark.feature("P31")
@EVERY_KIND
def test_parts_are_published_only_once_their_matter_is(cast, kind, browser):
    matter = make.matter(cast.site, cast.carla, cast.anna, published=False)
    part = one(kind, matter, published=False)
    carla, edit = browser(cast.carla), url(kind, "edit", matter, part.uuid)
    page = carla.get(url(kind, "list", matter)).text
    button = page[page.index(f'formaction="{url(kind, "publish", matter)}"') :]
    assert "disabled" in button[: button.index(">")]
    assert NOT_YET in page
    form = carla.get(edit).text
    assert NOT_YET in form
    answer = carla.post(edit, {**FORMS[kind.key](), "is_published": "on"})
    assert answer.status_code == 422
    assert NOT_YET in answer.text
    assert NOT_YET in carla.post(url(kind, "publish", matter), {"part": part.pk}, follow=True).text
    part.refresh_from_db()
    assert not part.is_published
    matter.refresh_from_db()
    publish_matter(matter, by=cast.carla)
    assert NOT_YET not in carla.get(url(kind, "list", matter)).text
    assert (
        "1 entry is now shown"
        in carla.post(url(kind, "publish", matter), {"part": part.pk}, follow=True).text
    )


@pytest.mark.feature("P31")
@EVERY_KIND
def test_what_is_public_can_be_withdrawn_while_the_matter_is_not_published(cast, kind, browser):
    part = one(kind, cast.matter)
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    carla = browser(cast.carla)
    form = carla.get(url(kind, "edit", cast.matter, part.uuid)).text
    box = form[form.index('name="is_published"') :]
    assert "checked" in box[: box.index(">")]
    assert "disabled" not in box[: box.index(">")]
    carla.post(url(kind, "withdraw", cast.matter), {"part": part.pk})
    part.refresh_from_db()
    assert not part.is_published


@EVERY_KIND
def test_who_may_only_edit_changes_what_clients_do_not_see(cast, kind, browser):
    people = {"handler": cast.carla, "assistant": cast.dario, "restricted": True}
    set_people(cast.matter, by=cast.carla, named=[cast.eva], **people)
    shown, hidden = one(kind, cast.matter), one(kind, cast.matter, published=False)
    eva, values = browser(cast.eva), FORMS[kind.key]()
    page = eva.get(url(kind, "list", cast.matter)).text
    assert url(kind, "publish", cast.matter) not in page
    assert url(kind, "add", cast.matter) in page
    for answer in (
        eva.get(url(kind, "edit", cast.matter, shown.uuid)),
        eva.post(url(kind, "edit", cast.matter, shown.uuid), values),
        eva.post(url(kind, "delete", cast.matter, shown.uuid)),
        eva.post(url(kind, "withdraw", cast.matter), {"part": shown.pk}),
        eva.post(url(kind, "publish", cast.matter), {"part": hidden.pk}),
    ):
        assert answer.status_code == 403
        assert NOT_YOU in answer.text
    answer = eva.post(url(kind, "edit", cast.matter, hidden.uuid), {**values, "is_published": "on"})
    assert answer.status_code == 422
    assert NOT_YOU in answer.text
    assert eva.post(url(kind, "edit", cast.matter, hidden.uuid), values).status_code == 302
    assert set(kind.model.objects.filter(is_published=True)) == {shown}


@EVERY_KIND
def test_parts_of_another_matter_another_firm_and_a_restricted_matter_do_not_exist(cast, kind, sur, browser):
    sol = make.staff(sur, "Sol")
    foreign = make.matter(sur, sol, make.client(sur, "Rosa"))
    secret = make.matter(cast.site, cast.eva, cast.clara, is_restricted=True)
    carla, own = browser(cast.carla), one(kind, cast.matter)
    for matter in (foreign, secret):
        part = one(kind, matter)
        assert carla.get(url(kind, "list", matter)).status_code == 404
        assert carla.get(url(kind, "edit", matter, part.uuid)).status_code == 404
        assert carla.get(url(kind, "edit", cast.matter, part.uuid)).status_code == 404
        for page in ("publish", "withdraw"):
            answer = carla.post(url(kind, page, cast.matter), {"part": [own.pk, part.pk]})
            assert answer.status_code == 404
        part.refresh_from_db()
        own.refresh_from_db()
        assert part.is_published
        assert own.is_published
        assert_visible(kind.model.objects.visible_to(cast.carla), shown=[own], hidden=[part])


@EVERY_KIND
def test_clients_see_published_parts_of_their_published_matters_only(cast, kind):
    shown, hidden = one(kind, cast.matter), one(kind, cast.matter, published=False)
    theirs = one(kind, make.matter(cast.site, cast.carla, cast.clara))
    rows = kind.model.objects
    assert_visible(rows.visible_to(cast.anna.user), shown=[shown], hidden=[hidden, theirs])
    assert_visible(rows.visible_to(cast.clara.user), shown=[theirs], hidden=[shown, hidden])
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    assert_visible(rows.visible_to(cast.anna.user), shown=[], hidden=[shown, hidden])


def test_reverting_the_text_of_a_matter_brings_no_person_back(cast, browser):
    cast.matter.save_revision(user=cast.carla)
    before = cast.matter.latest_revision_id
    party = make.party(cast.matter, "Third Person", published=False)
    carla = browser(cast.carla)
    values = {"reference": cast.matter.reference, "subject": "New", "state": "open", "revision": before}
    carla.post(f"/admin/matters/history/{cast.matter.pk}/revisions/{before}/revert/", values)
    party.refresh_from_db()
    assert not party.is_published
    assert "parties" not in cast.matter.latest_revision.content


@pytest.mark.feature("P34")
def test_a_step_of_tomorrow_and_a_time_without_a_day_get_a_sentence_and_nothing_is_lost(cast, browser):
    carla, add = browser(cast.carla), reverse("portal_parts_admin:proceeding_add", args=[cast.matter.pk])
    late = (TODAY() + timedelta(days=1)).isoformat()
    answer = carla.post(add, {"date": late, "kind": "Hearing of the witness"})
    assert answer.status_code == 422
    assert "This day is still to come. Please enter it as the next date" in answer.text
    assert 'value="Hearing of the witness"' in answer.text
    answer = carla.post(add, {"date": TODAY().isoformat(), "kind": "Summons", "next_time": "11:15"})
    assert "Please enter the day this belongs to." in answer.text
    assert 'value="11:15"' in answer.text
    assert not Proceeding.objects.exists()


def test_a_proceeding_names_a_court_of_its_own_matter(cast, browser):
    other = make.court(make.matter(cast.site, cast.carla, cast.clara), "Other Court")
    add = reverse("portal_parts_admin:proceeding_add", args=[cast.matter.pk])
    assert "Other Court" not in browser(cast.carla).get(add).text
    values = {"date": TODAY().isoformat(), "kind": "Summons", "court": other.pk}
    assert browser(cast.carla).post(add, values).status_code == 422


def test_a_note_for_the_firm_is_no_news_for_clients(cast, browser):
    party = make.party(cast.matter)
    Matter.objects.filter(pk=cast.matter.pk).update(last_activity_at=timezone.now() - timedelta(days=9))
    before = Matter.objects.get(pk=cast.matter.pk).last_activity_at
    edit = reverse("portal_parts_admin:party_edit", args=[cast.matter.pk, party.uuid])
    values = {"role": party.role, "name": party.name, "is_published": "on"}
    browser(cast.carla).post(edit, {**values, "note": "Does not answer the phone."})
    assert Matter.objects.get(pk=cast.matter.pk).last_activity_at == before
    browser(cast.carla).post(edit, {**values, "detail": "Represented by counsel"})
    assert Matter.objects.get(pk=cast.matter.pk).last_activity_at > before


def test_the_tabs_of_a_matter_lead_to_the_three_lists(cast, browser):
    page = browser(cast.carla).get(f"/admin/matters/edit/{cast.matter.pk}/").text
    for kind in KINDS:
        assert f'href="{url(kind, "list", cast.matter)}"' in page
        assert str(kind.title) in page


@EVERY_KIND
def test_a_list_costs_the_same_for_ten_and_for_a_thousand_rows(cast, kind, browser):
    carla, address = browser(cast.carla), url(kind, "list", cast.matter)

    def fill(count):
        extra = {"role": "Witness"} if kind.model is Party else {}
        extra = {"date": TODAY(), "court": court} if kind.model is Proceeding else extra
        name = "kind" if kind.model is Proceeding else "name"
        kind.model.objects.bulk_create(
            kind.model(site=cast.site, matter=cast.matter, **{name: f"Row {number}"}, **extra)
            for number in range(count)
        )

    court = Court.objects.create(matter=cast.matter, name="Court")
    fill(10)
    carla.get(address)
    with CaptureQueriesContext(connection) as few:
        carla.get(address)
    fill(990)
    with CaptureQueriesContext(connection) as many:
        assert carla.get(address).context["paginator"].count >= 1000
    assert len(many) == len(few) <= 22, (
        "the frame of the admin 13, matter, its clients, tabs 2, rights, count, rows"
    )
