"""What follows from a change of an account: its audit event, and the mail that belongs to it.

Accounts know neither mail nor record, so they send signals; all run inside the transaction of the change.
"""

from portal_cms.accounts import signals
from portal_cms.audit.services import record
from portal_cms.notices.services import enqueue
from sitesettings.models import AccessMode


def connect():
    for signal, receiver in (
        (signals.password_reset_wanted, reset_wanted),
        (signals.password_changed, password_changed),
        (signals.account_activated, activated),
        (signals.invitation_wanted, invitation_wanted),
        (signals.account_changed, changed),
    ):
        signal.connect(receiver, dispatch_uid=f"portal_notices.{receiver.__name__}")


def reset_wanted(sender, user, **kwargs):
    """Anybody who knows the address can ask, so the account is the object and nobody the actor."""
    _record("account.password_reset_requested", user, by=None)
    if user.access_mode == AccessMode.PERSONAL_LINK:
        enqueue("personal_link", site=user.site, to=user, context={}, merge="reset")
    else:
        enqueue("password_reset", site=user.site, to=user, context={}, merge="reset")


def password_changed(sender, user, **kwargs):
    _record("account.password_changed", user, by=user)
    if user.site_id:
        enqueue("password_changed", site=user.site, to=user, context={})


def activated(sender, user, **kwargs):
    _record("account.activated", user, by=user)


def invitation_wanted(sender, user, by, **kwargs):
    """For staff; clients are invited by their own service."""
    _record("account.invited", user, by=by)
    enqueue("invitation", site=user.site, to=user, context={}, merge="invitation")


def changed(sender, user, by, action, details, **kwargs):
    _record(action, user, by=by, **details)


def _record(action, user, *, by, **details):
    """The operator belongs to no firm, so no firm's record tells of the operator's own account."""
    if user.site_id:
        record(action, on=user, by=by, **details)
