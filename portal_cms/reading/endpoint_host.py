"""Which language model the operator of the server offers, and what a firm should know of it before it says yes."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

LOCAL_NAMES = {"localhost", "ip6-localhost"}


def host():
    return urlsplit(settings.PORTAL_READING_ENDPOINT).hostname or ""


def is_local(name: str) -> bool:
    """Whether the host is this machine or in its own network, by its name alone."""
    if name in LOCAL_NAMES or name.endswith((".localhost", ".local", ".internal", ".lan")):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return "." not in name and bool(name)  # a neighbour in the same network, as of containers
    return address.is_loopback or address.is_private or address.is_link_local


def notice() -> str:
    """The help text of the firm's switch."""
    name = host()
    if not name:
        return _("The operator of this server has set up no language model, so this changes nothing.")
    if is_local(name):
        return _(
            "The text of the files goes to %(host)s, which is in the network of this server. Its answers are only kept if they"
            " stand in the file word for word."
        ) % {"host": name}
    return _(
        "Warning: the text of your clients' files leaves this server and goes to %(host)s, a foreign host. Professional secrecy"
        " and data protection need a contract with its operator. Its answers are only kept if they stand in the file word for word."
    ) % {"host": name}
