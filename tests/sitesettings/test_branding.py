"""The screen "Branding": marketing drafts a look beside a live preview, and clients see it once it is published."""

import re

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from sitesettings.firm import firm_for
from sitesettings.models import Branding, FirmSettings, Theme
from sitesettings.theme_views import copy_theme
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
MENU = "/admin/branding/"


@pytest.fixture
def desk(browser, nord):
    """The browser of a colleague from marketing."""
    return browser(make.staff(nord, "Mara", make.Role.MARKETING))


def form(**changes):
    texts = {
        f"{text}_{code}": ""
        for text in ("description", "welcome", "greeting", "footer")
        for code in ("de", "en", "es")
    }
    return {
        "logo": "",
        "favicon": "",
        "theme": Theme.objects.get(shipped_key="linea").pk,
        "brand_colour": "#123456",
        "accent_colour": "#654321",
        **texts,
        **changes,
    }


def address(site, view="edit"):
    return reverse(f"sitesettings_branding:{view}", args=[Branding.of(site).pk])


def firm_now(site):
    return firm_for(type(site).objects.get(pk=site.pk))


def picture(site, title="Logo"):
    collection = FirmSettings.objects.get(site=site).collection
    return get_image_model().objects.create(title=title, file=get_test_image_file(), collection=collection)


def test_the_preview_shows_no_banner_to_who_simulates_a_client_besides(nord, cast):
    person = make.staff(nord, "Mara", make.Role.MARKETING, make.Role.STAFF, make.Role.PORTAL, make.Role.ADMIN)
    desk = open_browser(person)
    desk.post(reverse("portal_clients_admin:simulate", args=[cast.anna.pk]))
    assert "data-simulation" in desk.get("/").text
    where = address(nord, "preview_on_edit")
    assert desk.post(where, form()).json()["is_valid"]
    for key in ("sign-in", "home", "help"):
        page = desk.get(where, {"mode": f"{key}-de", "in_preview_panel": "true"})
        assert page.status_code == 200
        assert "simulation" not in page.text
    assert "data-simulation" in desk.get("/").text, "the simulation goes on"


@pytest.mark.feature("J23")
@pytest.mark.feature("A7")
@pytest.mark.feature("A11")
def test_a_look_is_drafted_first_and_public_once_it_is_published(desk, nord, browser):
    stranger = browser(None, site=nord, language="de")
    before = firm_now(nord)
    look = form(
        logo=picture(nord).pk,
        has_own_colours="on",
        brand_colour="#0A5C36",
        welcome_de="Willkommen bei uns.",
        description_de="Alles an einem Ort.",
        footer_de="Zugelassen in Hamburg",
    )
    assert desk.get(MENU, follow=True).redirect_chain[-1][0] == address(nord)
    saved = desk.post(address(nord), look, follow=True).content.decode()
    assert "The draft is saved." in saved
    assert firm_now(nord) == before
    assert "Willkommen bei uns." not in stranger.get("/sign-in/").content.decode()
    assert "There is a draft that clients do not see yet." in saved

    published = desk.post(address(nord), {**look, "action-publish": "action-publish"}, follow=True)
    assert "The look is published." in published.content.decode()
    firm = firm_now(nord)
    assert firm.logo_url.startswith("/media/images/")
    assert firm.colours["brand"] == "#0a5c36"
    page = stranger.get("/sign-in/").content.decode()
    assert "Willkommen bei uns." in page
    assert "Zugelassen in Hamburg" in page
    assert firm.stylesheet_url in page
    assert b"--brand: #0a5c36" in stranger.get(firm.stylesheet_url).content
    FirmSettings.objects.filter(site=nord).update(is_public=True)
    FirmSettings.touch(site=nord)
    assert '<meta name="description" content="Alles an einem Ort.">' in stranger.get("/").content.decode()


