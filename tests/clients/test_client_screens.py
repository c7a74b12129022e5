"""Clients in the admin: list, form, invitation, and addresses that are staff's (A3)."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser
from modelsearch import index

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.matters.models import MatterAccess
from portal_cms.notices.delivery import drain
from tests import make

LIST, ADD = "/admin/clients/", "/admin/clients/new/"
PASSWORD = "a-long-enough-password-71"


def form(**values):
    base = {
        "kind": "person",
        "first_name": "Nora",
        "last_name": "Neu",
        "email": "nora@example.org",
        "language": "de",
    }
    return {**base, **values}


def edit_url(client):
    return f"/admin/clients/edit/{client.pk}/"


def portal(client):
    return f"/admin/clients/{client.pk}/portal/"


def access(client, **values):
    """What stands in the form of the Portal tab, unless staff change it."""
    proposed = {
        "name": client.name,
        "user_name": client.email,
        "email": client.email,
        "mode": "password_link",
    }
    return {**proposed, **values}


def names(browser, **parameters):
    page = browser.get(LIST, parameters).content.decode()
    return set(re.findall(r"\b(Anna|Ben|Clara|Dora|Emil|Rosa) Client", page))


def test_the_list_shows_the_firms_clients_with_their_access(cast, sur, browser):
    make.client(sur, "Rosa")
    make.client(cast.site, "Dora", state=User.Access.NONE)
    carla = browser(cast.carla)
    assert names(carla) == {"Anna", "Ben", "Clara", "Dora"}
    assert "Access active" in carla.get(LIST).content.decode()
    assert names(carla, access="none") == {"Dora"}
    assert names(carla, access="active") == {"Anna", "Ben", "Clara"}
    assert names(carla, access="blocked") == set()
    assert names(carla, language="es") == set()


def test_search_finds_names_numbers_and_addresses(cast, sur, browser):
    rosa = make.client(sur, "Rosa", number="K-77")
    emil = make.client(cast.site, "Emil", number="K-77")
    for row in (rosa, emil, cast.anna):
        index.insert_or_update_object(row)
    carla = browser(cast.carla)
    for query in ("Emil", "K-77", "emil@clients"):
        assert names(carla, q=query) == {"Emil"}, query


def test_a_client_is_created_changed_and_on_record(cast, browser):
    carla = browser(cast.carla)
    response = carla.post(ADD, form())
    nora = Client.objects.get(email="nora@example.org")
    assert response.headers["Location"] == portal(nora)
    assert (nora.site, nora.access_state) == (cast.site, User.Access.NONE)
    carla.post(edit_url(nora), form(city="Bremen"))
    nora.refresh_from_db()
    assert nora.city == "Bremen"
    assert [
        event.action for event in AuditEvent.objects.filter(object_uuid=str(nora.uuid)).order_by("pk")
    ] == [
        "client.created",
        "client.changed",
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last_name": ""}, "Please enter the last name"),
        ({"kind": "company"}, "Please enter the name of the company"),
    ],
)
def test_a_contact_needs_a_name(cast, browser, values, sentence):
    assert sentence in browser(cast.carla).post(ADD, form(**values)).content.decode()


@pytest.mark.feature("A3")
@pytest.mark.parametrize(
    "address", ["dario@nord.example.com", "DARIO@Nord.Example.COM", "dario@ＮＯＲＤ.example.com"]
)
def test_a_client_can_not_have_the_address_of_staff(cast, browser, address):
    carla = browser(cast.carla)
    page = carla.post(ADD, form(email=address)).content.decode()
    assert "A member of staff signs in with this address" in page
    page = carla.post(edit_url(cast.anna), form(email=address)).content.decode()
    assert "A member of staff signs in with this address" in page
    assert not Client.objects.filter(last_name="Neu").exists()


@pytest.mark.feature("A3")
def test_the_same_address_at_another_firm_does_not_matter(cast, sur, browser):
    make.client(sur, "Nora", email="nora@example.org")
    assert browser(cast.carla).post(ADD, form()).status_code == 302


def test_two_clients_never_share_a_sign_in(cast, browser):
    page = browser(cast.carla).post(ADD, form(email="ANNA@clients.example.org")).content.decode()
    assert "Another client already signs in with this address" in page


def test_changing_the_address_keeps_the_sign_in_and_says_so(cast, browser):
    carla = browser(cast.carla)
    assert "The portal writes to anna@clients.example.org" in carla.get(edit_url(cast.anna)).content.decode()
    page = carla.post(edit_url(cast.anna), form(email="new@example.org"), follow=True).content.decode()
    assert "its e-mails still go to anna@clients.example.org" in page
    cast.anna.user.refresh_from_db()
    assert cast.anna.user.email == "anna@clients.example.org"


def link_of(message):
    return re.search(r"https?://[^/]+(/password/set/\S+)", message.body)[1]


def set_password(path, host):
    browser = Browser(SERVER_NAME=host, HTTP_ACCEPT_LANGUAGE="en")
    response = browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    return browser, response


@pytest.mark.feature("A4")
def test_an_invited_client_sets_the_own_password_by_the_mailed_link(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    carla = browser(cast.carla)
    assert "Send access" in carla.get(portal(dora)).content.decode()
    dora.refresh_from_db()
    assert dora.access_state == User.Access.NONE
    carla.post(portal(dora), access(dora))
    drain()
    assert [message.to for message in mail.outbox] == [["dora@clients.example.org"]]
    client, response = set_password(link_of(mail.outbox[0]), cast.site.hostname)
    assert response.status_code == 302
    dora.refresh_from_db()
    assert dora.access_state == User.Access.ACTIVE
    assert client.get("/").status_code == 200


@pytest.mark.feature("A5")
def test_sharing_a_second_matter_sends_no_second_invitation(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    other = make.matter(cast.site, cast.carla)
    for matter in (cast.matter, other):
        browser(cast.carla).post(
            f"/admin/matters/{matter.pk}/people/clients/add/",
            {"client-client": dora.pk, "client-invite": "on"},
        )
    drain()
    assert len(mail.outbox) == 1


def test_resending_makes_the_older_link_useless(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    carla = browser(cast.carla)
    carla.post(portal(dora), access(dora))
    drain()
    carla.post(f"/admin/clients/{dora.pk}/access/resend/")
    drain()
    first, second = (link_of(message) for message in mail.outbox)
    assert set_password(first, cast.site.hostname)[1].status_code == 404
    assert set_password(second, cast.site.hostname)[1].status_code == 302


@pytest.mark.feature("A32")
def test_inviting_needs_its_permission(cast, browser):
    plain = make.staff(cast.site, "Paul", make.Role.STAFF)
    page = browser(plain).get(portal(cast.anna)).content.decode()
    assert "/access/block/" not in page
    assert browser(plain).post(f"/admin/clients/{cast.anna.pk}/access/block/").status_code == 302
    cast.anna.refresh_from_db()
    assert cast.anna.access_state == User.Access.ACTIVE


def test_blocking_ends_the_session_with_the_next_click(cast, browser):
    anna = browser(cast.anna)
    assert anna.get("/").status_code == 200
    browser(cast.carla).post(f"/admin/clients/{cast.anna.pk}/access/block/")
    assert anna.get("/").status_code == 302


def test_after_removing_the_access_an_invitation_starts_afresh_with_the_new_address(cast, browser):
    carla = browser(cast.carla)
    carla.post(f"/admin/clients/{cast.anna.pk}/access/remove_access/")
    assert MatterAccess.objects.filter(user=cast.anna.user).exists()
    carla.post(edit_url(cast.anna), form(first_name="Anna", email="anna.new@example.org"))
    cast.anna.refresh_from_db()
    carla.post(portal(cast.anna), access(cast.anna))
    drain()
    assert mail.outbox[-1].to == ["anna.new@example.org"]
    client, _response = set_password(link_of(mail.outbox[-1]), cast.site.hostname)
    assert "Lease of the shop" in client.get("/").content.decode()


@pytest.mark.feature("A2")
def test_staff_make_themselves_a_test_contact_with_a_different_address(cast, browser):
    carla = browser(cast.carla)
    carla.post(ADD, form(first_name="Carla", last_name="Test", email="carla.test@example.org"))
    contact = Client.objects.get(last_name="Test")
    values = {"client-client": contact.pk, "client-invite": "on"}
    carla.post(f"/admin/matters/{cast.matter.pk}/people/clients/add/", values)
    drain()
    client, _response = set_password(link_of(mail.outbox[0]), cast.site.hostname)
    assert "Lease of the shop" in client.get("/").content.decode()


def test_the_matters_of_a_client_are_listed_as_far_as_one_may_see_them(cast, browser):
    make.matter(cast.site, cast.dario, cast.anna, is_restricted=True, subject="A secret")
    page = browser(cast.carla).get(edit_url(cast.anna)).content.decode()
    assert "Lease of the shop" in page
    assert "A secret" not in page
    assert "A secret" in browser(cast.dario).get(edit_url(cast.anna)).content.decode()


def test_only_a_contact_on_which_nothing_hangs_can_be_deleted(cast, browser):
    chief = browser(make.staff(cast.site, "Chief", *make.Role))
    page = chief.get(f"/admin/clients/delete/{cast.anna.pk}/").content.decode()
    assert "can not be deleted" in page
    assert "Yes, delete" not in page
    chief.post(f"/admin/clients/delete/{cast.anna.pk}/")
    assert Client.objects.filter(pk=cast.anna.pk).exists()
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    chief.post(f"/admin/clients/delete/{dora.pk}/")
    assert not Client.objects.filter(pk=dora.pk).exists()
    assert AuditEvent.objects.filter(action="client.deleted", object_uuid=str(dora.uuid)).exists()


def test_a_client_of_another_firm_does_not_exist(cast, sur, browser):
    rosa = make.client(sur, "Rosa")
    carla = browser(cast.carla)
    for address in (
        edit_url(rosa),
        f"/admin/clients/{rosa.pk}/access/block/",
        f"/admin/clients/history/{rosa.pk}/",
    ):
        assert carla.get(address).status_code == 404
        assert carla.post(address).status_code in (404, 405)
    rosa.refresh_from_db()
    assert rosa.access_state == User.Access.ACTIVE


def test_the_chooser_heads_the_names_of_clients_as_names(cast, browser):
    page = browser(cast.carla).get("/admin/choose/client/").json()["html"]
    assert "Anna Client" in page
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th.*?</th>", page, re.DOTALL)]
    assert heads == ["Name", "Number", "E-mail address"]
