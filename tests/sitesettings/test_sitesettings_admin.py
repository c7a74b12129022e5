"""The settings screens through HTTP, as marketing and firm admins use them."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from sitesettings.firm import firm_for
from sitesettings.models import FirmPortrait, FirmSettings, OfficeLocation, Theme
from sitesettings.theme_views import copy_theme
from tests import make

pytestmark = pytest.mark.django_db
SETTINGS = "/admin/settings/sitesettings/firmsettings/"


@pytest.fixture
def mara(nord):
    return make.staff(nord, "Mara", make.Role.MARKETING)


@pytest.fixture
def desk(browser, mara):
    """The browser of a colleague from marketing."""
    return browser(mara)


def office(site, name="Harbour", **fields):
    return OfficeLocation.objects.create(
        site=site,
        name=name,
        street="Kai 1",
        postal_code="20095",
        city="Hamburg",
        phone="+49 40 123",
        **fields,
    )


def settings_form(**changes):
    return {
        "name": "Kanzlei Nord",
        "standard_office": "",
        "portal_enabled": "on",
        "upload_max_mb": "50",
        "access_mode": "password_link",
        "languages": ["de", "en"],
        "default_language": "de",
        "mail_from_name": "Kanzlei Nord",
        "mail_from_address": "portal@nord.example.com",
        "mail_reply_to": "",
        "filing_folder": "{request}",
        "filing_name": "{name}",
        **changes,
    }


def office_form(weekly=(), exceptions=(), **changes):
    return {
        **nested_form_data(
            {
                "weekly_hours": inline_formset(list(weekly)),
                "hours_exceptions": inline_formset(list(exceptions)),
            }
        ),
        "name": "Harbour",
        "street": "Kai 1",
        "postal_code": "20095",
        "city": "Hamburg",
        "country": "",
        "phone": "+49 40 123",
        "email": "",
        "timezone": "Europe/Berlin",
        **changes,
    }


def hours(weekday, opens, closes):
    return {"weekday": weekday, "opens": opens, "closes": closes}


def closed(first, last="", note="", opens="", closes=""):
    return {"first_day": first, "last_day": last, "opens": opens, "closes": closes, "note": note}


def firm_now(site):
    return firm_for(type(site).objects.get(pk=site.pk))


# The firm's form


@pytest.mark.feature("A8")
def test_marketing_sets_name_and_standard_address(desk, nord):
    harbour = office(nord)
    answer = desk.post(f"{SETTINGS}{nord.pk}/", settings_form(standard_office=harbour.pk))
    assert answer.status_code == 302
    firm = firm_now(nord)
    assert firm.standard_office.city == "Hamburg"
    assert firm.languages == (("de", "Deutsch"), ("en", "English"))
    assert firm.mail_from == "Kanzlei Nord <portal@nord.example.com>"
    assert firm.upload_max_bytes == 50 * 1024 * 1024


def test_the_settings_menu_leads_to_the_form_of_the_own_firm(desk, nord, sur):
    answer = desk.get(SETTINGS, follow=True)
    assert answer.redirect_chain[-1][0] == f"{SETTINGS}{nord.pk}/"
    assert "Despacho Sur" not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_settings_of_another_firm_do_not_exist(desk, sur, method):
    answer = getattr(desk, method)(f"{SETTINGS}{sur.pk}/", settings_form(name="Taken over"))
    assert answer.status_code == 404
    assert FirmSettings.objects.get(site=sur).name == "Despacho Sur"


def test_staff_without_the_role_can_not_change_settings(browser, cast, nord):
    eva = browser(cast.eva)
    eva.post(f"{SETTINGS}{nord.pk}/", settings_form(name="Changed"))
    assert FirmSettings.objects.get(site=nord).name == "Kanzlei Nord"
    assert "/sitesettings/" not in eva.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["en"], "default_language": "de"}, "default_language"),
        ({"languages": ["de", "xx"]}, "languages"),
        ({"name": "Nord\r\nBcc: x@example.com"}, "name"),
        ({"mail_from_name": "A\nBcc: b@example.com"}, "mail_from_name"),
        ({"mail_from_address": "a@example.com,b@example.com"}, "mail_from_address"),
        ({"upload_max_mb": "0"}, "upload_max_mb"),
    ],
)
def test_wrong_settings_are_refused_at_their_field(desk, nord, changes, field):
    answer = desk.post(f"{SETTINGS}{nord.pk}/", settings_form(**changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_row_of_another_firm_is_no_choice(desk, nord, sur):
    answer = desk.post(f"{SETTINGS}{nord.pk}/", settings_form(standard_office=office(sur).pk))
    assert "standard_office" in answer.context["form"].errors


# Offices and hours


@pytest.mark.feature("A8")
@pytest.mark.feature("A9")
def test_an_office_with_hours_and_exceptions_is_entered_in_one_form(desk, nord):
    weekly = [hours(0, "09:00", "12:00"), hours(0, "13:00", "17:00"), hours(1, "09:00", "17:00")]
    exceptions = [
        closed("2026-12-24", "2027-01-01", "Holidays"),
        closed("2027-01-04", opens="10:00", closes="12:00"),
    ]
    answer = desk.post(
        reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form(weekly, exceptions)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row = OfficeLocation.objects.get()
    assert row.site == nord
    shown = firm_now(nord).offices[row.pk]
    assert [len(shown.hours.weekly[day]) for day in (0, 1)] == [2, 1]
    assert shown.hours.exceptions[0].note == "Holidays"
    assert shown.phone_href == "tel:+4940123"
    assert "query=Kai+1%2C+20095+Hamburg" in shown.map_url


@pytest.mark.parametrize(
    ("weekly", "exceptions"),
    [
        ([hours(0, "12:00", "09:00")], []),
        ([hours(0, "09:00", "12:00"), hours(0, "11:00", "13:00")], []),
        ([], [closed("2026-12-24", "2026-12-20")]),
        ([], [closed("2026-12-24", opens="09:00")]),
        ([], [closed("2026-12-24", "2026-12-31"), closed("2026-12-28", opens="09:00", closes="10:00")]),
        ([], [closed("2026-12-24"), closed("2026-12-24")]),
    ],
)
def test_hours_that_contradict_themselves_are_refused(desk, nord, weekly, exceptions):
    answer = desk.post(
        reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form(weekly, exceptions)
    )
    assert answer.status_code == 200
    assert not OfficeLocation.objects.exists()


def test_touching_hours_and_separate_exceptions_are_fine(desk, nord):
    weekly = [hours(0, "09:00", "12:00"), hours(0, "12:00", "13:00"), hours(1, "11:00", "13:00")]
    exceptions = [closed("2026-12-24"), closed("2026-12-25")]
    desk.post(reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form(weekly, exceptions))
    assert OfficeLocation.objects.get().weekly_hours.count() == 3


@pytest.mark.parametrize(
    "changes", [{"name": "Harbour"}, {"timezone": "Mars/Olympus"}, {"phone": "<b>1</b>"}]
)
def test_wrong_office_data_is_refused(desk, nord, changes):
    office(nord)
    answer = desk.post(
        reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form(**{"name": "New", **changes})
    )
    assert answer.status_code == 200
    assert set(changes) == set(answer.context["form"].errors)


def test_two_firms_may_use_the_same_office_name(desk, nord, sur):
    office(sur)
    desk.post(reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form())
    assert OfficeLocation.objects.filter(site=nord).count() == 1


@pytest.mark.feature("A9")
def test_changed_hours_are_what_the_next_page_shows(desk, nord):
    row = office(nord)
    FirmSettings.objects.filter(site=nord).update(standard_office=row)
    FirmSettings.touch(site=nord)
    assert firm_now(nord).standard_office.status == ""
    form = office_form([hours(day, "00:00", "23:59") for day in range(7)])
    desk.post(reverse("wagtailsnippets_sitesettings_officelocation:edit", args=[row.pk]), form)
    assert firm_now(nord).standard_office.is_open


# Portrait


def portrait_form(action="action-publish", **changes):
    body = changes.pop("html", "<p>We are <b>here</b>. <a href='https://example.com'>More</a></p>")
    form = {
        "language": "de",
        "title": "About us",
        "body": rich_text(body, features=["bold", "link", "h3"]),
        "image": "",
        **changes,
    }
    return {**form, action: "1"} if action else form


@pytest.mark.feature("A10")
def test_a_portrait_is_written_saved_as_draft_and_published(desk, nord):
    desk.post(reverse("wagtailsnippets_sitesettings_firmportrait:add"), portrait_form(action=None))
    row = FirmPortrait.objects.get()
    assert (row.site, row.live) == (nord, False)
    assert firm_now(nord).portrait("de") is None
    desk.post(reverse("wagtailsnippets_sitesettings_firmportrait:edit", args=[row.pk]), portrait_form())
    shown = firm_now(nord).portrait("de")
    assert shown.title == "About us"
    assert "<b>here</b>" in shown.html
    assert firm_now(nord).portrait("es") == shown  # better the firm's language than nothing


def test_there_is_one_portrait_per_language(desk, nord):
    for _again in range(2):
        answer = desk.post(reverse("wagtailsnippets_sitesettings_firmportrait:add"), portrait_form())
    assert "language" in answer.context["form"].errors
    assert FirmPortrait.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVa\tScript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_a_portrait_keeps_no_harmful_links(desk, nord, address):
    html = f"<p><a href='{address}'>x</a><img src='x' onerror='alert(1)'/></p><script>alert(1)</script>"
    desk.post(reverse("wagtailsnippets_sitesettings_firmportrait:add"), portrait_form(html=html))
    FirmPortrait.objects.update(body=html)  # also when it was written past the editor
    FirmSettings.touch(site=nord)
    shown = str(firm_now(nord).portrait("de").html).lower()
    assert "href" not in shown
    assert not any(word in shown for word in ("javascript:", "vbscript:", "data:text", "onerror", "<script"))


# Themes


def theme_form(action="action-publish", **changes):
    base = Theme.objects.get(shipped_key="linea")
    names = ["palette", "font_text", "font_heading", "radius"]
    names += [f"{mode}_{key}" for mode in ("light", "dark") for key in ("brand", "accent", "surface", "text")]
    return {**{name: getattr(base, name) for name in names}, "name": "Ours", action: "1", **changes}


@pytest.mark.feature("A11")
def test_a_shipped_theme_is_copied_changed_and_used(desk, nord):
    shipped = Theme.objects.get(shipped_key="linea")
    page = desk.get(reverse("sitesettings_theme_copy", args=[shipped.pk]))
    assert "Linea" in page.content.decode()
    desk.post(reverse("sitesettings_theme_copy", args=[shipped.pk]), {"name": "Ours"})
    own = Theme.objects.get(name="Ours")
    assert own.site == nord
    desk.post(
        reverse("wagtailsnippets_sitesettings_theme:edit", args=[own.pk]), theme_form(light_brand="#0A5C36")
    )
    desk.post(reverse("sitesettings_theme_use", args=[own.pk]))
    assert firm_now(nord).colours["brand"] == "#0a5c36"


def test_copying_and_using_ask_first(desk, nord):
    shipped = Theme.objects.get(shipped_key="linea")
    version = FirmSettings.objects.get(site=nord).version
    for name in ("copy", "use"):
        assert desk.get(reverse(f"sitesettings_theme_{name}", args=[shipped.pk])).status_code == 200
    assert FirmSettings.objects.get(site=nord).version == version
    assert not Theme.objects.filter(site=nord).exists()


def test_a_shipped_theme_can_not_be_changed_or_deleted(desk, nord):
    shipped = Theme.objects.get(shipped_key="linea")
    desk.post(
        reverse("wagtailsnippets_sitesettings_theme:edit", args=[shipped.pk]), theme_form(name="Mine now")
    )
    desk.post(reverse("wagtailsnippets_sitesettings_theme:delete", args=[shipped.pk]))
    desk.post("/admin/bulk/sitesettings/theme/delete/?id=all", {})
    assert Theme.objects.filter(site=None).count() == 5
    assert Theme.objects.get(shipped_key="linea").name == "Linea"


@pytest.mark.parametrize(
    "value",
    [
        "red",
        "red;}body{background:url(//x)",
        "#12345",
        "#1234567",
        "#ggg000",
        "url(x)",
        "rgb(0,0,0)",
        "#123456;",
    ],
)
@pytest.mark.parametrize("field", ["light_brand", "dark_text"])
def test_only_colours_are_taken_as_colours(desk, nord, field, value):
    answer = desk.post(reverse("wagtailsnippets_sitesettings_theme:add"), theme_form(**{field: value}))
    assert field in answer.context["form"].errors
    assert not Theme.objects.filter(site=nord).exists()


@pytest.mark.parametrize("field", ["font_text", "font_heading", "radius", "palette"])
def test_fonts_corners_and_palettes_come_from_closed_lists(desk, nord, field):
    answer = desk.post(reverse("wagtailsnippets_sitesettings_theme:add"), theme_form(**{field: "1px}*{x:y"}))
    assert field in answer.context["form"].errors


@pytest.mark.feature("A11")
def test_the_theme_form_shows_contrast_before_and_after(desk, nord):
    own = copy_theme(Theme.objects.get(shipped_key="linea"), site=nord, name="Ours")
    Theme.objects.filter(pk=own.pk).update(light_text="#999999", light_surface="#ffffff")
    page = desk.get(reverse("wagtailsnippets_sitesettings_theme:edit", args=[own.pk])).content.decode()
    assert "#999999" in page
    assert "2.85" in page
    assert "adjusted" in page


def test_the_contrast_table_is_renewed_for_colours_being_picked(desk, nord):
    answer = desk.get(
        reverse("sitesettings_theme_contrast"),
        {
            "palette": "linea",
            "light_text": "#eeeeee",
            "light_surface": "#ffffff",
            "dark_text": "</td><script>",
        },
    )
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "#eeeeee" in body
    assert "1.16" in body
    assert "<script" not in body


@pytest.mark.parametrize("name", ["theme", "firmportrait"])
def test_the_preview_shows_the_firm_s_look(desk, nord, name):
    form = theme_form(light_brand="#0a5c36") if name == "theme" else portrait_form()
    address = reverse(f"wagtailsnippets_sitesettings_{name}:preview_on_add")
    assert desk.post(address, form).json()["is_valid"]
    page = desk.get(address)
    assert page.status_code == 200
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    body = page.content.decode()
    assert firm_now(nord).stylesheet_url in body
    if name == "theme":
        sheet = body.split('href="/theme/preview/')[1].split('"')[0]
        assert b"--brand: #0a5c36;" in desk.get(f"/theme/preview/{sheet}").content
    else:
        assert "About us" in body


# Two firms


@pytest.fixture
def theirs(sur):
    """Rows of the other firm that must never be seen or touched from here."""
    return {
        "officelocation": office(sur, "Planted office"),
        "firmportrait": FirmPortrait.objects.create(
            site=sur, language="es", title="Planted portrait", body="<p>x</p>"
        ),
        "theme": copy_theme(Theme.objects.first(), site=sur, name="Planted theme"),
    }


LISTS = ["list", "list_results"]
OBJECT_VIEWS = ["edit", "delete", "history", "history_results", "usage"]
DRAFT_VIEWS = ["unpublish", "preview_on_edit"]


@pytest.mark.parametrize("name", ["officelocation", "firmportrait", "theme"])
def test_no_screen_shows_a_row_of_another_firm(desk, nord, theirs, name):
    row, space = theirs[name], f"wagtailsnippets_sitesettings_{name}"
    row_revision = row.save_revision() if name != "officelocation" else None
    for view in LISTS:
        assert "Planted" not in desk.get(reverse(f"{space}:{view}")).content.decode()
    views = OBJECT_VIEWS + (DRAFT_VIEWS if row_revision else [])
    for view in views:
        for method in (desk.get, desk.post):
            answer = method(reverse(f"{space}:{view}", args=[row.pk]))
            assert answer.status_code in (404, 405), (view, answer.status_code)
    if row_revision:
        for view in ("revisions_view", "revisions_revert", "revisions_unschedule"):
            assert desk.get(reverse(f"{space}:{view}", args=[row.pk, row_revision.pk])).status_code == 404
        compare = reverse(f"{space}:revisions_compare", args=[row.pk, "live", row_revision.pk])
        assert desk.get(compare).status_code == 404
    row.refresh_from_db()


@pytest.mark.parametrize("name", ["officelocation", "firmportrait", "theme"])
def test_no_chooser_shows_a_row_of_another_firm(desk, nord, theirs, name):
    space = f"wagtailsnippetchoosers_sitesettings_{name}"
    for view in ("choose", "choose_results"):
        answer = desk.get(reverse(f"{space}:{view}"))
        assert "Planted" not in answer.content.decode()
    assert desk.get(reverse(f"{space}:chosen", args=[theirs[name].pk])).status_code == 404
    many = desk.get(reverse(f"{space}:chosen_multiple"), {"id": theirs[name].pk})
    assert "Planted" not in many.content.decode()


@pytest.mark.parametrize("name", ["officelocation", "firmportrait", "theme"])
def test_no_bulk_action_reaches_a_row_of_another_firm(desk, nord, theirs, name):
    row = theirs[name]
    for query in (f"id={row.pk}", "id=all"):
        for method in (desk.get, desk.post):
            answer = method(f"/admin/bulk/sitesettings/{name}/delete/?{query}")
            assert "Planted" not in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_the_site_history_shows_the_work_of_the_own_firm_only(browser, desk, nord, sur):
    pia = browser(make.staff(sur, "Pia", make.Role.MARKETING))
    for person, name in ((desk, "Ours"), (pia, "Planted office")):
        person.post(reverse("wagtailsnippets_sitesettings_officelocation:add"), office_form(name=name))
    for address in ("/admin/reports/site-history/", "/admin/reports/site-history/results/?export=csv"):
        answer = desk.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Ours" in body
        assert b"Planted" not in body


@pytest.mark.parametrize("name", ["copy", "use"])
def test_a_theme_of_another_firm_can_neither_be_copied_nor_used(desk, nord, theirs, name):
    address = reverse(f"sitesettings_theme_{name}", args=[theirs["theme"].pk])
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"name": "Got it"}).status_code == 404


def test_staff_without_the_role_reach_none_of_the_screens(browser, cast, nord):
    eva = browser(cast.eva)
    theme = Theme.objects.first()
    office(nord, "Planted office")
    addresses = [
        reverse(f"wagtailsnippets_sitesettings_{name}:list")
        for name in ("officelocation", "firmportrait", "theme")
    ]
    addresses += [reverse(f"sitesettings_theme_{name}", args=[theme.pk]) for name in ("copy", "use")]
    for address in addresses:
        assert eva.get(address).status_code == 302, address
    for address in (reverse("sitesettings_hosts:index"), reverse("sitesettings_hosts:add")):
        assert eva.get(address).status_code == 302, address