@pytest.mark.feature("J23")
def test_the_preview_shows_real_pages_in_the_draft_s_look_with_samples_only(desk, nord, browser, cast):
    look = form(
        welcome_de="Neu hier?",
        greeting_de="Schön, dass Sie da sind.",
        has_own_colours="on",
        brand_colour="#0a5c36",
    )
    where = address(nord, "preview_on_edit")
    assert desk.post(where, look).json() == {"is_valid": True, "is_available": True}
    pages = {}
    for key in ("sign-in", "public", "home", "matter", "help"):
        answer = desk.get(where, {"mode": f"{key}-de", "in_preview_panel": "true"})
        assert answer.status_code == 200, key
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'; sandbox allow-same-origin" in answer["Content-Security-Policy"]
        pages[key] = page = answer.content.decode()
        assert 'lang="de"' in page
        assert cast.matter.subject not in page
        assert "Anna Client" not in page
        assert not re.search(r'<a [^>]*href="[^#]', page)
        sheet = re.search(r'href="(/theme/preview/[^"]+)"', page)[1]
        assert b"--brand: #0a5c36" in desk.get(sheet).content
    assert "Neu hier?" in pages["sign-in"]
    assert "autofocus" not in pages["sign-in"]
    assert "Schön, dass Sie da sind." in pages["home"]
    assert "104/26" in pages["matter"]
    assert desk.get(where, {"mode": "home-xx"}).status_code == 404
    live = browser(None, site=nord).get("/sign-in/")
    assert "frame-ancestors 'none'" in live["Content-Security-Policy"]
    assert live["X-Frame-Options"] == "DENY"


@pytest.mark.feature("J23")
def test_without_scripts_the_saved_draft_opens_in_a_new_tab(desk, nord, browser, cast):
    desk.post(address(nord), form(welcome_en="A warm welcome."))
    links = re.findall(
        r'href="(/admin/branding/\d+/saved/[^"]+)" target="_blank"', desk.get(address(nord)).content.decode()
    )
    assert len(links) == 5 * 3
    shown = next(link for link in links if link.endswith("/sign-in-en/"))
    assert "A warm welcome." in desk.get(shown).content.decode()
    eva = browser(cast.eva)
    assert eva.get(shown).status_code == 404


def test_a_theme_chosen_meanwhile_stays_when_the_draft_is_published(desk, nord):
    terra = Theme.objects.get(shipped_key="terra")
    desk.post(address(nord), form(welcome_de="Neu"))
    desk.post(reverse("sitesettings_theme_use", args=[terra.pk]))
    assert firm_now(nord).colours["brand"] == terra.light_brand
    draft = Branding.of(nord).get_latest_revision_as_object()
    assert draft.theme == terra
    assert draft.welcome_de == "Neu"


@pytest.mark.parametrize("field", ["theme", "logo"])
def test_what_belongs_to_another_firm_is_no_choice(desk, nord, sur, field):
    foreign = {
        "theme": lambda: copy_theme(Theme.objects.first(), site=sur, name="Theirs"),
        "logo": lambda: picture(sur, "Theirs"),
    }[field]()
    answer = desk.post(address(nord), form(**{field: foreign.pk}))
    assert field in answer.context["form"].errors
    assert (
        desk.post(address(nord, "preview_on_edit"), form(**{field: foreign.pk})).json()["is_valid"] is False
    )


def test_the_look_of_another_firm_does_not_exist(desk, nord, sur):
    draft = Branding.of(sur)
    draft.welcome_es = "Planted"
    revision = draft.save_revision()
    for view in ("edit", "preview_on_edit", "history"):
        assert desk.get(address(sur, view)).status_code == 404
    assert (
        desk.get(reverse("sitesettings_branding:revisions_view", args=[draft.pk, revision.pk])).status_code
        == 404
    )
    assert desk.get(reverse("sitesettings_branding_saved", args=[draft.pk, "sign-in-es"])).status_code == 404


def test_colours_are_refused_at_their_field_and_readable_in_every_page(desk, nord):
    answer = desk.post(address(nord), form(brand_colour="red; }"))
    assert "brand_colour" in answer.context["form"].errors
    table = desk.get(
        reverse("sitesettings_theme_contrast"),
        {"theme": "", "has_own_colours": "on", "brand_colour": "#eeeeee", "accent_colour": "#cccccc"},
    ).content.decode()
    assert "#eeeeee" in table
    assert "adjusted" in table
