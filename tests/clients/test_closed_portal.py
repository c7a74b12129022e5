"""A firm switches its portal off and on: clients meet one friendly page, staff keep working."""

import pytest

from portal_cms.audit.models import AuditEvent
from sitesettings.models import FirmSettings
from tests import make
from tests.sitesettings.test_sitesettings_admin import SETTINGS, settings_form

pytestmark = [pytest.mark.django_db, pytest.mark.feature("P1")]
CLOSED = "The portal is closed at the moment"


@pytest.fixture
def frida(cast):
    return make.staff(cast.site, "Frida", make.Role.ADMIN)


def switch(browser, frida, site, *, on):
    form = settings_form(**({"portal_enabled": "on"} if on else {}))
    if not on:
        del form["portal_enabled"]
    answer = browser(frida).post(f"{SETTINGS}{site.pk}/", {**form, "languages": ["de", "en", "es"]})
    assert answer.status_code == 302, answer.context["form"].errors


def close(site):
    row = FirmSettings.objects.get(site=site)
    row.portal_enabled = False
    row.save()


def test_switching_off_acts_on_the_next_click_of_a_signed_in_client(browser, cast, frida):
    anna = browser(cast.anna)
    assert anna.get("/").status_code == 200
    switch(browser, frida, cast.site, on=False)
    page = anna.get("/")
    assert page.status_code == 503
    assert CLOSED in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    switch(browser, frida, cast.site, on=True)
    assert anna.get("/").status_code == 200
    actions = AuditEvent.objects.filter(action__startswith="portal.switched").values_list(
        "action", "actor_id"
    )
    assert list(actions) == [("portal.switched_on", frida.pk), ("portal.switched_off", frida.pk)]


def test_saving_other_settings_is_no_switching(browser, cast, frida):
    switch(browser, frida, cast.site, on=True)
    assert not AuditEvent.objects.filter(action__startswith="portal.switched").exists()


def test_no_page_of_the_client_area_stays_open(browser, cast):
    document = make.document(cast.matter)
    make.share(document, cast.anna)
    anna = browser(cast.anna)
    close(cast.site)
    paths = [
        "/",
        f"/matters/{cast.matter.uuid}/",
        f"/matters/{cast.matter.uuid}/files/",
        "/messages/",
        f"/documents/{document.uuid}/download/",
        "/profile/",
        "/profile/sessions/",
        "/password/change/",
        "/live/",
    ]
    for path in paths:
        answer = anna.get(path)
        assert answer.status_code in (404, 503), path
        assert cast.matter.subject not in answer.content.decode(), path
    assert anna.post("/profile/", {"first_name": "X"}).status_code == 503


def test_the_texts_of_the_firm_stay_readable_and_one_can_leave(browser, cast):
    anna = browser(cast.anna)
    close(cast.site)
    assert anna.get("/handbook/").status_code == 200
    assert anna.post("/language/", {"language": "es"}).status_code == 302
    assert anna.post("/sign-out/").status_code == 302
    assert anna.get("/")["Location"].startswith("/sign-in/")


def test_staff_keep_working(browser, cast, frida):
    close(cast.site)
    carla = browser(cast.carla)
    assert carla.get(f"/admin/matters/edit/{cast.matter.pk}/").status_code == 200
    assert carla.get("/profile/").status_code == 200
    page = browser(site=cast.site).get("/sign-in/").content.decode()
    assert CLOSED in page
    answer = browser(site=cast.site).post("/sign-in/", {"email": cast.carla.email, "password": make.PASSWORD})
    assert answer["Location"] == "/admin/"


def test_a_client_who_signs_in_meets_the_closed_page(browser, cast):
    close(cast.site)
    answer = browser(site=cast.site).post(
        "/sign-in/", {"email": cast.anna.email, "password": make.PASSWORD}, follow=True
    )
    assert answer.status_code == 503
    assert CLOSED in answer.content.decode()


def test_other_firms_are_not_concerned(browser, cast, sur):
    olga = make.client(sur, "Olga")
    close(cast.site)
    assert browser(olga).get("/").status_code == 200


@pytest.mark.feature("C9")
def test_the_landing_page_and_the_portal_are_two_switches(browser, cast):
    """The portal's door can be shown to everybody while it is closed, and hidden while it is open."""
    row = FirmSettings.objects.get(site=cast.site)
    row.is_public, row.portal_enabled = True, False
    row.save()
    page = browser(site=cast.site).get("/")
    assert page.status_code == 200
    assert CLOSED in page.content.decode()
    assert "noindex" not in page.content.decode()
    row.is_public, row.portal_enabled = False, True
    row.save()
    assert browser(site=cast.site).get("/")["Location"].startswith("/sign-in/")
    assert "noindex" in browser(site=cast.site).get("/sign-in/").content.decode()


@pytest.mark.feature("C9")
def test_a_published_matter_is_never_public(browser, cast):
    row = FirmSettings.objects.get(site=cast.site)
    row.is_public = True
    row.save()
    nobody = browser(site=cast.site)
    assert cast.matter.live
    assert cast.matter.subject not in nobody.get("/").content.decode()
    assert nobody.get(f"/matters/{cast.matter.uuid}/").status_code == 302


@pytest.mark.feature("P3")
def test_the_name_of_the_firm_stands_on_pages_and_mails(browser, cast, frida):
    form = settings_form(name="Nord & Partner <Anwälte>", portal_enabled="on", languages=["de", "en", "es"])
    assert browser(frida).post(f"{SETTINGS}{cast.site.pk}/", form).status_code == 302
    page = browser(cast.anna).get("/").content.decode()
    assert "Nord &amp; Partner &lt;Anwälte&gt;" in page
    assert "<Anwälte>" not in page
    empty = browser(frida).post(f"{SETTINGS}{cast.site.pk}/", {**form, "name": ""})
    assert "name" in empty.context["form"].errors
