"""Creating and editing a matter through the admin's forms."""

import pytest
from django.core import mail
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter, MatterAccess
from portal_cms.notices.models import OutboxMessage
from tests import make

ADD = "/admin/matters/add/"


def form(handler, **values):
    base = {
        "reference": "0500/26",
        "subject": "Sale of a house",
        "description": "We prepare the contract.",
        "state": "open",
        "handler": handler.pk,
    }
    return {**base, **values}


def edit_form(matter, **values):
    base = {"reference": matter.reference, "subject": matter.subject, "description": "", "state": "open"}
    return {**base, **values}


def edit_url(matter):
    return f"/admin/matters/edit/{matter.pk}/"


def actions(matter):
    events = AuditEvent.objects.filter(matter_uuid=str(matter.uuid)).order_by("pk")
    return [event.action for event in events]


def test_a_new_matter_suggests_a_number_and_its_creator_as_handler(cast, browser):
    Matter.objects.update(reference="An old one")
    page = browser(cast.carla).get(ADD).content.decode()
    assert f'value="{cast.carla.pk}" selected' in page
    year = f"{timezone.localdate():%y}"
    assert f'value="0001/{year}"' in page
    make.matter(cast.site, cast.carla, reference=f"0041/{year}")
    assert f'value="0042/{year}"' in browser(cast.carla).get(ADD).content.decode()


