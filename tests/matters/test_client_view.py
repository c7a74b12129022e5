"""How staff learn what clients see: by the preview, and by being a client themselves."""

import pytest

from portal_cms.clients.models import Client
from portal_cms.matters import grants
from portal_cms.notices.delivery import drain
from tests import make
from tests.conftest import open_browser


def text(answer):
    return answer.content.decode()


@pytest.mark.feature("A1")
def test_the_preview_of_a_matter_is_the_clients_page(cast):
    matter = make.matter(
        cast.site, cast.carla, cast.anna, subject="Purchase of the mill", description="Old wheel, new owner."
    )
    shown_to_staff = f"/admin/matters/history/{matter.pk}/revisions/{matter.latest_revision_id}/view/"
    preview = text(open_browser(cast.carla).get(shown_to_staff))
    client = text(open_browser(cast.anna).get(f"/matters/{matter.uuid}/"))
    for shown in (
        "Purchase of the mill",
        "Old wheel, new owner.",
        matter.reference,
        "Carla Staff",
        "What this is about",
    ):
        assert shown in preview
        assert shown in client


@pytest.mark.feature("A1")
def test_the_handbook_of_the_portal_is_open_to_staff_too(cast):
    handbook = open_browser(cast.carla).get("/handbook/")
    assert handbook.status_code == 200


@pytest.mark.feature("A2")
def test_a_member_of_staff_uses_the_portal_as_a_contact_of_their_own(cast, mailoutbox):
    carla = open_browser(cast.carla)
    form = {
        "kind": "person",
        "first_name": "Carla",
        "last_name": "Test",
        "email": "carla@home.example",
        "language": "en",
    }
    made = carla.post("/admin/clients/new/", form)
    assert made.status_code == 302
    contact = Client.objects.get(email="carla@home.example")
    grants.add_client(cast.matter, contact, by=cast.carla)
    chosen = {
        "name": "Carla Test",
        "user_name": contact.email,
        "email": contact.email,
        "mode": "password_link",
    }
    assert carla.post(f"/admin/clients/{contact.pk}/portal/", chosen).status_code == 302
    drain()
    (mail,) = [mail for mail in mailoutbox if mail.to == ["carla@home.example"]]
    path = mail.body[mail.body.index("/password/set/") :].split()[0]
    private = open_browser(site=cast.site)
    chosen = {"new_password1": make.PASSWORD, "new_password2": make.PASSWORD}
    home = private.post(path, chosen, follow=True)
    assert cast.matter.subject in text(home)
    assert private.get("/admin/").status_code == 404
