"""An IPv4 caller on a socket for both versions is the same caller, in its own network."""

from django.test import RequestFactory

from portal_cms.audit.services import record, verify
from portal_cms.common.network import client_address, network_of, remember_address


def address_of(text):
    return client_address(RequestFactory().get("/", REMOTE_ADDR=text))


def test_a_mapped_address_is_its_ipv4_address():
    assert address_of("::ffff:198.51.100.7") == address_of("198.51.100.7") == "198.51.100.7"
    assert network_of(address_of("::ffff:198.51.100.7")) == "198.51.100.0/24"
    assert network_of(address_of("::ffff:198.51.100.7")) != network_of(address_of("::ffff:203.0.113.7"))


def test_the_record_holds_whatever_the_spelling_of_the_address(nord, cast):
    for text in ("::ffff:198.51.100.7", "2001:DB8::0:1", "fe80::1%eth0", "not an address", ""):
        remember_address(address_of(text))
        record("test.event", on=nord, site=nord)
    remember_address("")
    assert verify(nord) is None
