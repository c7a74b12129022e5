"""The firm as pages and mails see it: complete after set-up, exact after each change, cheap in between."""

from datetime import time
from email.utils import parseaddr

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from sitesettings.firm import firm_for
from sitesettings.models import (
    FirmPortrait,
    FirmSettings,
    HoursException,
    OfficeLocation,
    OpeningHours,
    SiteHost,
)
from sitesettings.provision import create_firm
from tests import make

pytestmark = pytest.mark.django_db


def firm_now(site):
    return firm_for(Site.objects.select_related("firmsettings").get(pk=site.pk))


def change(site, **values):
    row = FirmSettings.objects.get(site=site)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def office(site, name="Harbour"):
    return OfficeLocation.objects.create(
        site=site, name=name, street="Kai 1", postal_code="20095", city="Hamburg"
    )


def test_a_new_firm_is_complete(nord):
    firm = firm_now(nord)
    assert firm.name == "Kanzlei Nord"
    assert firm.languages == (("de", "Deutsch"), ("en", "English"), ("es", "Español"))
    assert (firm.default_language, firm.portal_enabled, firm.is_public) == ("de", True, False)
    assert (firm.primary_host, firm.base_url) == ("nord.example.com", "https://nord.example.com")
    assert nord.firmsettings.collection.name == "Kanzlei Nord"


def test_wagtail_s_unclaimed_first_site_makes_room(db):
    assert Site.objects.filter(hostname="localhost", is_default_site=True).exists()
    site = make.firm("Kanzlei", "localhost", port=80)
    assert not Site.objects.filter(is_default_site=True).exists()
    assert firm_now(site).base_url == "http://localhost"


@pytest.mark.parametrize(
    ("port", "address"),
    [(443, "https://x.example"), (80, "http://x.example"), (8123, "http://x.example:8123")],
)
def test_the_base_address_follows_the_port(db, port, address):
    assert firm_now(make.firm("X", "x.example", port=port)).base_url == address


def test_where_cookies_need_tls_the_address_does_too(db, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert firm_now(make.firm("X", "x.example", port=8443)).base_url == "https://x.example:8443"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hosts": []},
        {"default_language": "fr"},
        {"languages": ["en"], "default_language": "de"},
        {"upload_max_mb": 0},
    ],
)
def test_a_firm_that_makes_no_sense_is_not_made(nord, wrong):
    with pytest.raises(ValidationError):
        create_firm(**{"name": "X", "hosts": ["x.example"], "root_page": nord.root_page, **wrong})
    assert Site.objects.filter(hostname="x.example").count() == 0


def test_the_firm_costs_no_query_while_nothing_changes(nord, django_assert_num_queries):
    site = SiteHost.objects.select_related("site__firmsettings").get(hostname="nord.example.com").site
    firm_for(site)
    with django_assert_num_queries(0):
        firm = firm_for(site)
        assert firm.standard_office is None
        assert firm.portrait() is None
        assert firm.stylesheet_url


def test_every_change_of_what_a_firm_shows_is_seen_at_once(nord):
    row = office(nord)
    seen = firm_now(nord).version
    changes = [
        lambda: OpeningHours.objects.create(office=row, weekday=0, opens=time(9), closes=time(17)),
        lambda: HoursException.objects.create(office=row, first_day="2026-12-24"),
        lambda: OpeningHours.objects.get().delete(),
        lambda: FirmPortrait.objects.create(site=nord, language="de", title="Wir", body="<p>Hallo</p>"),
        lambda: SiteHost(site=nord, hostname="b.example").save(),
        lambda: row.delete(),
    ]
    for made in changes:
        made()
        now = firm_now(nord).version
        assert now != seen
        seen = now


def test_a_changed_logo_file_is_seen_at_once(nord, browser):
    mara, collection = browser(make.staff(nord, "Mara", make.Role.MARKETING)), nord.firmsettings.collection
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file(), collection=collection)
    make.brand(nord, logo=logo)
    before = firm_now(nord).logo_url
    upload = SimpleUploadedFile("new-logo.png", get_test_image_file().file.getvalue(), "image/png")
    answer = mara.post(
        f"/admin/images/{logo.pk}/", {"title": "Logo", "collection": collection.pk, "file": upload}
    )
    assert answer.status_code == 302
    assert "new-logo" in firm_now(nord).logo_url != before


def test_a_logo_whose_file_is_gone_does_not_break_the_portal(nord):
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    logo.file.storage.delete(logo.file.name)
    make.brand(nord, logo=logo)
    assert firm_now(nord).logo_url == ""


def test_a_change_of_one_firm_leaves_the_other_alone(nord, sur):
    before = firm_now(sur).version
    change(nord, name="Other")
    office(nord)
    assert firm_now(sur).version == before


@pytest.mark.feature("A8")
def test_a_single_office_needs_no_choice_and_several_do(nord):
    first = office(nord)
    assert firm_now(nord).standard_office.name == "Harbour"
    second = office(nord, "City")
    assert firm_now(nord).standard_office is None
    change(nord, standard_office=second)
    firm = firm_now(nord)
    assert firm.standard_office.name == "City"
    assert firm.office(first.pk).name == "Harbour"
    assert firm.office(None).name == firm.office(999_999).name == "City"


def test_the_office_of_another_firm_is_never_shown(nord, sur):
    change(nord, standard_office=office(sur))
    firm = firm_now(nord)
    assert firm.standard_office is None
    assert not firm.offices


def test_texts_come_in_the_reader_s_language_or_the_firm_s(nord):
    change(nord, languages=["de", "en"])
    make.brand(nord, greeting_de="Guten Tag", greeting_en="Good afternoon")
    firm = firm_now(nord)
    with translation.override("en"):
        assert firm.greeting() == "Good afternoon"
    assert (firm.greeting("de"), firm.greeting("es")) == ("Guten Tag", "Guten Tag")
    assert firm.best_language("es", None, "en") == "en"
    assert firm.best_language("es") == "de"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        ('Nord, "die Kanzlei"', 'Nord, "die Kanzlei"'),
        ("", "Kanzlei Nord"),
    ],
)
def test_the_sender_is_one_address_whatever_its_name(nord, name, shown):
    change(nord, mail_from_name=name, mail_from_address="portal@nord.example.com")
    assert parseaddr(firm_now(nord).mail_from) == (shown, "portal@nord.example.com")


def test_the_standard_sender_carries_the_firm_s_name(nord, settings):
    settings.DEFAULT_FROM_EMAIL = "Portal <portal@example.com>"
    assert parseaddr(firm_now(nord).mail_from) == ("Kanzlei Nord", "portal@example.com")


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_a_picture_must_be_a_raster_picture(nord, browser, name):
    """An SVG can carry script, whatever its name says (it is refused by name and by content)."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    mara = browser(make.staff(nord, "Mara", make.Role.MARKETING))
    collection = nord.firmsettings.collection
    form = {"title": "Logo", "file": SimpleUploadedFile(name, svg, "image/png"), "collection": collection.pk}
    mara.post("/admin/images/add/", form)
    mara.post(
        "/admin/images/chooser/create/", {f"image-chooser-upload-{key}": value for key, value in form.items()}
    )
    assert not get_image_model().objects.exists()
