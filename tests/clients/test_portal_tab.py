"""The Portal tab of a client: what each state offers, what each button does, and what is refused out of state."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail

from portal_cms.accounts.doors import issue_link
from portal_cms.accounts.models import AccountName, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients import services
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from sitesettings.models import AccessMode, FirmSettings
from tests import make

State = User.Access
LINK, WORD, START = AccessMode.PERSONAL_LINK, AccessMode.PASSWORD_LINK, AccessMode.START_PASSWORD
BUTTONS = {"resend", "renew_link", "end_link", "block", "unblock", "remove_access"}
# state, ways in -> button -> the state after it. "send" is the form. Nothing else is offered.
TABLE = {
    (State.NONE, (WORD, START, LINK)): {"send": State.PENDING},
    (State.PENDING, (WORD, START, LINK)): {"resend": State.PENDING, "remove_access": State.NONE},
    (State.ACTIVE, (WORD, START)): {"block": State.BLOCKED, "remove_access": State.NONE},
    (State.ACTIVE, (LINK,)): {
        "renew_link": State.ACTIVE, "end_link": State.ACTIVE, "block": State.BLOCKED, "remove_access": State.NONE,
    },
    (State.BLOCKED, (WORD, START, LINK)): {"unblock": State.ACTIVE, "remove_access": State.NONE},
}  # fmt: skip
ROWS = [(state, mode, offered) for (state, modes), offered in TABLE.items() for mode in modes]
CELLS = [
    (state, mode, button, offered.get(button))
    for state, mode, offered in ROWS
    for button in sorted(BUTTONS | {"send"})
]
RECORDED = {
    "send": "client.invited", "resend": "client.invitation_resent", "renew_link": "client.link_renewed",
    "end_link": "client.link_ended", "block": "client.access_blocked", "unblock": "client.access_unblocked",
    "remove_access": "client.access_removed",
}  # fmt: skip
MAILS = {"send", "resend", "renew_link"}


def tab(client):
    return f"/admin/clients/{client.pk}/portal/"


def button_url(client, button):
    return f"/admin/clients/{client.pk}/access/{button}/"


def values(client, **changes):
    base = {"name": client.name, "user_name": client.email, "email": client.email, "mode": WORD}
    return {**base, **changes}


def person(site, state, mode=WORD):
    """A client in this state, as it got there by this way in."""
    client = make.client(site, "Dora", state=state)
    if state != State.NONE:
        changes = {"access_mode": mode}
        if mode == LINK or state == State.PENDING:
            changes["password"] = make_password(None)
        User.objects.filter(pk=client.user_id).update(**changes)
        client.user.refresh_from_db()
        if mode == LINK and state != State.BLOCKED:
            issue_link(client.user)
    return client


def press(driver, client, button, mode):
    if button == "send":
        return driver.post(tab(client), values(client, mode=mode))
    return driver.post(button_url(client, button))


@pytest.mark.feature("P10", "P14", "P18", "P19", "P21", "P22")
@pytest.mark.parametrize(("state", "mode", "offered"), ROWS)
def test_the_tab_offers_what_fits_the_state_and_nothing_else(cast, browser, state, mode, offered):
    client = person(cast.site, state, mode)
    page = browser(cast.carla).get(tab(client)).content.decode()
    found = set(re.findall(rf"/admin/clients/{client.pk}/access/(\w+)/", page))
    if "Send access</button>" in page:
        found.add("send")
    assert found == set(offered)


@pytest.mark.feature("P14", "P16", "P18", "P19", "P21", "P22")
@pytest.mark.parametrize(("state", "mode", "button", "after"), CELLS)
def test_each_button_acts_in_its_states_and_is_refused_in_the_others(
    cast, browser, state, mode, button, after
):
    client = person(cast.site, state, mode)
    carla = browser(cast.carla)
    if button != "send" and after is not None:
        assert carla.get(button_url(client, button)).status_code == 200  # asks, and changes nothing
        client.refresh_from_db()
        assert client.access_state == state
    answer = press(carla, client, button, mode)
    assert answer.status_code == 302
    client.refresh_from_db()
    actions = set(AuditEvent.objects.filter(object_uuid=str(client.uuid)).values_list("action", flat=True))
    mails = OutboxMessage.objects.filter(recipient=client.user_id).count() if client.user_id else 0
    if after is None:
        assert client.access_state == state
        assert not actions & set(RECORDED.values())
        assert mails == 0
        assert "has changed meanwhile" in carla.get(tab(client)).content.decode()
    else:
        assert client.access_state == after
        assert RECORDED[button] in actions
        assert mails == (1 if button in MAILS else 0)


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_the_services_refuse_too_so_that_two_at_once_do_it_once(cast, button):
    state, mode = next((state, mode) for state, mode, offered in ROWS if button in offered)
    client = person(cast.site, state, mode)
    late = type(client).objects.get(pk=client.pk)
    late.user  # noqa: B018 - read before the other one acts
    getattr(services, button)(client, by=cast.carla)
    if button in {"resend", "renew_link", "end_link"}:
        return  # twice is twice: the newest mail counts
    with pytest.raises(services.PortalError):
        getattr(services, button)(late, by=cast.dario)
    assert AuditEvent.objects.filter(action=RECORDED[button]).count() == 1


@pytest.mark.feature("P11", "P12", "P13")
def test_name_user_name_and_address_stand_there_and_can_be_changed(cast, browser):
    dora = make.client(cast.site, "Dora", state=State.NONE)
    carla = browser(cast.carla)
    page = carla.get(tab(dora)).content.decode()
    assert 'value="Dora Client"' in page
    assert page.count('value="dora@clients.example.org"') == 2
    chosen = values(dora, name="Dora C. Client", user_name="dora.c", email="dora@work.example")
    assert carla.post(tab(dora), chosen).status_code == 302
    dora.refresh_from_db()
    assert (str(dora.user), dora.user.sign_in_name, dora.user.email) == (
        "Dora C. Client", "dora.c", "dora@work.example",
    )  # fmt: skip
    assert dora.email == "dora@clients.example.org"
    drain()
    assert mail.outbox[0].to == ["dora@work.example"]
    assert "dora.c" in mail.outbox[0].body


@pytest.mark.feature("P17")
def test_while_pending_the_chosen_values_are_shown(cast, browser):
    dora = make.client(cast.site, "Dora", state=State.NONE)
    carla = browser(cast.carla)
    carla.post(
        tab(dora), values(dora, name="Dora C.", user_name="dora.c", email="d@work.example", mode=START)
    )
    page = carla.get(tab(dora)).content.decode()
    for shown in ("Pending", "Dora C.", "dora.c", "d@work.example", "Start password"):
        assert shown in page


@pytest.mark.feature("P14")
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("name", "Please enter the name of the client"),
        ("user_name", "Please enter a user name"),
        ("email", "Please enter the e-mail address"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(cast, browser, field, sentence):
    dora = make.client(cast.site, "Dora", state=State.NONE)
    typed = values(dora, name="Kept name", user_name="kept.user", email="kept@example.org")
    page = browser(cast.carla).post(tab(dora), {**typed, field: ""}).content.decode()
    assert sentence in page
    assert all(value in page for name, value in typed.items() if name not in (field, "mode"))
    dora.refresh_from_db()
    assert dora.access_state == State.NONE
    assert not OutboxMessage.objects.exists()


@pytest.mark.feature("P12", "A3")
@pytest.mark.parametrize(
    ("values_", "sentence"),
    [
        ({"user_name": "ANNA@clients.example.org"}, "Another client already uses this"),
        ({"email": "anna@clients.example.org"}, "Another client already uses this"),
        ({"user_name": "carla@nord.example.com"}, "A member of staff uses this"),
        ({"email": "CARLA@nord.example.com"}, "A member of staff uses this"),
        ({"user_name": "the.baker"}, "Another client already uses this"),
        ({"user_name": "two words"}, "without spaces"),
        ({"user_name": "x"}, "at least three letters"),
        ({"user_name": "not@an@address"}, "valid email address"),
    ],
)
def test_a_user_name_is_nobody_elses_name_or_address(cast, browser, values_, sentence):
    ben = cast.ben.user
    ben.user_name = "The.Baker"
    ben.save()
    dora = make.client(cast.site, "Dora", state=State.NONE)
    page = browser(cast.carla).post(tab(dora), values(dora, **values_)).content.decode()
    assert sentence in page
    dora.refresh_from_db()
    assert dora.access_state == State.NONE


@pytest.mark.feature("P12")
def test_the_database_itself_keeps_names_apart(cast):
    dora, emil = (make.client(cast.site, name, state=State.NONE) for name in ("Dora", "Emil"))
    chosen = services.proposed(dora)
    services.send_access(dora, chosen, by=cast.carla)
    stolen = services.Credentials("Emil", "dora@clients.example.org", "emil@work.example", WORD)
    with pytest.raises(services.PortalError, match="already uses"):
        services.send_access(emil, stolen, by=cast.carla)
    emil.refresh_from_db()
    assert emil.user is None
    assert AccountName.objects.filter(user=dora.user).count() == 1


@pytest.mark.feature("P19")
def test_a_deleted_access_gives_its_name_and_address_free(cast, browser):
    carla = browser(cast.carla)
    carla.post(button_url(cast.anna, "remove_access"))
    dora = make.client(cast.site, "Dora", state=State.NONE)
    assert carla.post(tab(dora), values(dora, user_name=cast.anna.email)).status_code == 302


@pytest.mark.feature("P14", "P46")
def test_while_the_portal_is_off_sending_explains_and_leads_to_the_guide(cast, browser):
    dora = make.client(cast.site, "Dora", state=State.NONE)
    pending = person(cast.site, State.PENDING)
    row = FirmSettings.objects.get(site=cast.site)
    row.portal_enabled = False
    row.save()
    chief = browser(make.staff(cast.site, "Chief", *make.Role))
    page = chief.get(tab(dora)).content.decode()
    assert "portal is switched off" in page
    assert "/guide/" in page
    assert "switched off" in chief.post(tab(dora), values(dora)).content.decode()
    assert "switched off" in chief.post(button_url(pending, "resend"), follow=True).content.decode()
    dora.refresh_from_db()
    assert dora.access_state == State.NONE
    assert not OutboxMessage.objects.exists()
    page = browser(cast.carla).get(tab(dora)).content.decode()
    assert "Please ask the firm administration" in page


@pytest.mark.feature("C1")
def test_the_firms_standard_way_in_is_proposed(cast, browser):
    row = FirmSettings.objects.get(site=cast.site)
    row.access_mode = LINK
    row.save()
    dora = make.client(cast.site, "Dora", state=State.NONE)
    page = browser(cast.carla).get(tab(dora)).content.decode()
    assert re.search(rf'value="{LINK}"[^>]*checked', page)
    services.invite(dora, by=cast.carla)
    assert dora.user.access_mode == LINK


def test_the_tab_of_another_firms_client_does_not_exist(cast, sur, browser):
    rosa = make.client(sur, "Rosa", state=State.NONE)
    assert browser(cast.carla).get(tab(rosa)).status_code == 404
    assert browser(cast.carla).post(tab(rosa), values(rosa)).status_code == 404


@pytest.mark.feature("A32")
def test_without_the_permission_the_tab_shows_and_does_nothing(cast, browser):
    plain = browser(make.staff(cast.site, "Paul", make.Role.STAFF))
    dora = make.client(cast.site, "Dora", state=State.NONE)
    page = plain.get(tab(dora)).content.decode()
    assert "Send access</button>" not in page
    assert "needs the permission" in page
    plain.post(tab(dora), values(dora))
    dora.refresh_from_db()
    assert dora.access_state == State.NONE
