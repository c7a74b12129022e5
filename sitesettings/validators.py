"""What may be typed into the firm's settings; each value reaches CSS, mail headers or host matching later."""

import ipaddress
import re
import zoneinfo

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_PHONE = re.compile(r"[0-9+()/. -]{3,40}")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")


def colour(text: str) -> None:
    if not _COLOUR.fullmatch(text):
        raise ValidationError(
            _("Enter a colour as # followed by six characters from 0-9 and a-f, for example #1f3a5f."),
            code="colour",
        )


def single_line(text: str) -> None:
    if _CONTROL.search(text):
        raise ValidationError(_("Line breaks and control characters are not allowed here."), code="control")


def phone(text: str) -> None:
    if not _PHONE.fullmatch(text):
        raise ValidationError(_("Enter a phone number from digits, spaces and + ( ) / - only."), code="phone")


def timezone(text: str) -> None:
    if text not in zoneinfo.available_timezones():
        raise ValidationError(_("Enter a time zone such as Europe/Berlin."), code="timezone")


def normalise_hostname(text: str) -> str:
    """The one spelling in which a host is stored and compared: lower case, punycode, no trailing dot.

    Raises `ValidationError` for what is no host name or IPv4 address (a port or scheme, for example).
    """
    name = text.strip().lower().removesuffix(".")
    try:
        if not name.isascii():
            name = idna.encode(name, uts46=True).decode("ascii")  # as browsers do: "ß" stays its own letter
        shown_hostname(name, strict=True)
    except UnicodeError:
        raise _not_a_host() from None
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.match(label) for label in labels):
        raise _not_a_host()
    if labels[-1].isdigit():
        _check_ipv4(name)
    return name


def hostname(text: str) -> None:
    normalise_hostname(text)


def shown_hostname(name: str, *, strict: bool = False) -> str:
    """The name as people read it, "müller.example"; with `strict` a UnicodeError for punycode that means nothing."""
    try:
        return ".".join(
            idna.decode(label) if label.startswith("xn--") else label for label in name.split(".")
        )
    except UnicodeError:
        if strict:
            raise
        return name


def _check_ipv4(name):
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        raise _not_a_host() from None


def _not_a_host():
    return ValidationError(
        _("Enter a host name only, for example portal.example.com, without http:// and without a port."),
        code="hostname",
    )
