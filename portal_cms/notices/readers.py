"""Real people a mail text can be previewed for. Who they are is known further up, so it is registered here."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from portal_cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Readers:
    """`make_field(user)` asks for one of the people `user` may see, or is None; `account_of` its answer."""

    make_field: Callable[[User], forms.Field | None]
    account_of: Callable[[object], User]


_registered: list[Readers] = []


def register_readers(readers: Readers) -> None:
    _registered[:] = [readers]


def field_for(user) -> forms.Field | None:
    return _registered[0].make_field(user) if _registered else None


def account_of(answer) -> User | None:
    return _registered[0].account_of(answer) if _registered and answer else None
