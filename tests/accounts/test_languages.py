"""Which language a page speaks, and that it does not fall into another one."""

import pytest
from django.test import Client as Browser

from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db


def language_of(site, asked):
    answer = Browser(SERVER_NAME=site.hostname, headers={"accept-language": asked}).get("/sign-in/")
    return answer["Content-Language"]


@pytest.mark.feature("A16")
@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("fr-FR,fr;q=0.9", "es"), ("fr-FR,en-GB;q=0.5", "en"), ("de-AT", "de"), ("", "es"), ("*", "es")],
)
def test_visitors_get_the_language_they_ask_for_or_the_firms(sur, asked, spoken):
    assert language_of(sur, asked) == spoken


def test_what_wagtail_has_not_in_spanish_is_not_in_german(sur):
    lucia = make.staff(sur, "Lucia")
    lucia.language = "es"
    lucia.save()
    page = open_browser(lucia).get("/admin/matters/").content.decode()

    assert '<html lang="es"' in page
    assert "Suchen" not in page


def test_english_dates_are_european(cast):
    make.document(cast.matter)
    page = open_browser(cast.carla).get(f"/admin/matters/{cast.matter.pk}/documents/").content.decode()

    assert " a.m." not in page
    assert " p.m." not in page


def test_the_admin_leads_to_no_other_site(cast):
    menu = open_browser(cast.carla).get("/admin/").content.decode()

    assert "new-in-wagtail" not in menu
