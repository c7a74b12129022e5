"""The addresses of a firm's portal, as its administration enters them; and how many names one portal has."""

import pytest
from django.urls import reverse

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from sitesettings.firm import firm_for
from sitesettings.models import SiteHost
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.feature("P2")]


@pytest.fixture
def frida(nord):
    return make.staff(nord, "Frida", make.Role.ADMIN)


@pytest.fixture
def desk(browser, frida):
    """The browser of the firm's administration."""
    return browser(frida)


def edit(host):
    return reverse("sitesettings_hosts:edit", args=[host.pk])


def names(site):
    return set(site.hosts.values_list("hostname", flat=True))


def errors(answer, field="hostname"):
    assert answer.status_code == 200
    return " ".join(answer.context["form"].errors.get(field, []))


def test_the_administration_adds_an_own_domain_and_a_subdomain(desk, nord):
    for typed in ("Portal.Nord.Example.ORG", "kanzlei-nord.example.com."):
        answer = desk.post(reverse("sitesettings_hosts:add"), {"hostname": typed})
        assert answer.status_code == 302
    assert names(nord) == {"nord.example.com", "portal.nord.example.org", "kanzlei-nord.example.com"}
    kinds = AuditEvent.objects.filter(site=nord, action="settings.changed").values_list("details", flat=True)
    assert [row["kind"] for row in kinds] == ["sitehost", "sitehost"]


def test_after_adding_a_name_the_check_is_next(desk, nord):
    answer = desk.post(reverse("sitesettings_hosts:add"), {"hostname": "portal.nord.example.org"})
    host = SiteHost.objects.get(hostname="portal.nord.example.org")
    assert answer["Location"] == reverse("portal_guide:check", args=[host.pk])


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("müller.example", "xn--mller-kva.example", "müller.example"),
        ("STRAßE.example", "xn--strae-oqa.example", "straße.example"),
        ("xn--mller-kva.example", "xn--mller-kva.example", "müller.example"),
        ("abogacía.example", "xn--abogaca-dza.example", "abogacía.example"),
    ],
)
def test_names_beyond_ascii_are_kept_as_browsers_spell_them(desk, nord, typed, kept, shown):
    answer = desk.post(reverse("sitesettings_hosts:add"), {"hostname": typed})
    assert answer.status_code == 302, answer.context["form"].errors
    assert kept in names(nord)
    assert shown in desk.get(reverse("sitesettings_hosts:index")).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "https://portal.example.com",
        "portal.example.com:8000",
        "a b.example",
        "xn--zzzzzz99.example",
        "-a.example",
        "☃.example",
        "a/b.example",
        "portal.example.com, other.example.com",
        "",
    ],
)
def test_what_is_no_host_name_is_refused_at_the_field_and_stays_there(desk, nord, typed):
    answer = desk.post(reverse("sitesettings_hosts:add"), {"hostname": typed})
    assert errors(answer)
    assert answer.context["form"]["hostname"].value() == typed
    assert names(nord) == {"nord.example.com"}


def test_a_name_that_is_taken_says_by_whom_it_may_be_had(desk, nord, sur):
    own = desk.post(reverse("sitesettings_hosts:add"), {"hostname": "NORD.example.com"})
    assert "Your firm has this host name already" in errors(own)
    foreign = desk.post(reverse("sitesettings_hosts:add"), {"hostname": "Sur.Example.com."})
    assert "This host name is taken by another firm" in errors(foreign)
    assert foreign.context["form"]["hostname"].value() == "Sur.Example.com."
    assert "Despacho" not in foreign.content.decode()
    assert names(nord) == {"nord.example.com"}


def test_a_name_without_a_dot_becomes_a_subdomain_of_the_operators_domain(desk, nord, settings):
    settings.PORTAL_PARENT_DOMAIN = "portal.example"
    page = desk.get(reverse("sitesettings_hosts:add")).content.decode()
    assert "A name without a dot becomes a subdomain of portal.example" in page
    desk.post(reverse("sitesettings_hosts:add"), {"hostname": "Kanzlei-Nord"})
    assert "kanzlei-nord.portal.example" in names(nord)


@pytest.mark.feature("C14")
def test_one_name_is_primary_and_all_answer(desk, nord, browser):
    answer = desk.post(
        reverse("sitesettings_hosts:add"),
        {"hostname": "portal.nord.example.org", "is_primary": "on"},
        follow=True,
    )
    assert "Nobody has checked yet whether this address works" in answer.content.decode()
    nord = type(nord).objects.get(pk=nord.pk)
    assert firm_for(nord).base_url == "https://portal.nord.example.org"
    assert nord.hosts.filter(is_primary=True).count() == 1
    nobody = browser(site=nord)
    assert [nobody.get("/sign-in/", SERVER_NAME=name).status_code for name in sorted(names(nord))] == [
        200,
        200,
    ]


def test_a_firm_is_never_left_without_a_primary_name(desk, nord):
    host = nord.hosts.get()
    answer = desk.post(edit(host), {"hostname": host.hostname})
    assert "A firm always has a primary host name" in errors(answer, "is_primary")


def test_the_name_one_works_at_is_neither_changed_nor_deleted(desk, nord):
    host = nord.hosts.get()
    answer = desk.post(edit(host), {"hostname": "neu.example.org", "is_primary": "on"})
    assert "You are working at this address right now" in errors(answer)
    delete = reverse("sitesettings_hosts:delete", args=[host.pk])
    assert "This is the only address of the portal" in desk.post(delete).content.decode()
    SiteHost(site=nord, hostname="b.example.org", is_primary=True).save()
    assert "You are working at this address right now" in desk.post(delete).content.decode()
    primary = SiteHost.objects.get(hostname="b.example.org")
    page = desk.post(reverse("sitesettings_hosts:delete", args=[primary.pk])).content.decode()
    assert "Please make another one primary first" in page
    assert len(names(nord)) == 2


def test_a_further_name_can_be_deleted(desk, nord):
    host = SiteHost(site=nord, hostname="b.example.org")
    host.save()
    desk.post(reverse("sitesettings_hosts:delete", args=[host.pk]))
    assert names(nord) == {"nord.example.com"}


def test_the_names_of_another_firm_do_not_exist(desk, nord, sur):
    foreign = sur.hosts.get()
    for name in ("edit", "delete"):
        address = reverse(f"sitesettings_hosts:{name}", args=[foreign.pk])
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"hostname": "x.example.org"}).status_code == 404
    assert "sur.example.com" not in desk.get(reverse("sitesettings_hosts:index")).content.decode()
    desk.post(reverse("sitesettings_hosts:add"), {"hostname": "c.example.org", "site": sur.pk})
    assert SiteHost.objects.get(hostname="c.example.org").site == nord  # the firm can not be chosen


def test_the_operator_gives_a_name_to_any_firm(browser, nord, sur):
    root = browser(User.objects.create_superuser("root@example.org", make.PASSWORD), site=nord)
    answer = root.post(
        reverse("sitesettings_hosts:add"),
        {"site": sur.pk, "hostname": "Neu.Example.org", "is_primary": "on"},
    )
    assert answer.status_code == 302
    assert sur.hosts.get(is_primary=True).hostname == "neu.example.org"


def test_marketing_and_other_staff_change_no_names(browser, cast, nord):
    mara = make.staff(nord, "Mara", make.Role.MARKETING)
    for person in (mara, cast.carla):
        assert browser(person).get(reverse("sitesettings_hosts:index")).status_code == 302
        browser(person).post(reverse("sitesettings_hosts:add"), {"hostname": "x.example.org"})
    assert names(nord) == {"nord.example.com"}
