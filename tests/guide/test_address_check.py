"""A button says whether a host name leads to this portal, and else what is wrong: name, certificate or server."""

import datetime
import re
import threading
import time

import pytest
from django.test import Client as Browser
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.guide import reach
from portal_cms.guide.reach import resolve
from sitesettings.models import SiteHost
from tests import make
from tests.guide.servers import DAY, Authority, closed_port, server

pytestmark = [pytest.mark.django_db, pytest.mark.feature("P2")]
HOST = "portal.nord.example.org"


@pytest.fixture
def host(nord):
    row = SiteHost(site=nord, hostname=HOST)
    row.save()
    return row


@pytest.fixture
def frida(nord):
    return make.staff(nord, "Frida", make.Role.ADMIN)


@pytest.fixture
def authority(tmp_path, monkeypatch):
    made = Authority(tmp_path)
    monkeypatch.setattr(reach, "tls_context", made.trust)
    return made


@pytest.fixture
def net(monkeypatch, settings):
    """`net(port, plain)` sends the check to these loopback ports; names resolve to loopback."""
    names = {HOST: ["127.0.0.1"], "nord.example.com": ["127.0.0.1"]}
    monkeypatch.setattr(reach, "resolve", lambda name, seconds=1: names.get(name, []))
    monkeypatch.setattr(reach, "STEP_SECONDS", 0.7)

    def send_to(https=None, http=None):
        ports = {"https": https or closed_port(), "http": http or closed_port()}
        settings.PORTAL_ADDRESS_CHECK = {"ports": ports, "may_be_private": True, "own_addresses": []}

    send_to.names = names
    send_to()
    return send_to


def proof_from(host):
    """The same without the database, which belongs to the thread of the test."""
    from sitesettings.proof import proof_of

    def answer(request):
        nonce = re.search(rb"/client-portal/([0-9a-f]{32}) ", request)[1].decode()
        return b"HTTP/1.1 200 OK\r\n\r\n" + proof_of(host.site_id, nonce).encode()

    return answer


def check(browser, person, host):
    answer = browser(person).post(f"/admin/setup/guide/address/{host.pk}/", follow=True)
    assert answer.status_code == 200
    host.refresh_from_db()
    return host.check_result.get("problem"), answer.content.decode()


def test_an_address_that_leads_here_is_fine(browser, frida, host, authority, net):
    with server(proof_from(host), tls=authority.serving(HOST)) as (port, requests):
        net(port)
        problem, page = check(browser, frida, host)
    assert problem == ""
    assert "Everything is fine" in page
    assert len(requests) == 1
    event = AuditEvent.objects.get(action="host.checked")
    assert (event.actor_id, event.details) == (frida.pk, {"host": HOST, "problem": ""})


def test_the_portal_itself_gives_the_proof_at_its_own_names_only(nord, sur):
    path = "/.well-known/client-portal/" + "a" * 32
    here = Browser(SERVER_NAME="nord.example.com").get(path)
    there = Browser(SERVER_NAME="sur.example.com").get(path)
    assert here.status_code == there.status_code == 200
    assert re.fullmatch(rb"[0-9a-f]{64}", here.content)
    assert here.content != there.content
    assert Browser(SERVER_NAME="elsewhere.example.com").get(path).status_code == 404


@pytest.mark.parametrize(
    ("served", "dates", "problem", "sentence"),
    [
        (HOST, {"start": -10 * DAY, "end": -DAY}, "expired", "has expired"),
        ("other.example.org", {}, "wrong_name", "for another name"),
        (HOST, {"start": DAY}, "not_yet", "not valid yet"),
    ],
)
def test_a_bad_certificate_is_named(browser, frida, host, authority, net, served, dates, problem, sentence):
    with server(proof_from(host), tls=authority.serving(served, **dates)) as (port, _requests):
        net(port)
        found, page = check(browser, frida, host)
    assert found == problem
    assert sentence in page


def test_a_certificate_of_an_unknown_authority_is_named(browser, frida, host, tmp_path, net):
    with server(proof_from(host), tls=Authority(tmp_path).serving(HOST)) as (port, _requests):
        net(port)
        assert check(browser, frida, host)[0] == "untrusted"


def test_a_certificate_that_ends_soon_is_said_in_time(browser, frida, host, authority, net):
    with server(proof_from(host), tls=authority.serving(HOST, end=5 * DAY)) as (port, _requests):
        net(port)
        problem, page = check(browser, frida, host)
    assert problem == ""
    ends = datetime.datetime.now(datetime.UTC).date() + 5 * DAY
    assert f"It ends on {ends.isoformat()}" in page


def test_a_server_without_a_certificate_is_told_from_none_at_all(browser, frida, host, net):
    with server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, _requests):
        net(http=port)
        found, page = check(browser, frida, host)
        assert found == "no_certificate"
        assert "There is no certificate" in page
        net(https=port)  # speaks no TLS
        assert check(browser, frida, host)[0] == "no_certificate"
    net()
    found, page = check(browser, frida, host)
    assert found == "closed"
    assert "no web server answers there" in page


def test_a_name_nobody_knows_is_named(browser, frida, host, net):
    net.names[HOST] = []
    found, page = check(browser, frida, host)
    assert found == "no_address"
    assert f"The name {HOST} is not known in the DNS" in page


