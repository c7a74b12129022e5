"""The address of a picture is a name under one rule, however it is spelled."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import make


@pytest.fixture
def _files(cast):
    for name in ("images/logo.png", "staff/carla.png", "original_images/draft.png"):
        default_storage.save(name, ContentFile(b"content"))
    cast.carla.profile.picture = "staff/carla.png"
    cast.carla.profile.save()


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    "path",
    [
        "images/../staff/carla.png",
        "images/../original_images/draft.png",
        "images/x/../../staff/carla.png",
        "images/./../staff/carla.png",
        "images//../staff/carla.png",
        "images/..%2fstaff/carla.png",
        "images/%2e%2e/staff/carla.png",
        "images/..%5cstaff%5ccarla.png",
        "images/logo%00.png",
        "staff/carla%00.png",
    ],
)
def test_a_public_folder_in_the_address_opens_no_other_folder(nord, sur, browser, path):
    for driver in (browser(site=nord), browser(site=sur), browser(make.client(sur, "Olga"))):
        assert driver.get(f"/media/{path}").status_code == 404
