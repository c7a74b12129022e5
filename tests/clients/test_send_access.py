"""Sending the access to several clients at once, from their list: who gets one, who does not and why, and what it costs."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal_cms.accounts.models import FirmRole, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from sitesettings.models import AccessMode, FirmSettings
from tests import make

State = User.Access
pytestmark = pytest.mark.feature("C1", "P14")


def bulk(*clients, everybody=False):
    query = "id=all" if everybody else "&".join(f"id={client.pk}" for client in clients)
    return f"/admin/bulk/portal_clients/client/invite/?{query}&next=/admin/clients/"


def states(*clients):
    return [Client.objects.select_related("user").get(pk=client.pk).access_state for client in clients]


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def queue(cast):
    """Two who can get an access, and one for each reason why not."""
    waiting = [make.client(cast.site, name, state=State.NONE) for name in ("Dora", "Emil")]
    twin = make.client(cast.site, "Twin", state=State.NONE, email="dora@clients.example.org")
    taken = make.client(cast.site, "Taken", state=State.NONE, email=cast.anna.email)
    silent = make.client(cast.site, "Silent", state=State.NONE)
    Client.objects.filter(pk=silent.pk).update(email="", email_key="")
    pending = make.client(cast.site, "Petra", state=State.PENDING)
    blocked = make.client(cast.site, "Boris", state=State.BLOCKED)
    refused = {
        twin: "Another of the chosen clients has the same e-mail address.",
        taken: "Another account uses the e-mail address. Please enter a different one.",
        silent: "Has no e-mail address. Please add one first.",
        pending: "The access was sent already.",
        blocked: "The access is blocked.",
        cast.ben: "Has access already.",
    }
    return waiting, refused


def test_the_question_names_who_gets_an_access_and_why_others_do_not(cast, browser, queue):
    waiting, refused = queue
    text = plain(browser(cast.carla).get(bulk(*waiting, *refused)))
    assert "2 clients get one e-mail each:" in text
    for client in waiting:
        assert f"{client.name} , {client.email}" in text
    for client, reason in refused.items():
        assert f"{client.name} : {reason}" in text
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("mode", AccessMode.values)
def test_those_who_can_get_an_access_get_it_by_the_chosen_way(cast, browser, queue, mode):
    waiting, refused = queue
    before = states(*refused)
    answer = browser(cast.carla).post(bulk(*waiting, *refused), {"mode": mode}, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/clients/"
    text = plain(answer)
    assert "2 accesses are on their way." in text
    for client, reason in refused.items():
        assert f"{client.name}: {reason}" in text
    assert states(*waiting) == [State.PENDING] * 2
    assert states(*refused) == before
    assert {User.objects.get(client=client).access_mode for client in waiting} == {mode}
    assert AuditEvent.objects.filter(action="client.invited").count() == 2
    drain()
    assert sorted(message.to[0] for message in mail.outbox) == [client.email for client in waiting]


def test_the_firms_way_in_is_chosen_before_and_a_wrong_one_sends_nothing(cast, browser, queue):
    waiting, _refused = queue
    FirmSettings.objects.filter(site=cast.site).update(access_mode=AccessMode.START_PASSWORD)
    carla = browser(cast.carla)
    page = carla.get(bulk(*waiting)).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*\bchecked', page) == [AccessMode.START_PASSWORD]
    page = carla.post(bulk(*waiting), {"mode": "telepathy"})
    assert page.status_code == 200
    assert states(*waiting) == [State.NONE] * 2


def test_sending_the_form_twice_sends_one_access(cast, browser, queue):
    waiting, _refused = queue
    carla = browser(cast.carla)
    for _click in range(2):
        carla.post(bulk(*waiting), {"mode": AccessMode.PASSWORD_LINK})
    assert OutboxMessage.objects.count() == 2


def test_while_the_portal_is_off_nobody_gets_one(cast, browser, queue):
    waiting, _refused = queue
    row = FirmSettings.objects.get(site=cast.site)
    row.portal_enabled = False
    row.save()
    carla = browser(cast.carla)
    assert 'name="mode"' not in carla.get(bulk(*waiting)).content.decode()
    carla.post(bulk(*waiting), {"mode": AccessMode.PASSWORD_LINK})
    assert states(*waiting) == [State.NONE] * 2
    assert OutboxMessage.objects.count() == 0


def test_another_firms_clients_are_not_reached(cast, sur, browser):
    theirs = make.client(sur, "Elena", state=State.NONE)
    for address in (bulk(theirs), bulk(everybody=True)):
        browser(cast.carla).post(address, {"mode": AccessMode.PASSWORD_LINK})
    assert states(theirs) == [State.NONE]


def test_without_the_permission_nothing_is_sent(cast, browser, queue):
    waiting, _refused = queue
    plain_staff = make.staff(cast.site, "Frida", FirmRole.Key.STAFF)
    answer = browser(plain_staff).post(bulk(*waiting), {"mode": AccessMode.PASSWORD_LINK})
    assert answer.status_code in (302, 403)
    assert states(*waiting) == [State.NONE] * 2


def crowd(cast, count):
    """`count` clients who wait for an access."""
    start = Client.objects.count()
    emails = [f"crowd{number}@clients.example.org" for number in range(start, start + count)]
    return Client.objects.bulk_create(
        Client(site=cast.site, first_name="Crowd", last_name=email, email=email, email_key=email)
        for email in emails
    )


def test_the_question_costs_the_same_for_ten_and_for_many(cast, browser):
    carla, counted, chosen = browser(cast.carla), [], []
    for count in (10, 190):
        chosen += crowd(cast, count)
        carla.get(bulk(*chosen))
        with CaptureQueriesContext(connection) as asked:
            assert f"{len(chosen)} clients get" in plain(carla.get(bulk(*chosen)))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 16


def test_sending_costs_the_same_for_each_client(cast, browser):
    carla, costs = browser(cast.carla), []
    for count in (10, 40):
        chosen = crowd(cast, count)
        with CaptureQueriesContext(connection) as asked:
            carla.post(bulk(*chosen), {"mode": AccessMode.PASSWORD_LINK})
        assert set(states(*chosen)) == {State.PENDING}
        costs.append((count, len(asked)))
    (few, cheap), (many, dear) = costs
    each = (dear - cheap) / (many - few)
    assert each <= 30, "account, names, group, client, record, mail of one access"
    assert cheap - few * each <= 30
