"""Who gets which picture of a firm."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import make


@pytest.fixture
def files(cast):
    for name in ("images/logo.width-200.png", "staff/carla.png", "staff/nobody.png", "notes/letter.pdf"):
        default_storage.save(name, ContentFile(b"content"))
    cast.carla.profile.picture = "staff/carla.png"
    cast.carla.profile.save()


def test_the_logo_is_for_everybody(files, nord, browser):
    answer = browser(site=nord).get("/media/images/logo.width-200.png")
    assert (answer.status_code, answer.content) == (200, b"content")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_persons_picture_is_for_those_signed_in_at_the_firm(files, cast, nord, sur, browser):
    path = "/media/staff/carla.png"
    answer = browser(cast.anna).get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")
    assert browser(cast.eva).get(path).status_code == 200
    assert browser(site=nord).get(path).status_code == 404
    assert browser(make.client(sur, "Olga")).get(path).status_code == 404
    assert browser(make.staff(sur, "Pablo")).get(path).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["notes/letter.pdf", "staff/none.png", "staff/nobody.png", "staff", "../db.png", "images/../../b.png"],
)
def test_what_is_no_picture_of_the_firm_is_not_there(files, cast, browser, name):
    assert browser(cast.carla).get(f"/media/{name}").status_code == 404


def test_a_picture_can_not_be_posted_to(files, nord, browser):
    assert browser(site=nord).post("/media/images/logo.width-200.png").status_code == 405