@pytest.mark.feature("A2")
def test_a_matter_is_made_with_people_clients_portal_and_invitations_in_one_go(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    values = form(
        cast.carla,
        assistant=cast.dario.pk,
        is_restricted="on",
        named=[cast.eva.pk],
        sharers=[cast.eva.pk],
        client_1=cast.anna.pk,
        client_2=dora.pk,
        invite="on",
        has_portal="on",
    )
    response = browser(cast.carla).post(ADD, values)
    matter = Matter.objects.get(reference="0500/26")
    assert response.headers["Location"] == edit_url(matter)
    assert (matter.handler, matter.assistant, matter.is_restricted) == (cast.carla, cast.dario, True)
    assert (matter.has_portal, matter.live) == (True, False)
    assert {link.client for link in matter.matter_clients.all()} == {cast.anna, dora}
    assert cast.eva in [row.user for row in MatterAccess.objects.filter(matter=matter, may_share=True)]
    dora.refresh_from_db()
    assert dora.access_state == User.Access.PENDING
    assert [row.recipient for row in OutboxMessage.objects.filter(event="invitation")] == [dora.user]
    assert {"matter.created", "matter.portal_created"} <= set(actions(matter))
    assert browser(cast.dario).get(edit_url(matter)).status_code == 200


def test_foreign_people_and_clients_are_no_choices(cast, sur, browser):
    sol = make.staff(sur, "Sol")
    rosa = make.client(sur, "Rosa")
    for values in (form(sol), form(cast.carla, client_1=rosa.pk), form(cast.carla, named=[sol.pk])):
        response = browser(cast.carla).post(ADD, values)
        assert response.status_code == 200
        assert "Rosa" not in response.content.decode()
    assert not Matter.objects.filter(reference="0500/26").exists()


def test_a_number_names_one_matter_of_a_firm(cast, sur, browser):
    make.matter(sur, make.staff(sur, "Sol"), reference="0500/26")
    carla = browser(cast.carla)
    assert carla.post(ADD, form(cast.carla)).status_code == 302
    page = carla.post(ADD, form(cast.carla, reference=" 0500/26 ")).content.decode()
    assert "Another matter of the firm has this reference number" in page
    page = carla.post(edit_url(cast.matter), edit_form(cast.matter, reference="0500/26")).content.decode()
    assert "Another matter of the firm has this reference number" in page


def test_a_new_matter_does_not_save_itself(cast, browser):
    response = browser(cast.carla).post(ADD, form(cast.carla), headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert not Matter.objects.filter(reference="0500/26").exists()


def test_somebody_without_a_mailbox_can_not_be_invited_and_nothing_is_saved(cast, browser):
    dora = make.client(cast.site, "Dora", state=User.Access.NONE)
    type(dora).objects.filter(pk=dora.pk).update(email="")
    page = browser(cast.carla).post(ADD, form(cast.carla, client_1=dora.pk, invite="on")).content.decode()
    assert "has no e-mail address" in page
    assert not Matter.objects.filter(reference="0500/26").exists()


def test_a_draft_does_not_reach_the_client_until_it_is_published(cast, browser):
    carla, anna = browser(cast.carla), browser(cast.anna)
    carla.post(edit_url(cast.matter), edit_form(cast.matter, subject="Lease, second thoughts"))
    portal = f"/matters/{cast.matter.uuid}/"
    assert "second thoughts" not in anna.get(portal).content.decode()
    assert "second thoughts" in carla.get(edit_url(cast.matter)).content.decode()
    values = edit_form(cast.matter, subject="Lease, second thoughts") | {"action-publish": "1"}
    carla.post(edit_url(cast.matter), values)
    assert "second thoughts" in anna.get(portal).content.decode()
    assert actions(cast.matter)[-3:] == ["matter.changed", "matter.changed", "matter.published"]
    assert not OutboxMessage.objects.exists()
    assert not mail.outbox


def test_unpublishing_takes_it_from_the_client_and_is_on_record(cast, browser):
    carla = browser(cast.carla)
    assert carla.get(f"/admin/matters/unpublish/{cast.matter.pk}/").status_code == 200
    carla.post(f"/admin/matters/unpublish/{cast.matter.pk}/")
    assert browser(cast.anna).get(f"/matters/{cast.matter.uuid}/").status_code == 404
    assert actions(cast.matter)[-1] == "matter.unpublished"


@pytest.mark.feature("A34")
def test_only_those_responsible_publish(cast, browser):
    eva = browser(cast.eva)
    page = eva.get(edit_url(cast.matter)).content.decode()
    assert "action-publish" not in page
    values = edit_form(cast.matter, subject="Eva was here") | {"action-publish": "1"}
    eva.post(edit_url(cast.matter), values)
    cast.matter.refresh_from_db()
    assert cast.matter.subject == "Lease of the shop"
    assert eva.post(f"/admin/matters/unpublish/{cast.matter.pk}/").status_code == 302
    cast.matter.refresh_from_db()
    assert cast.matter.live
    assert "action-publish" in browser(cast.dario).get(edit_url(cast.matter)).content.decode()


def test_whoever_opens_a_matter_for_others_can_not_publish_it(cast, browser):
    browser(cast.eva).post(ADD, form(cast.carla) | {"action-publish": "1"})
    assert not Matter.objects.get(reference="0500/26").live


def test_an_editor_that_saves_itself_changes_no_rights_and_fills_no_record(cast, browser):
    carla, json = browser(cast.carla), {"Accept": "application/json"}
    first = carla.post(edit_url(cast.matter), edit_form(cast.matter, subject="Half a"), headers=json).json()
    assert first["success"]
    values = edit_form(cast.matter, subject="Half a sen", overwrite_revision_id=first["revision_id"])
    assert carla.post(edit_url(cast.matter), values, headers=json).json()["success"]
    assert actions(cast.matter).count("matter.changed") == 1
    cast.matter.refresh_from_db()
    assert cast.matter.subject == "Lease of the shop"


@pytest.mark.feature("A33")
def test_reverting_a_text_brings_back_no_old_rights(cast, browser):
    carla = browser(cast.carla)
    carla.post(edit_url(cast.matter), edit_form(cast.matter, subject="Old words"))
    old = cast.matter.revisions.order_by("-pk").first()
    people = {"people-handler": cast.dario.pk, "people-restricted": "on"}
    carla.post(f"/admin/matters/{cast.matter.pk}/people/", people)
    assert carla.get(edit_url(cast.matter)).status_code == 404
    dario = browser(cast.dario)
    revert = f"/admin/matters/history/{cast.matter.pk}/revisions/{old.pk}/revert/"
    assert dario.get(revert).status_code == 200
    dario.post(revert, edit_form(cast.matter, subject="Old words") | {"action-publish": "1"})
    cast.matter.refresh_from_db()
    assert cast.matter.subject == "Old words"
    assert (cast.matter.handler, cast.matter.assistant, cast.matter.is_restricted) == (cast.dario, None, True)
    assert not Matter.objects.visible_to(cast.carla).exists()
    assert carla.get(edit_url(cast.matter)).status_code == 404


def test_history_comparison_and_lock_are_there_for_people_of_the_matter_only(cast, sur, browser):
    carla = browser(cast.carla)
    carla.post(edit_url(cast.matter), edit_form(cast.matter, subject="Other words"))
    pk = cast.matter.pk
    compare = f"/admin/matters/history/{pk}/revisions/compare/earliest...latest/"
    assert "Other words" in carla.get(compare).content.decode()
    assert carla.get(f"/admin/matters/history/{pk}/").status_code == 200
    sol = browser(make.staff(sur, "Sol", *make.Role))
    for address in (compare, f"/admin/matters/history/{pk}/", f"/admin/matters/usage/{pk}/"):
        assert sol.get(address).status_code == 404
    assert sol.post(f"/admin/matters/lock/{pk}/").status_code == 404


def test_nobody_copies_or_deletes_a_matter(cast, browser):
    root = browser(User.objects.create_superuser("root@example.com", make.PASSWORD), site=cast.site)
    assert root.get(f"/admin/matters/copy/{cast.matter.pk}/").status_code == 404
    assert root.post(f"/admin/matters/delete/{cast.matter.pk}/").status_code == 302
    root.post(f"/admin/bulk/portal_matters/matter/delete/?id={cast.matter.pk}")
    assert Matter.objects.filter(pk=cast.matter.pk).exists()


@pytest.mark.feature("A1")
def test_the_preview_is_the_clients_page_and_may_stand_in_the_admins_frame(cast, browser):
    carla, preview = browser(cast.carla), f"/admin/matters/preview/{cast.matter.pk}/"
    values = edit_form(cast.matter, subject="As a draft")
    assert carla.post(preview, values).json() == {"is_valid": True, "is_available": True}
    response = carla.get(preview, {"in_preview_panel": "true"})
    page = response.content.decode()
    assert "As a draft" in page
    assert "Responsible for you" in page
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert browser(cast.anna).get(preview).status_code == 404
    assert not Document.objects.exists()
