"""The tab "People and access": what is changed there acts at once."""

import pytest

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.matters.models import Matter, MatterAccess
from portal_cms.notices.models import OutboxMessage
from tests import make


def tab(matter, rest=""):
    return f"/admin/matters/{matter.pk}/people/{rest}"


def people(handler, **values):
    return {f"people-{name}": value for name, value in {"handler": handler.pk, **values}.items()}


@pytest.mark.feature("A33")
def test_restricting_a_matter_shuts_others_out_with_the_next_click(cast, browser):
    carla, eva = browser(cast.carla), browser(cast.eva)
    assert eva.get(tab(cast.matter)).status_code == 200
    carla.post(tab(cast.matter), people(cast.carla, assistant=cast.dario.pk, restricted="on"))
    assert eva.get(tab(cast.matter)).status_code == 404
    assert browser(cast.dario).get(tab(cast.matter)).status_code == 200
    carla.post(tab(cast.matter), people(cast.carla, restricted="on", named=[cast.eva.pk]))
    assert eva.get(tab(cast.matter)).status_code == 200
    assert browser(cast.dario).get(tab(cast.matter)).status_code == 404
    events = AuditEvent.objects.filter(action="matter.people_changed")
    assert events.count() == 2


@pytest.mark.feature("A34")
def test_a_named_person_sends_only_if_that_was_given(cast, browser):
    carla = browser(cast.carla)
    carla.post(tab(cast.matter), people(cast.carla, named=[cast.eva.pk]))
    assert not Matter.objects.shareable_by(cast.eva).exists()
    carla.post(tab(cast.matter), people(cast.carla, named=[cast.eva.pk], sharers=[cast.eva.pk]))
    assert Matter.objects.shareable_by(cast.eva).get() == cast.matter
    page = carla.post(tab(cast.matter), people(cast.carla, sharers=[cast.eva.pk])).content.decode()
    assert "Only people who are named above can send" in page
    assert Matter.objects.shareable_by(cast.eva).exists()


def test_others_may_look_but_not_decide(cast, browser):
    eva = browser(cast.eva)
    page = eva.get(tab(cast.matter)).content.decode()
    assert "Save people" not in page
    assert "Carla Staff" in page
    eva.post(tab(cast.matter), people(cast.eva))
    eva.post(tab(cast.matter, "clients/add/"), {"client-client": cast.clara.pk})
    eva.post(tab(cast.matter, f"clients/{cast.anna.pk}/remove/"))
    eva.post(tab(cast.matter, "portal/"))
    cast.matter.refresh_from_db()
    assert (cast.matter.handler, cast.matter.has_portal) == (cast.carla, True)
    assert {link.client for link in cast.matter.matter_clients.all()} == {cast.anna, cast.ben}


def test_the_firm_administration_decides_where_it_may_look(cast, browser):
    chief = make.staff(cast.site, "Chief", make.Role.ADMIN)
    browser(chief).post(tab(cast.matter), people(cast.eva))
    cast.matter.refresh_from_db()
    assert cast.matter.handler == cast.eva
    Matter.objects.update(is_restricted=True)
    assert browser(chief).get(tab(cast.matter)).status_code == 404


def test_people_of_another_firm_are_no_choices(cast, sur, browser):
    sol, rosa = make.staff(sur, "Sol"), make.client(sur, "Rosa")
    carla = browser(cast.carla)
    assert "Sol" not in carla.post(tab(cast.matter), people(sol)).content.decode()
    page = carla.post(tab(cast.matter, "clients/add/"), {"client-client": rosa.pk}).content.decode()
    assert "Rosa" not in page
    assert not MatterAccess.objects.filter(user__in=[sol, rosa.user]).exists()
    assert carla.get(tab(cast.matter, f"clients/{rosa.pk}/remove/")).status_code == 404


@pytest.mark.feature("A4")
@pytest.mark.feature("A5")
def test_adding_a_client_can_invite_in_one_go_and_invites_only_once(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    second = make.matter(cast.site, cast.carla)
    carla = browser(cast.carla)
    for matter in (cast.matter, second):
        carla.post(tab(matter, "clients/add/"), {"client-client": dora.pk, "client-invite": "on"})
    dora.refresh_from_db()
    assert dora.access_state == User.Access.PENDING
    assert OutboxMessage.objects.filter(event="invitation", recipient=dora.user).count() == 1
    granted = MatterAccess.objects.filter(user=dora.user).values_list("matter", flat=True)
    assert set(granted) == {cast.matter.pk, second.pk}


@pytest.mark.feature("A12")
def test_a_client_who_is_added_or_removed_sees_or_loses_the_matter_at_once(cast, browser):
    carla, clara = browser(cast.carla), browser(cast.clara)
    page = f"/matters/{cast.matter.uuid}/"
    assert clara.get(page).status_code == 404
    carla.post(tab(cast.matter, "clients/add/"), {"client-client": cast.clara.pk})
    assert clara.get(page).status_code == 200
    assert "Lease of the shop" in clara.get("/").content.decode()
    carla.post(tab(cast.matter, f"clients/{cast.clara.pk}/remove/"))
    assert clara.get(page).status_code == 404


@pytest.mark.feature("A6")
def test_one_account_reaches_all_matters_that_were_shared(cast, browser):
    other = make.matter(cast.site, cast.dario, subject="Second case")
    browser(cast.dario).post(tab(other, "clients/add/"), {"client-client": cast.anna.pk})
    home = browser(cast.anna).get("/").content.decode()
    assert "Lease of the shop" in home
    assert "Second case" in home


@pytest.mark.feature("A35")
def test_a_portal_is_created_and_ended_by_a_confirmed_click(cast, browser):
    matter = make.matter(cast.site, cast.carla, cast.anna, portal=False)
    carla = browser(cast.carla)
    assert not Matter.objects.shareable_by(cast.carla).filter(pk=matter.pk).exists()
    assert "Create the client portal" in carla.get(tab(matter, "portal/")).content.decode()
    matter.refresh_from_db()
    assert not matter.has_portal
    carla.post(tab(matter, "portal/"))
    assert Matter.objects.shareable_by(cast.carla).filter(pk=matter.pk).exists()
    assert browser(cast.anna).get(f"/matters/{matter.uuid}/").status_code == 200
    carla.post(tab(matter, "portal/"))
    assert browser(cast.anna).get(f"/matters/{matter.uuid}/").status_code == 404


def test_whoever_shuts_himself_out_is_sent_to_the_list(cast, browser):
    response = browser(cast.carla).post(tab(cast.matter), people(cast.dario, restricted="on"))
    assert response.headers["Location"] == "/admin/matters/"
