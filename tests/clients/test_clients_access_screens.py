"""The screens that invite, block, unblock and remove a client's access: each asks first, then does it."""

import pytest
from django.urls import reverse

from portal_cms.accounts.models import User
from portal_cms.clients import services

State = User.Access


def address(client, action):
    return reverse("portal_clients_admin:access", args=[client.pk, action])


@pytest.mark.parametrize(
    ("action", "question", "after"),
    [
        ("block", "can not sign in any more", State.BLOCKED),
        ("remove_access", "the password and every link are deleted", State.NONE),
    ],
)
def test_an_active_access_is_ended_after_a_question(cast, browser, action, question, after):
    carla = browser(cast.carla)

    assert question in carla.get(address(cast.anna, action)).content.decode()
    carla.post(address(cast.anna, action))

    cast.anna.refresh_from_db()
    assert cast.anna.access_state == after


def test_a_blocked_access_is_opened_again_after_a_question(cast, browser):
    services.block(cast.anna, by=cast.carla)
    carla = browser(cast.carla)

    assert "can sign in again as before" in carla.get(address(cast.anna, "unblock")).content.decode()
    carla.post(address(cast.anna, "unblock"))

    cast.anna.refresh_from_db()
    assert cast.anna.access_state == State.ACTIVE
