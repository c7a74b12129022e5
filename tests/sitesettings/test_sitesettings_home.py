"""What a firm sets is what its clients see on their home page."""

import re
from datetime import date, time, timedelta

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from sitesettings.firm import firm_for
from sitesettings.models import (
    FirmPortrait,
    FirmSettings,
    HoursException,
    OfficeLocation,
    OpeningHours,
    Theme,
)
from tests import make

pytestmark = pytest.mark.django_db
ALL_DAY = {"opens": time(0), "closes": time(23, 59)}


def office(site, name, city):
    row = OfficeLocation(
        site=site,
        name=name,
        street="Kai 1",
        postal_code="20095",
        city=city,
        phone="+49 40 123-45",
        timezone="UTC",
    )
    row.weekly_hours = [OpeningHours(weekday=day, **ALL_DAY) for day in range(7)]
    row.save()
    return row


@pytest.fixture
def equipped(nord):
    """A firm with everything set."""
    harbour = office(nord, "Harbour", "Hamburg")
    office(nord, "City", "Bremen")
    row = FirmSettings.objects.get(site=nord)
    row.standard_office = harbour
    row.save()
    make.brand(
        nord,
        logo=get_image_model().objects.create(title="Logo", file=get_test_image_file()),
        theme=Theme.objects.get(shipped_key="terra"),
        greeting_en="Welcome to our portal.",
    )
    FirmPortrait.objects.create(
        site=nord, language="en", title="Who we are", body="<p>Advice since 1919.</p>"
    )
    return nord


@pytest.fixture
def home(equipped, browser):
    """The home page of a client, read anew by each call."""
    anna = browser(make.client(equipped, "Anna"))
    return lambda: anna.get("/").content.decode()


@pytest.mark.feature("A7")
def test_the_home_page_shows_the_firm_s_logo(home, equipped):
    assert re.search(r'<img[^>]+src="/media/images/test[^"]+"[^>]+alt="Kanzlei Nord"', home())


@pytest.mark.feature("A8")
def test_the_home_page_shows_the_standard_address_only(home):
    page = home()
    assert "20095 Hamburg" in page
    assert "Bremen" not in page
    assert "tel:+494012345" in page.replace("-", "")


@pytest.mark.feature("A9")
def test_the_home_page_shows_the_hours_with_exceptions(home, equipped):
    assert "Open now until 23:59" in home()
    harbour = OfficeLocation.objects.get(name="Harbour")
    today = date.today()
    HoursException.objects.create(
        office=harbour, first_day=today - timedelta(1), last_day=today + timedelta(2), note="Moving house"
    )
    page = home()
    assert "Open now" not in page
    assert "Moving house" in page


@pytest.mark.feature("A10")
def test_the_home_page_shows_the_portrait(home):
    page = home()
    assert "Who we are" in page
    assert "Advice since 1919." in page


@pytest.mark.feature("A11")
def test_the_home_page_wears_the_chosen_theme(home, equipped, browser):
    address = firm_for(type(equipped).objects.get(pk=equipped.pk)).stylesheet_url
    assert f'href="{address}"' in home()
    sheet = browser(None, site=equipped).get(address).content.decode()
    assert Theme.objects.get(shipped_key="terra").light_brand in sheet


def test_another_firm_s_clients_see_nothing_of_it(home, sur, browser):
    home()
    page = browser(make.client(sur, "Bea")).get("/").content.decode()
    assert not any(word in page for word in ("Kanzlei Nord", "Hamburg", "Advice since", "/media/images/"))
