"""The demo world as data: nobody real in it, nothing in the future, every paper a file the portal takes."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from fixtures import files, world
from portal_cms.documents.inspection.verdict import inspect

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
FIRMS = world.firms(NOW)
INVENTED = re.compile(r"@([a-z-]+\.)?example\.(com|org|net)\Z")
EVERY_FIRM = pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.key)


def papers(matter):
    yield from (document.file for document in matter.documents)
    for thread in matter.threads:
        for message in thread.messages:
            yield from message.files


def moments(matter):
    yield matter.opened
    for document in matter.documents:
        yield document.at
        for share in document.shares:
            yield from filter(None, (share.at, share.opened, share.ended))
        yield from filter(None, [document.published])
    for thread in matter.threads:
        yield from (message.at for message in thread.messages)
    yield from (step.at for step in matter.steps)


@EVERY_FIRM
def test_a_firm_is_large_enough_to_try_everything(firm):
    assert len(firm.clients) >= 8
    assert len(firm.matters) >= 12
    assert 4 <= len(firm.staff) <= 6
    assert len(firm.offices) == 2
    assert {client.access for client in firm.clients} == {"none", "pending", "active", "blocked"}
    assert any(person.face for person in firm.staff)
    assert any(person.face is None for person in firm.staff)
    assert {"pdf", "docx", "xlsx", "jpg", "png"} <= {
        file.name.rpartition(".")[2] for matter in firm.matters for file in papers(matter)
    }


@EVERY_FIRM
def test_every_address_is_one_that_can_not_be_anybodys(firm):
    people = [*firm.staff, *firm.clients, *firm.offices]
    assert [person.email for person in people if not INVENTED.search(person.email)] == []
    emails = [person.email for person in [*firm.staff, *firm.clients]]
    assert len(set(emails)) == len(emails)


@EVERY_FIRM
def test_nothing_has_happened_in_the_future(firm):
    assert [matter.key for matter in firm.matters if max(moments(matter)) > NOW] == []


@EVERY_FIRM
def test_every_name_in_a_matter_is_somebody_of_the_firm(firm):
    staff = {person.key for person in firm.staff}
    clients = {client.key for client in firm.clients}
    for matter in firm.matters:
        assert {matter.handler, *(matter.restricted_to or [])} <= staff
        assert set(matter.clients) <= clients
        for document in matter.documents:
            assert document.by in staff | set(matter.clients)
            assert {share.to for share in document.shares} <= set(matter.clients)
            assert not matter.folders or document.folder in matter.folders
        for thread in matter.threads:
            assert {message.by for message in thread.messages} <= staff | {thread.client}


@EVERY_FIRM
def test_texts_exist_in_every_language_of_the_firm(firm):
    texts = [
        *firm.words.values(),
        firm.portrait,
        *(page.body for page in firm.pages),
        *(p.title for p in firm.staff),
    ]
    assert all(set(text) == {"de", "en", "es"} for text in texts)


@EVERY_FIRM
def test_every_paper_is_what_its_name_says_except_the_broken_ones(firm):
    refused = []
    for matter in firm.matters:
        for file in papers(matter):
            verdict = inspect(BytesIO(files.make(file, firm)), file.name)
            if not verdict.ok:
                refused.append((file.kind, verdict.reason))
    assert refused == [("broken", "damaged")]


def test_dates_move_with_the_day_of_loading():
    later = world.firms(NOW + timedelta(days=100))[0]
    assert later.matters[0].opened > FIRMS[0].matters[0].opened
    assert later.matters[0].description != FIRMS[0].matters[0].description


@EVERY_FIRM
def test_a_firm_has_parts_that_clients_see_and_parts_they_do_not(firm):
    shown = {
        part.is_shown for matter in firm.matters for part in (*matter.parties, *matter.courts, *matter.steps)
    }
    assert shown == {True, False}
    steps = [step for matter in firm.matters for step in matter.steps]
    assert sum(step.next_day is not None and step.next_day > NOW.date() for step in steps) >= 5
    assert {bool(step.clock) for step in steps if step.next_day} == {True, False}
    assert any(not step.told for step in steps)
    assert all(matter.opened <= step.at for matter in firm.matters for step in matter.steps)


def test_every_way_in_is_in_use_and_somebody_uses_a_personal_link():
    clients = [client for firm in FIRMS for client in firm.clients]
    used = {(client.way_in, client.access) for client in clients if client.way_in}
    assert {("start_password", "pending"), ("personal_link", "pending"), ("personal_link", "active")} <= used
    lone = next(
        client for client in clients if client.way_in == "personal_link" and client.access == "active"
    )
    assert not lone.has_password
