"""The life of a client's access: none -> invited -> active, blocked and back, and removed from anywhere.

Each step says from which states it is taken, in the UPDATE itself: two people at once take it once. Whatever ends an
access or starts it anew also ends what was mailed before it, and the sessions.
"""

from dataclasses import dataclass, replace

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.accounts.doors import end_secrets
from portal_cms.accounts.identity import email_key, identity_of
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients import announce
from portal_cms.clients.models import Client
from portal_cms.clients.signals import access_ended, account_given
from portal_cms.common.errors import PortalError
from sitesettings.firm import firm_for
from sitesettings.models import AccessMode

State = User.Access
CHANGED = gettext_lazy("The access of this client has changed meanwhile. Please look again.")
CLOSED = gettext_lazy(
    "The portal is switched off, so no access can be sent. Please switch it on first: Settings > Firm."
)
NOWHERE = gettext_lazy(
    "The portal has no address yet, so the e-mail could lead nowhere. Please choose a host name first."
)


@dataclass(frozen=True)
class Credentials:
    """What an access is given with: the name shown, the name to sign in with, where mails go, and the way in."""

    name: str
    user_name: str
    email: str
    mode: str


def proposed(client) -> Credentials:
    """From the contact and the firm's standard; staff may change all of it before sending (P11 to P13)."""
    return Credentials(
        name=contact_name(client),
        user_name=client.email,
        email=client.email,
        mode=firm_for(client.site).access_mode,
    )


def contact_name(client):
    return f"{client.first_name} {client.last_name or client.company}".strip()


def why_closed(site):
    """What of the firm is still to be set up before anybody can enter, or "". While it is, no access is sent."""
    if not firm_for(site).portal_enabled:
        return str(CLOSED)
    return "" if site.hosts.exists() else str(NOWHERE)


def _require_open(site):
    if reason := why_closed(site):
        raise PortalError(reason)


def address_is_client(site, email):
    """True if a contact of this firm has this address, whether or not it was invited (A3)."""
    return bool(email) and Client.objects.filter(site=site, email_key=email_key(email)).exists()


def account_with(site, name, *, other_than=None):
    """The account of this firm that has this user name or address, if it is not that of `other_than`."""
    if not name:
        return None
    account = User.objects.named(identity_of(site.pk, name)).first()
    return None if account is None or (other_than and account.pk == other_than.user_id) else account


@transaction.atomic
def send_access(client, chosen: Credentials, *, by):
    """Give `client` an account with the chosen values and send the invitation (P14). PortalError says what is
    missing or in the way."""
    Client.objects.select_for_update().get(pk=client.pk)
    client.refresh_from_db(fields=["user"])
    if client.access_state != State.NONE:
        raise PortalError(CHANGED)
    _require_open(client.site)
    if not (chosen.name and chosen.user_name and chosen.email):
        raise PortalError(_("Name, user name and e-mail address are needed to send the access."))
    _give_account(client, chosen)
    client.invited_at = timezone.now()
    client.save(update_fields=["user", "invited_at"])
    account_given.send(None, client=client)
    record("client.invited", on=client, by=by, way=chosen.mode)
    announce.invitation(client)
    return client


def invite(client, *, by, mode=None):
    """Send the one access with the proposed values (A4, A5), the firm's way in unless `mode` says another.

    A client who was invited before keeps the account; nothing is sent a second time (see `resend`).
    """
    if client.access_state in (State.PENDING, State.ACTIVE):
        return client
    if client.access_state == State.BLOCKED:
        raise PortalError(
            _("The access of %(client)s is blocked. Please unblock it first.") % {"client": client}
        )
    if not client.email:
        raise PortalError(_("%(client)s has no e-mail address. Please add one first.") % {"client": client})
    chosen = proposed(client)
    return send_access(client, replace(chosen, mode=mode or chosen.mode), by=by)


