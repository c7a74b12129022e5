"""Letters about accounts, of clients and staff alike. Secrets are made while the letter is sent, never before."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts import doors
from portal_cms.accounts.models import User
from portal_cms.notices.letters import Letter, register
from sitesettings.models import AccessMode

DAY = 24 * 60 * 60


def invitation(row, reader):
    """Only while it is open: whoever has set a password needs none. Carries the values of the account's way in, and
    no others (C1)."""
    user = row.recipient
    if user.access_state != User.Access.PENDING and user.has_usable_password():
        return None
    return WAYS_IN[user.access_mode](user, {"is_client": reader.is_client, "way": user.access_mode})


def _password_link(user, values):
    """The user name stands in it only where it is not the address the mail comes to."""
    return Letter(
        label=_("Choose a password"),
        make_path=partial(doors.invitation_path, user),
        values={**values, "user_name": user.user_name, "days": _days(settings.PORTAL_INVITATION_LIFETIME)},
    )


def _start_password(user, values):
    days = _days(settings.PORTAL_START_PASSWORD_LIFETIME)
    return Letter(
        label=_("Sign in"),
        path=reverse("portal_accounts:sign_in"),
        make_secrets=lambda: {"start_password": doors.issue_start_password(user)},
        values={**values, "user_name": user.sign_in_name, "days": days},
    )


def _personal_link(user, values):
    return Letter(
        label=_("Open my portal"),
        make_path=partial(doors.link_path, user),
        values={**values, "days": _days(settings.PORTAL_LINK_LIFETIME)},
    )


WAYS_IN = {
    AccessMode.PASSWORD_LINK: _password_link,
    AccessMode.START_PASSWORD: _start_password,
    AccessMode.PERSONAL_LINK: _personal_link,
}


def personal_link(row, reader):
    """A new link for somebody who comes by one."""
    if row.recipient.access_mode != AccessMode.PERSONAL_LINK:
        return None
    return _personal_link(row.recipient, {})


def password_reset(row, reader):
    minutes = max(settings.PORTAL_RESET_LIFETIME // 60, 1)
    return Letter(
        label=_("Choose a new password"),
        make_path=partial(doors.reset_path, row.recipient),
        values={"minutes": minutes, "user_name": row.recipient.user_name},
    )


def password_changed(row, reader):
    """A note for safety; its link is for those who did not do it themselves."""
    return Letter(label=_("Choose a new password"), path=reverse("portal_accounts:password_forgotten"))


def _days(seconds):
    return max(seconds // DAY, 1)


def register_letters():
    register("invitation", invitation)
    register("personal_link", personal_link)
    register("password_reset", password_reset)
    register("password_changed", password_changed)
