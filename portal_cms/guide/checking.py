"""Checking one host name of a firm: who may, how often, what is kept of it, and in which words."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.accounts import throttle
from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.guide import reach
from sitesettings.firm import firm_for
from sitesettings.models import SiteHost
from sitesettings.proof import proof_of

CHECKS = 10  # per person and firm in a quarter of an hour
NAME, CERTIFICATE, PORTAL = (
    gettext_lazy("The name leads to a server"),
    gettext_lazy("The server has a certificate for the name"),
    gettext_lazy("This portal answers"),
)
PARTS = (NAME, CERTIFICATE, PORTAL)
# problem -> the part it belongs to, and what to do about it
WORDS = {
    "names_silent": (
        NAME,
        gettext_lazy("The name servers did not answer in time. Please try again in a few minutes."),
    ),
    "no_address": (
        NAME,
        gettext_lazy(
            "The name %(host)s is not known in the DNS. Please ask whoever manages your domain to add an entry"
            " for it; a new entry can take some hours until it is known everywhere."
        ),
    ),
    "private": (
        NAME,
        gettext_lazy(
            "The name leads to an address that can not be reached from the internet. Please correct the entry"
            " in the DNS."
        ),
    ),
    "elsewhere": (
        NAME,
        gettext_lazy(
            "The name leads to %(addresses)s, but this portal is at %(own)s. Please correct the entry in the"
            " DNS; a change can take some hours until it is known everywhere."
        ),
    ),
    "closed": (
        CERTIFICATE,
        gettext_lazy(
            "The name leads to %(addresses)s, but no web server answers there. Please ask the operator of the"
            " server."
        ),
    ),
    "no_certificate": (
        CERTIFICATE,
        gettext_lazy(
            "There is no certificate for this address, so browsers can not open it. Please ask the operator"
            " of the server to add one for %(host)s."
        ),
    ),
    "expired": (
        CERTIFICATE,
        gettext_lazy(
            "The certificate of this address has expired. Please ask the operator of the server to renew it."
        ),
    ),
    "not_yet": (
        CERTIFICATE,
        gettext_lazy(
            "The certificate of this address is not valid yet. Please ask the operator of the server to look"
            " at it."
        ),
    ),
    "wrong_name": (
        CERTIFICATE,
        gettext_lazy(
            "The certificate of this address is for another name. Please ask the operator of the server to add"
            " %(host)s to it."
        ),
    ),
    "untrusted": (
        CERTIFICATE,
        gettext_lazy(
            "The certificate of this address comes from nobody that browsers trust. Please ask the operator of"
            " the server for one of a known authority."
        ),
    ),
    "silent": (
        PORTAL,
        gettext_lazy("The server took too long to answer. Please try again in a few minutes."),
    ),
    "stranger": (
        PORTAL,
        gettext_lazy(
            "A server answers at this address, but it is not this portal. Please ask the operator of the server"
            " to let %(host)s lead to the portal, or correct the entry in the DNS."
        ),
    ),
}


def check_host(host: SiteHost, *, by, seen_at: str) -> SiteHost:
    """Ask the address and keep what was found. `seen_at` is the name at which `by` is working, so it is known
    to lead here. Raises PortalError when somebody asks too often.

    No transaction is open while the network is asked: it may take seconds.
    """
    bucket = f"host-check:{host.site_id}:{by.pk}"
    if not throttle.take(bucket, limit=CHECKS, window=throttle.QUARTER):
        raise PortalError(_("You have checked addresses many times now. Please wait a quarter of an hour."))
    finding = reach.examine(target_of(host, seen_at))
    with transaction.atomic():
        now, result = timezone.now(), {"problem": finding.problem, "values": finding.values}
        SiteHost.objects.filter(pk=host.pk).update(checked_at=now, check_result=result)
        record("host.checked", on=host, by=by, host=host.hostname, problem=finding.problem)
    host.checked_at, host.check_result = now, result
    return host


def target_of(host, seen_at):
    ports = settings.PORTAL_ADDRESS_CHECK["ports"] or _demo_ports(host.site)
    nonce = secrets.token_hex(16)
    return reach.Target(
        host=host.hostname,
        path=reverse("sitesettings:prove", args=[nonce]),
        proof=proof_of(host.site_id, nonce),
        own=_own_addresses(host, seen_at),
        https_port=ports["https"],
        http_port=ports["http"],
        may_be_private=settings.PORTAL_ADDRESS_CHECK["may_be_private"],
    )


def _own_addresses(host, seen_at):
    known = settings.PORTAL_ADDRESS_CHECK["own_addresses"]
    if not known and seen_at and seen_at != host.hostname:
        known = reach.resolve(seen_at) or ()
    return frozenset(known)


def _demo_ports(site):
    """Where no ports are set, the portal is the demo: it answers at the port of its site, without TLS."""
    has_tls = firm_for(site).base_url.startswith("https:")
    return {"https": site.port if has_tls else None, "http": site.port}


def report(host: SiteHost) -> list[dict]:
    """The last check as rows for the page: label, state ("ok", "bad" or "open") and a sentence."""
    if host.checked_at is None:
        return []
    problem, values = host.check_result.get("problem"), host.check_result.get("values", {})
    part, text = WORDS.get(problem, (None, ""))
    rows, state = [], "ok"
    for label in PARTS:
        if label is part:
            rows.append({"label": label, "state": "bad", "text": text % {"host": host, **values}})
            state = "open"
        else:
            rows.append({"label": label, "state": state, "text": ""})
    if values.get("is_plain"):
        rows[PARTS.index(CERTIFICATE)]["state"] = "open"
    if ends := values.get("ends_soon"):
        rows[1]["text"] = _("It ends on %(date)s. Please ask the operator of the server to renew it.") % {
            "date": ends
        }
    return rows
