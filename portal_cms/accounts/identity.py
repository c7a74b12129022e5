"""When two ways to write an address mean the same account."""

import contextlib
import unicodedata


def email_key(email):
    """Compare addresses without case and in Unicode NFKC, so that look-alikes are one address.

    The domain goes to its ASCII form. Some servers tell local parts apart by case; none that a firm's
    clients use does, and treating them alike is what keeps one person from becoming two.
    """
    folded = unicodedata.normalize("NFKC", email.strip()).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    local, at, domain = folded.rpartition("@")
    if not at:
        return folded
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def identity_of(site_id, email):
    """The one column that makes (firm, address) unique; superusers belong to firm 0."""
    return f"{site_id or 0}/{email_key(email)}"
