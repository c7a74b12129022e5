"""Tokens, passwords and sessions."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal_cms.accounts import throttle
from portal_cms.accounts.identity import email_key, identity_of
from portal_cms.accounts.models import AccountSession, AccountToken, SignInEvent, User
from portal_cms.accounts.signals import (
    account_activated,
    account_changed,
    password_changed,
    password_reset_wanted,
)
from portal_cms.common.network import current_address, network_of
from portal_cms.common.tokens import hash_token, new_token

WRONG_PASSWORDS = 10
NETWORK_TRIES = 50
TOKEN_GUESSES = 20
MAILS_PER_HOUR = 3


@transaction.atomic
def issue_token(user, purpose):
    """Make the link's secret for a mail that is being written; only its hash is kept. Returns the secret.

    Older links of the same purpose stop working: the newest mail is the one that counts.
    """
    lifetime = {
        AccountToken.Purpose.INVITATION: settings.PORTAL_INVITATION_LIFETIME,
        AccountToken.Purpose.RESET: settings.PORTAL_RESET_LIFETIME,
    }[purpose]
    token, digest = new_token()
    now = timezone.now()
    AccountToken.objects.filter(user=user, purpose=purpose, used_at=None).update(used_at=now)
    AccountToken.objects.create(
        user=user, purpose=purpose, token_hash=digest, expires_at=now + timedelta(seconds=lifetime)
    )
    return token


def forget_tokens():
    """Housekeeping: links that were used or expired a day ago are of no use to anybody."""
    before = timezone.now() - timedelta(days=1)
    AccountToken.objects.filter(Q(used_at__lt=before) | Q(expires_at__lt=before)).delete()


def forget_sessions():
    """Housekeeping: the list of one's devices does not need those that ended by themselves."""
    oldest = timezone.now() - timedelta(seconds=settings.PORTAL_SESSION_ABSOLUTE)
    AccountSession.objects.filter(started_at__lt=oldest).delete()


def find_token(site, token):
    """The unused, unexpired token of this firm with this secret, or None. Changes nothing (C2)."""
    return (
        AccountToken.objects.select_related("user")
        .filter(token_hash=hash_token(token), used_at=None, expires_at__gt=timezone.now())
        .filter(purpose__in=[AccountToken.Purpose.INVITATION, AccountToken.Purpose.RESET])
        .filter(user__site=site, user__is_active=True)
        .exclude(user__access_state__in=[User.Access.BLOCKED, User.Access.NONE])
        .first()
    )


@transaction.atomic
def redeem_token(token, password):
    """Set the first or a new password; returns the account, or None if somebody was quicker: another holder of
    the link, or whoever ended the access. The account is locked first, as by those who end it.

    Ends all sessions and all other links of the account; an invited client becomes active.
    """
    user = User.objects.select_for_update().get(pk=token.user_id)
    now = timezone.now()
    if not user.is_active or user.access_state in (User.Access.BLOCKED, User.Access.NONE):
        return None
    if not AccountToken.objects.filter(pk=token.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        return None
    first = user.access_state == User.Access.PENDING or not user.has_usable_password()
    user.set_password(password)
    user.access_state, user.session_epoch = User.Access.ACTIVE, user.session_epoch + 1
    user.save(update_fields=["password", "access_state", "session_epoch"])
    AccountToken.objects.filter(user=user, used_at=None).update(used_at=timezone.now())
    user.sessions.all().delete()
    (account_activated if first else password_changed).send(None, user=user)
    return user


@transaction.atomic
def change_password(user, password):
    """A new password chosen by the signed-in person; every other session ends."""
    user.set_password(password)
    user.session_epoch = F("session_epoch") + 1
    user.save(update_fields=["password", "session_epoch"])
    user.refresh_from_db()
    user.sessions.all().delete()
    password_changed.send(None, user=user)


@transaction.atomic
def end_all_sessions(user):
    """Sign out everywhere, from the next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.sessions.all().delete()
    account_changed.send(None, user=user, by=user, action="account.signed_out_everywhere", details={})


@transaction.atomic
def end_session(user, key):
    """Sign out on one device; `key` is the id of the person's own AccountSession."""
    for row in user.sessions.filter(pk=key):
        SessionStore(row.session_key).delete()
        row.delete()
        account_changed.send(None, user=user, by=user, action="account.signed_out_device", details={})


@transaction.atomic
def choose_language(user, language):
    """Pages and mails are in this language from now on (A16)."""
    if User.objects.filter(pk=user.pk).exclude(language=language).update(language=language):
        details = {"language": language}
        account_changed.send(None, user=user, by=user, action="account.language_chosen", details=details)


def want_reset(site, name):
    """Ask for a reset mail, or a new personal link, by user name or address. Says nothing of whether the account
    exists; at most three mails an hour, whatever it is called by."""
    user = User.objects.named(identity_of(site.pk, name)).first()
    asked = user.email if user else name
    if not throttle.hit(f"reset:{site.pk}:{email_key(asked)}", limit=MAILS_PER_HOUR, window=throttle.HOUR):
        return
    if user and user.is_active and user.access_state in (User.Access.ACTIVE, User.Access.PENDING):
        with transaction.atomic():
            password_reset_wanted.send(None, user=user)


def begin_try(site, name):
    """Count a try with this user name or address from this network before its password is looked at. Returns the buckets it
    was counted in, to be given to `note_success`, or None if sign-in is throttled."""
    account, network = _account(site, name), network_of(current_address())
    limits = {f"network:{network}": NETWORK_TRIES, f"{account}:{network}": WRONG_PASSWORDS}
    if not _is_known(site, name, network):
        limits[account] = WRONG_PASSWORDS  # all unknown networks together
    taken = []
    for bucket, limit in limits.items():
        if not throttle.take(bucket, limit=limit, window=throttle.QUARTER):
            give_back(taken)
            return None
        taken.append(bucket)
    return taken


def note_failure(site, name, request):
    user = User.objects.named(identity_of(site.pk, name)).first()
    note_sign_in(request, user, SignInEvent.Outcome.REFUSED)


def note_success(request, user, taken):
    """Signing in is no guess: it uses up no tries, and ends the wrong ones before it."""
    give_back(taken)
    throttle.clear(f"account:{user.identity}:{network_of(current_address())}")
    note_sign_in(request, user, SignInEvent.Outcome.SIGNED_IN)


def give_back(buckets):
    """The try was no guess: it uses up none."""
    for bucket in buckets:
        throttle.give_back(bucket)


def note_sign_in(request, user, outcome):
    SignInEvent.objects.create(
        site=request.site,
        user=user,
        outcome=outcome,
        network=network_of(current_address()),
        device=request.headers.get("User-Agent", "")[:200],
    )


def _account(site, name):
    """The counter of an account, whichever of its names was typed."""
    typed = identity_of(site.pk, name)
    known = User.objects.named(typed).values_list("identity", flat=True).first()
    return f"account:{known or typed}"


def _is_known(site, name, network):
    return SignInEvent.objects.filter(
        user__names__identity__in=[identity_of(site.pk, name), identity_of(None, name)],
        outcome=SignInEvent.Outcome.SIGNED_IN,
        network=network,
        at__gt=timezone.now() - timedelta(days=90),
    ).exists()
