"""Handbook, imprint and privacy: always an answer, in the reader's language."""

import pytest

from portal_cms.pages.models import TextPage
from tests import make
from tests.conftest import open_browser


def _write(site, language, title, purpose="handbook"):
    page = TextPage(title=title, slug=f"{purpose}-{language}", purpose=purpose, language=language)
    page.body = [("text", f"<p>Text of {title}</p>")]
    site.root_page.add_child(instance=page)
    return page


@pytest.mark.feature("A15")
def test_the_handbook_is_read_in_ones_own_language(nord):
    _write(nord, "de", "Handbuch der Kanzlei")
    _write(nord, "es", "Manual del despacho")
    assert "Manual del despacho" in open_browser(site=nord, language="es").get("/handbook/").content.decode()
    assert "Handbuch der Kanzlei" in open_browser(site=nord, language="en").get("/handbook/").content.decode()


@pytest.mark.feature("A15")
def test_a_firm_without_a_handbook_has_the_one_that_ships_with_the_portal(cast):
    anna = open_browser(cast.anna)
    assert 'href="/handbook/"' in anna.get("/").content.decode()
    page = anna.get("/handbook/")
    assert page.status_code == 200
    assert "How to use this portal" in page.content.decode()


def test_a_text_that_is_not_written_yet_says_how_to_reach_the_firm(nord):
    page = open_browser(site=nord).get("/imprint/")
    assert page.status_code == 404
    assert "Kanzlei Nord" in page.content.decode()


def test_another_firms_texts_are_not_shown(nord, sur):
    _write(sur, "de", "Manual ajeno")
    make.staff(nord, "Lena", make.Role.MARKETING)
    assert "Manual ajeno" not in open_browser(site=nord, language="de").get("/handbook/").content.decode()
