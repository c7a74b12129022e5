"""What a mail is about, and whether its recipient may still know.

Each capability registers one function per event from its `AppConfig.ready()`; this module knows none of
them. The function gets the outbox row and the reader, and answers with a Letter, or with None when the
reader may not know (any more): the right is checked when the mail is made, not when it was announced.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from portal_cms.accounts.models import User
from portal_cms.notices.models import MailText, OutboxMessage


@dataclass(frozen=True, slots=True)
class Letter:
    """`path` leads to the item on the firm's host; `make_path` makes one with a secret instead, at the moment of
    sending (see `accounts.doors`). `label` names that link in a lazy text. `values` are for the templates:
    counts and flags. Contents of the matter go into `content` ("matter", "names", "client"), which texts get only
    where the firm allows it.

    `markers` are the plain values of the event's markers (see `sitesettings.events`); those that stand in
    `values` or `content` already need not be repeated. `make_secrets` returns more of them; it is called once,
    when the mail is sent, and never for a preview. So is `make_path`, which makes a path with a secret of its own.
    `draft` is a text that is tried out before it is published; `typed` is one that was written for this mail alone,
    which the outbox does not show: its reader may not be one of the matter's people."""

    label: str
    path: str = ""
    make_path: Callable[[], str] | None = None
    values: dict = field(default_factory=dict)
    content: dict = field(default_factory=dict)
    markers: dict[str, str] = field(default_factory=dict)
    make_secrets: Callable[[], dict[str, str]] | None = None
    draft: MailText | None = None
    typed: MailText | None = None


Composer = Callable[[OutboxMessage, User], Letter | None]
_composers: dict[str, Composer] = {}
_to_contacts: set[str] = set()
INSTEAD_OF = "instead_of"  # in the context of a row: uuids of the people whose deputy the recipient is
TRIAL = "trial"  # in the context of a row: the mail text that is tried out, whatever the event


def register(event: str, composer: Composer, *, reaches_contacts: bool = False) -> None:
    """`reaches_contacts`: the mail goes to clients without access to the portal too; its link is their way in."""
    _composers[event] = composer
    if reaches_contacts:
        _to_contacts.add(event)


def letter_for(row: OutboxMessage, firm) -> Letter | None:
    """The letter of a row, or None if nobody may or can be told any more. A deputy who may not know falls out: then
    the first of those the deputy stands in for becomes the recipient of the row (it is not saved)."""
    letter = _composed(row, row.recipient, firm)
    if letter or not row.context.get(INSTEAD_OF):
        return letter
    for person in User.objects.filter(uuid__in=row.context[INSTEAD_OF]):
        if letter := _composed(row, person, firm):
            row.recipient = person
            return letter
    return None


def _composed(row, user, firm):
    composer = _composers.get(TRIAL if TRIAL in row.context else row.event)
    if composer is None or user is None or not _is_reachable(user, firm, row.event):
        return None
    return composer(row, reader_of(user))


def reader_of(user: User) -> User:
    """The account as it will be when the link is opened: somebody invited reads after setting a password."""
    if user.access_state != User.Access.PENDING:
        return user
    reader = copy.copy(user)
    reader.access_state = User.Access.ACTIVE
    return reader


def _is_reachable(user, firm, event):
    reached = {User.Access.ACTIVE, User.Access.PENDING}
    if event in _to_contacts:
        reached.add(User.Access.NONE)
    if not user.is_active or user.access_state not in reached:
        return False
    return firm.portal_enabled or not user.is_client
