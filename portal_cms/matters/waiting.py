"""What waits in a matter, as the question about it and the page of "Notify" show it."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portal_cms.matters.pending import pending_of


@dataclass(frozen=True)
class Group:
    """Clients for whom the same things wait."""

    clients: list
    notices: list

    @property
    def names(self):
        return in_words(self.clients)


@dataclass(frozen=True)
class Waiting:
    """All that waits in a matter, for the templates. `count` is the number of things."""

    groups: list
    count: int

    @property
    def clients(self):
        return [client for group in self.groups for client in group.clients]


def waiting_in(user, matter):
    """What `user` could tell clients of in `matter`; None if nothing waits or it is not for `user` to say.

    A matter read by `screens.matter_for` knows whether anything waits, so that most screens ask nothing more.
    """
    if not getattr(matter, "has_pending", True):
        return None
    notices = list(pending_of(matter, by=user))
    return group(notices) if notices else None


def group(notices):
    by_client = {}
    for notice in notices:
        by_client.setdefault(notice.client, []).append(notice)
    groups = {}
    for client, own in by_client.items():
        things = tuple((notice.kind, notice.item, notice.is_new) for notice in own)
        groups.setdefault(things, Group([], own)).clients.append(client)
    return Waiting(list(groups.values()), len({(notice.kind, notice.item) for notice in notices}))


def in_words(clients):
    return get_text_list([str(client) for client in clients], _("and"))
