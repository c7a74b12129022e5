"""A request belongs to the firm whose host it names, exactly, or to none."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from sitesettings.firm import firm_for
from sitesettings.models import FirmSettings, SiteHost
from sitesettings.provision import create_firm

pytestmark = pytest.mark.django_db


def stylesheet(site):
    return firm_for(site).stylesheet_url


def ask(host, path="/", **headers):
    return Browser(SERVER_NAME=host).get(path, **headers)


@pytest.mark.parametrize(
    "host",
    [
        "nord.example.com",
        "NORD.Example.COM",
        "nord.example.com.",
        "nord.example.com:8443",
        "nord.example.com.:80",
    ],
)
def test_a_known_host_is_found_in_every_spelling(nord, host):
    assert ask("ignored", stylesheet(nord), headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "testserver", "127.0.0.1", "[::1]", "10.0.0.1:8000", "example.com", "x.nord.example.com",
        "nord.example.com.evil.test", "nord.example.comx", "nord.example.com@evil.test", "evil.test#nord.example.com",
        "nord example.com", "", "..", "nord.example.com:port", "nörd.example.com",
    ],
)  # fmt: skip
def test_an_unknown_host_is_not_found_and_says_nothing_of_any_firm(nord, sur, host):
    answer = ask("ignored", "/", headers={"Host": host})
    assert answer.status_code == 404
    body = answer.content.decode().lower()
    assert not any(word in body for word in ("nord", "sur", "kanzlei", "despacho", "stylesheet"))
    assert not host or host not in body


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded"])
def test_a_forwarded_host_is_not_read(nord, header):
    assert ask("evil.test", headers={header: "nord.example.com"}).status_code == 404
    answer = ask("nord.example.com", stylesheet(nord), headers={header: "evil.test"})
    assert answer.status_code == 200
    assert b"evil" not in answer.content


def test_the_redirect_to_tls_does_not_repeat_an_unknown_host(nord, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert ask("evil.test").status_code == 404
    assert ask("nord.example.com")["Location"] == "https://nord.example.com/"


def test_one_firm_never_answers_for_another(nord, sur):
    assert stylesheet(nord) == stylesheet(sur)  # the same theme, so the same address
    FirmSettings.objects.filter(site=sur).update(name="Despacho Sur")
    assert firm_for(nord).name == "Kanzlei Nord"
    assert firm_for(sur).base_url == "https://sur.example.com"


def test_the_middleware_costs_one_query_once_the_firm_is_cached(nord, django_assert_num_queries):
    ask("nord.example.com", stylesheet(nord))
    with django_assert_num_queries(1):
        ask("nord.example.com", stylesheet(nord))


def test_an_unknown_host_costs_one_query(nord, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask("evil.test")


def test_every_host_of_a_firm_leads_to_it_and_mails_use_the_primary_one(nord):
    SiteHost(site=nord, hostname="portal.nord.example.org").save()
    assert ask("portal.nord.example.org", stylesheet(nord)).status_code == 200
    nord.refresh_from_db()
    assert firm_for(nord).absolute_url("/m/1") == "https://nord.example.com/m/1"


def test_a_new_primary_host_takes_over_at_once(nord):
    before = firm_for(nord)
    SiteHost(site=nord, hostname="portal.nord.example.org", is_primary=True).save()
    assert list(nord.hosts.filter(is_primary=True).values_list("hostname", flat=True)) == [
        "portal.nord.example.org"
    ]
    nord = type(nord).objects.get(pk=nord.pk)
    assert nord.hostname == "portal.nord.example.org"
    assert firm_for(nord).base_url == "https://portal.nord.example.org" != before.base_url


def test_a_firm_that_loses_its_primary_host_gets_the_next_one(nord):
    SiteHost(site=nord, hostname="b.example.org").save()
    nord.hosts.get(is_primary=True).delete()
    assert nord.hosts.get().is_primary


def test_the_database_itself_refuses_two_primary_hosts(nord):
    rows = [SiteHost(site=nord, hostname="b.example.org", is_primary=True)]
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteHost.objects.bulk_create(rows)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Portal.Example.COM", "portal.example.com"),
        ("müller.example", "xn--mller-kva.example"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_hosts_are_kept_in_one_spelling(nord, typed, kept):
    host = SiteHost(site=nord, hostname=typed)
    host.full_clean()
    host.save()
    assert host.hostname == kept


@pytest.mark.parametrize(
    "typed",
    [
        "https://portal.example.com",
        "portal.example.com:8000",
        "a b.example",
        "-a.example",
        "a..b",
        "256.1.1.1",
        "a/b",
        "a_b.example",
        "x" * 64 + ".example",
    ],
)
def test_what_is_no_host_name_is_refused(nord, typed):
    with pytest.raises(ValidationError):
        SiteHost(site=nord, hostname=typed).full_clean()


def test_a_host_belongs_to_one_firm(nord):
    with pytest.raises(ValidationError, match=r"nord\.example\.com"):
        create_firm(name="Copycat", hosts=["NORD.example.com."], root_page=nord.root_page)


def test_a_cached_firm_is_renewed_by_every_process(nord):
    """Another process only shares the database: its next request reads the new version and builds anew."""
    assert firm_for(nord).name == "Kanzlei Nord"
    row = FirmSettings.objects.get(site=nord)
    row.name = "Kanzlei Nord & Partner"
    row.save()
    reread = SiteHost.objects.select_related("site__firmsettings").get(hostname="nord.example.com").site
    assert firm_for(reread).name == "Kanzlei Nord & Partner"
    cache.clear()
    assert firm_for(reread).name == "Kanzlei Nord & Partner"
