"""The three ways in (C1), and the secrets they need. Each is made while its mail is written and kept as a hash.

- A link by which a password is chosen: `services.issue_token`, `services.redeem_token`.
- A start password: typed at the sign-in page, works once, and opens nothing but the form for an own password.
- A personal link: opens the portal without a password until it expires or is ended.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts.identity import identity_of
from portal_cms.accounts.models import AccessLink, AccountToken, User
from portal_cms.accounts.services import issue_token
from portal_cms.accounts.signals import account_activated, account_changed
from portal_cms.common.tokens import hash_token, new_token

Purpose = AccountToken.Purpose
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, SIGNS = 4, 4  # 79 bits
ALIVE = (User.Access.PENDING, User.Access.ACTIVE)


def invitation_path(user):
    """Where somebody invited chooses a password. Makes the secret, as the two below do."""
    return reverse("portal_accounts:set_password", args=[issue_token(user, Purpose.INVITATION)])


def reset_path(user):
    return reverse("portal_accounts:set_password", args=[issue_token(user, Purpose.RESET)])


def link_path(user):
    return reverse("portal_accounts:personal_link", args=[issue_link(user)])


@transaction.atomic
def issue_start_password(user):
    """A new start password; the older one stops working. Returns it as it stands in the mail."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * SIGNS)]
    password = "-".join("".join(letters[at : at + SIGNS]) for at in range(0, len(letters), SIGNS))
    lifetime = timedelta(seconds=settings.PORTAL_START_PASSWORD_LIFETIME)
    _replace(user, Purpose.START, start_hash(user, password), lifetime)
    return password


def start_hash(user, typed):
    """Bound to the account. A plain hash is enough for 79 random bits; case and hyphens do not matter."""
    word = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return hash_token(f"{user.pk}:{word}")


@transaction.atomic
def use_start_password(site, name, typed):
    """Spend the start password. Returns the token of the form for an own password, or None: no such account, no
    longer pending, wrong, spent or expired all look the same."""
    user = User.objects.named(identity_of(site.pk, name)).filter(access_state=User.Access.PENDING).first()
    if user is None or not user.is_active:
        return None
    now = timezone.now()
    started = AccountToken.objects.filter(
        user=user, purpose=Purpose.START, token_hash=start_hash(user, typed), used_at=None, expires_at__gt=now
    )
    if not started.update(used_at=now):
        return None
    account_changed.send(None, user=user, by=user, action="account.start_password_used", details={})
    _secret, digest = new_token()  # nobody is told the secret: the form is found by its session
    return _replace(user, Purpose.FIRST, digest, timedelta(seconds=settings.PORTAL_RESET_LIFETIME))


def is_start_password(user, typed):
    """True if this was a start password of the account; an own one must be another."""
    digest = start_hash(user, typed)
    return AccountToken.objects.filter(user=user, purpose=Purpose.START, token_hash=digest).exists()


def first_step(site, key):
    """The token behind a spent start password, while its form may still be sent; or None."""
    tokens = AccountToken.objects.select_related("user").filter(
        pk=key, purpose=Purpose.FIRST, used_at=None, expires_at__gt=timezone.now()
    )
    return tokens.filter(user__site=site, user__is_active=True, user__access_state__in=ALIVE).first()


def issue_link(user):
    """A new personal link. The older ones stay open, or anybody who knows the address could end the client's link
    by asking for a new one; whoever is to end them says so (`end_links`)."""
    token, digest = new_token()
    lifetime = timedelta(seconds=settings.PORTAL_LINK_LIFETIME)
    AccessLink.objects.create(user=user, token_hash=digest, expires_at=timezone.now() + lifetime)
    return token


def find_link(site, token):
    """The open link of this firm with this secret, or None. Changes nothing (C2)."""
    links = AccessLink.objects.open().select_related("user").filter(token_hash=hash_token(token))
    return links.filter(user__site=site, user__is_active=True, user__access_state__in=ALIVE).first()


@transaction.atomic
def open_link(link):
    """The confirmed opening. Returns the account, or None if link or access ended meanwhile; the first opening
    makes an invited client active. The account is locked first, as by those who end it."""
    user = User.objects.select_for_update().get(pk=link.user_id)
    if not user.is_active or user.access_state not in ALIVE:
        return None
    if not AccessLink.objects.open().filter(pk=link.pk).update(opened_at=timezone.now()):
        return None
    if User.objects.filter(pk=user.pk, access_state=User.Access.PENDING).update(
        access_state=User.Access.ACTIVE
    ):
        user.access_state = User.Access.ACTIVE
        account_activated.send(None, user=user)
    account_changed.send(None, user=user, by=user, action="account.link_opened", details={})
    return user


def is_open(user, key):
    """True while the link a session was opened by is open. Asked on each request of such a session."""
    return AccessLink.objects.open().filter(pk=key, user=user).exists()


def end_links(user):
    """End every personal link, and with the next request the sessions they opened. Returns how many were open."""
    return AccessLink.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def end_secrets(user):
    """End all that was ever mailed: links to set a password, start passwords, personal links."""
    AccountToken.objects.filter(user=user, used_at=None).update(used_at=timezone.now())
    end_links(user)


def forget_links():
    """Housekeeping: links that ended or expired a month ago are of no use to anybody."""
    before = timezone.now() - timedelta(days=30)
    AccessLink.objects.filter(ended_at__lt=before).delete()
    AccessLink.objects.filter(expires_at__lt=before).delete()


def _replace(user, purpose, digest, lifetime):
    now = timezone.now()
    AccountToken.objects.filter(user=user, purpose=purpose, used_at=None).update(used_at=now)
    return AccountToken.objects.create(
        user=user, purpose=purpose, token_hash=digest, expires_at=now + lifetime
    )