@transaction.atomic
def resend(client, *, by):
    """Send the invitation again while it is pending (P18); what the older mail brought stops working (C5)."""
    _require_open(client.site)
    _move(client, [State.PENDING], State.PENDING)
    client.invited_at = timezone.now()
    client.save(update_fields=["invited_at"])
    record("client.invitation_resent", on=client, by=by)
    announce.invitation(client)
    return client


@transaction.atomic
def block(client, *, by):
    """Refuse every entry from the next request on: passwords, sessions, links (P21)."""
    _move(client, [State.ACTIVE], State.BLOCKED)
    access_ended.send(None, client=client, by=by)
    record("client.access_blocked", on=client, by=by)


@transaction.atomic
def unblock(client, *, by):
    """Back to active. The own password works as before; mailed links stay ended, also a personal one."""
    _move(client, [State.BLOCKED], State.ACTIVE)
    record("client.access_unblocked", on=client, by=by)


@transaction.atomic
def remove_access(client, *, by):
    """Take the account away (P19, P22); the contact and its matters stay. A new invitation starts afresh."""
    _move(client, [State.PENDING, State.ACTIVE, State.BLOCKED], State.NONE, password=make_password(None))
    client.user.save(update_fields=["access_state"])  # gives its names back
    access_ended.send(None, client=client, by=by)
    record("client.access_removed", on=client, by=by)


@transaction.atomic
def renew_link(client, *, by):
    """Send a client who comes by a personal link a new one; the older ones end with their sessions."""
    _require_open(client.site)
    _end_link(client)
    record("client.link_renewed", on=client, by=by)
    announce.new_link(client)


@transaction.atomic
def end_link(client, *, by):
    """End the personal link and the sessions it opened. The access stays: a new link can be sent or asked for."""
    _end_link(client)
    record("client.link_ended", on=client, by=by)


def _end_link(client):
    _move(client, [State.ACTIVE], State.ACTIVE, only={"access_mode": AccessMode.PERSONAL_LINK})


def _give_account(client, chosen):
    """A new account, or the former one with the values of today."""
    user = client.user or User(site=client.site, kind=User.Kind.CLIENT)
    user.set_unusable_password()
    user.email = chosen.email
    user.user_name = "" if email_key(chosen.user_name) == email_key(chosen.email) else chosen.user_name
    user.first_name, user.last_name = "", chosen.name
    if chosen.name == contact_name(client):
        user.first_name, user.last_name = client.first_name, client.last_name or client.company
    user.language, user.access_mode, user.access_state = client.language, chosen.mode, State.PENDING
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise PortalError(
            _(
                "Another account of the firm already uses this user name or e-mail address."
                " Please use a different one."
            )
        ) from None
    client.user = user


def _move(client, states, state, *, only=None, **changes):
    """Take the account from one of `states` to `state`, or raise PortalError if it is in none of them any more.
    Sessions and all that was mailed end with it."""
    accounts = User.objects.filter(pk=client.user_id, access_state__in=states, **(only or {}))
    if not accounts.update(access_state=state, session_epoch=F("session_epoch") + 1, **changes):
        raise PortalError(CHANGED)
    client.user.refresh_from_db()
    client.user.sessions.all().delete()
    end_secrets(client.user)


def obstacles_to_delete(client):
    """What hangs on a contact, as names of kinds; empty if it can be deleted without losing anything."""
    kinds = []
    for relation in client._meta.related_objects:
        if relation.related_model._base_manager.filter(**{relation.field.name: client}).exists():
            kinds.append(str(relation.related_model._meta.verbose_name_plural))
    if client.access_state != User.Access.NONE:
        kinds.append(_("an access to the portal"))
    return kinds


@transaction.atomic
def delete(client, *, by):
    """Forget a contact on which nothing hangs, and the account left from a former access."""
    if obstacles_to_delete(client):
        raise PortalError(_("Something still hangs on %(client)s.") % {"client": client})
    record("client.deleted", on=client, by=by)
    account = client.user
    client.delete()
    if account:
        account.delete()