def test_name_servers_that_do_not_answer_are_named(browser, frida, host, net, monkeypatch):
    monkeypatch.setattr(reach, "resolve", lambda name, seconds=1: None)
    assert check(browser, frida, host)[0] == "names_silent"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\nAnother site",
        b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"\x00\xff not http at all",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000,
    ],
)
def test_a_server_that_is_not_this_portal_is_named_and_not_followed(
    browser, frida, host, authority, net, answer
):
    with server(answer, tls=authority.serving(HOST)) as (port, requests):
        net(port)
        found, page = check(browser, frida, host)
    assert found == "stranger"
    assert "it is not this portal" in page
    assert "Another site" not in page
    assert len(requests) == 1


def test_the_portal_of_another_firm_is_a_stranger(browser, frida, host, sur, authority, net):
    foreign = SiteHost.objects.get(site=sur)
    with server(proof_from(foreign), tls=authority.serving(HOST)) as (port, _requests):
        net(port)
        assert check(browser, frida, host)[0] == "stranger"


def test_a_name_that_leads_to_another_machine_says_where(browser, frida, host, authority, net):
    net.names["nord.example.com"] = ["198.51.100.4"]
    with server(b"HTTP/1.1 200 OK\r\n\r\n", tls=authority.serving("other.example.org")) as (port, _requests):
        net(port)
        found, page = check(browser, frida, host)
    assert found == "elsewhere"
    assert "The name leads to 127.0.0.1, but this portal is at 198.51.100.4" in page


def test_a_server_that_never_answers_holds_nobody_up(browser, frida, host, authority, net):
    with server(None, tls=authority.serving(HOST)) as (port, _requests):
        net(port)
        start = time.monotonic()
        found, _page = check(browser, frida, host)
    assert found == "silent"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
        "ff02::1",
    ],
)  # fmt: skip
def test_the_own_network_is_never_asked(browser, frida, host, net, settings, address):
    with server(b"secret of the inner network") as (port, requests):
        net(port, port)
        settings.PORTAL_ADDRESS_CHECK = {**settings.PORTAL_ADDRESS_CHECK, "may_be_private": False}
        net.names[HOST] = [address]
        found, page = check(browser, frida, host)
        assert found == "private"
        net.names[HOST] = ["93.184.216.34", address]  # one of several is enough
        assert check(browser, frida, host)[0] == "private"
    assert not requests
    assert address not in page
    assert not reach.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "8.8.8.8"])
def test_public_addresses_may_be_asked(address):
    assert reach.is_public(address)


def test_production_asks_the_two_ports_of_the_web_only():
    from portal_cms.conf import base

    assert base.PORTAL_ADDRESS_CHECK["ports"] == {"https": 443, "http": 80}
    assert base.PORTAL_ADDRESS_CHECK["may_be_private"] is False


def test_nobody_checks_without_end(browser, frida, host, net):
    net.names[HOST] = []
    for _again in range(10):
        check(browser, frida, host)
    assert "Please wait a quarter of an hour" in check(browser, frida, host)[1]
    assert AuditEvent.objects.filter(action="host.checked").count() == 10


def test_looking_checks_nothing_and_only_the_own_firms_administration_may(
    browser, frida, host, sur, cast, net
):
    address = f"/admin/setup/guide/address/{host.pk}/"
    assert browser(frida).get(address).status_code == 200
    stranger = make.staff(sur, "Pablo", make.Role.ADMIN)
    assert browser(stranger).post(address).status_code == 404
    assert browser(cast.carla).post(address).status_code in (302, 403, 404)
    host.refresh_from_db()
    assert host.checked_at is None
    assert not AuditEvent.objects.filter(action="host.checked").exists()


def test_a_changed_name_has_to_be_checked_anew(browser, frida, host, net):
    net.names[HOST] = []
    check(browser, frida, host)
    browser(frida).post(
        reverse("sitesettings_hosts:edit", args=[host.pk]), {"hostname": "neu.nord.example.org"}
    )
    host.refresh_from_db()
    assert (host.hostname, host.checked_at, host.check_result) == ("neu.nord.example.org", None, {})


def test_without_tls_as_in_the_demo_no_certificate_is_claimed(browser, frida, host, net, settings):
    with server(proof_from(host)) as (port, _requests):
        settings.PORTAL_ADDRESS_CHECK = {
            "ports": {"https": None, "http": port}, "may_be_private": True, "own_addresses": [],
        }  # fmt: skip
        problem, page = check(browser, frida, host)
    assert problem == ""
    assert "Everything is fine" in page
    assert page.count("Not asked") == 1


def test_names_of_this_machine_need_no_name_server():
    assert resolve("despacho.localhost") == ["127.0.0.1"]
    assert not reach.is_public("127.0.0.1")


def test_a_name_is_looked_up_in_limited_time(monkeypatch):
    answered = threading.Event()

    def slow(*args, **kwargs):
        answered.wait(5)
        return []

    monkeypatch.setattr(reach.socket, "getaddrinfo", slow)
    assert resolve("slow.example.org", 0.1) is None
    answered.set()
