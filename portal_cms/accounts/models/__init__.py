"""Rows about who is at the door. One file per kind: accounts, what opens them, what visits leave behind."""

from .accounts import FirmRole, StaffProfile, User, UserManager, UserQuerySet
from .keys import AccessLink, AccountName, AccountToken
from .traces import AccountSession, SignInEvent, SignInQuerySet, Throttle

__all__ = [
    "AccessLink",
    "AccountName",
    "AccountSession",
    "AccountToken",
    "FirmRole",
    "SignInEvent",
    "SignInQuerySet",
    "StaffProfile",
    "Throttle",
    "User",
    "UserManager",
    "UserQuerySet",
]
