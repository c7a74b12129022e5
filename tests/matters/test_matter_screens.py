"""Every screen below a matter: found by rights, with one header and the tabs of all apps."""

import pytest

from portal_cms.matters.tabs import _tabs, register_tab
from tests import make


def people_url(matter):
    return f"/admin/matters/{matter.pk}/people/"


def test_a_matters_screen_shows_its_header_and_tabs(cast, browser):
    page = browser(cast.carla).get(people_url(cast.matter))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Lease of the shop" in text
    assert "100/26" in text
    assert "Anna Client" in text
    assert "Access active" in text
    assert 'aria-current="page">People and access' in text
    assert f'href="/admin/matters/edit/{cast.matter.pk}/"' in text


def test_a_stranger_gets_404_and_the_public_is_asked_to_sign_in(cast, sur, browser):
    assert browser(make.staff(sur, "Sol")).get(people_url(cast.matter)).status_code == 404
    assert browser(None, site=cast.site).get(people_url(cast.matter)).status_code == 302
    assert browser(cast.anna).get(people_url(cast.matter)).status_code == 404


def test_an_app_above_adds_its_tab(cast, browser, monkeypatch):
    register_tab("mine", "Mine", "portal_matters_admin:people", 200, lambda user, matter: user == cast.carla)
    try:
        assert "Mine" in browser(cast.carla).get(people_url(cast.matter)).content.decode()
        assert "Mine" not in browser(cast.dario).get(people_url(cast.matter)).content.decode()
    finally:
        del _tabs["mine"]


@pytest.mark.parametrize("restricted", [True, False])
def test_a_restricted_matter_exists_only_for_its_people(cast, browser, restricted):
    other = make.matter(cast.site, cast.carla, is_restricted=restricted)
    assert browser(cast.eva).get(people_url(other)).status_code == (404 if restricted else 200)
