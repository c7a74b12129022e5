"""The client's list of conversations."""

import pytest

from portal_cms.accounts.models import StaffProfile
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.feature("A27")
def test_the_list_shows_the_picture_of_who_wrote_last(cast, browser):
    StaffProfile.objects.filter(user=cast.carla).update(picture="portraits/carla.jpg")
    make.message(cast.matter, cast.anna)
    make.message(cast.matter, cast.anna, channel="Court")
    anna = browser(cast.anna)

    for address in ("/messages/", f"/matters/{cast.matter.uuid}/messages/"):
        assert anna.get(address).content.decode().count("portraits/carla.jpg") == 2
