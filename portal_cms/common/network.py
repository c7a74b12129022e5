"""Where a request comes from, for throttling and for the record."""

import contextvars
import ipaddress

from django.conf import settings

_current = contextvars.ContextVar("portal_network_address", default="")


def client_address(request):
    """The caller's address. Forwarded headers count only behind the configured number of own proxies."""
    trusted = settings.PORTAL_TRUSTED_PROXIES
    if trusted:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= trusted and (address := _valid(hops[-trusted])):
            return address
    return _valid(request.META.get("REMOTE_ADDR", "")) or ""


def network_of(address):
    """The /24 or /64 an address is in: the unit a single person can easily move within."""
    if not address:
        return "unknown"
    prefix = 64 if ":" in address else 24
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def remember_address(address):
    """Keep the address of the request being served, so that services need not pass it along."""
    _current.set(address)


def current_address():
    return _current.get()


def _valid(text):
    """One spelling of one address. A socket for both versions says "::ffff:192.0.2.1" of an IPv4 caller; left so,
    all of IPv4 would be one network."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
