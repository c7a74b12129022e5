"""Notices to clients that wait for somebody to say "send" (P27 to P30). Publishing and telling are two clicks.

Whoever makes something public, or changes something public, calls `note_change` in the transaction of that change;
whoever takes it back calls `forget`. `send` turns all that waits for a client into one mail. Never called for drafts
that save themselves, for what clients do not see, or for a saving that changed nothing.
"""

from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.common.errors import PortalError
from portal_cms.matters import announce
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.matters.news import told_by
from portal_cms.matters.pending_models import REACHABLE
from sitesettings.firm import firm_for

MATTERS = PendingNotice.Section.MATTERS
LABEL_LIMIT = PendingNotice._meta.get_field("label").max_length
RENEWED = ["matter", "section", "event", "label", "changed_by", "noted_at"]
ASK = "notify"  # the parameter of an address that opens the question on any screen of a matter


def note_change(matter, *, by, item, label, event, section=MATTERS, clients=None, is_new):
    """Remember that `item` became visible (`is_new`) or changed for `clients`, who have not been told.

    `clients` are by default those of the matter; who has no access to the portal is left out. `event` is the stem of
    the mail, `label` says to staff what it is. A thing that waits as new stays new. Call it in the transaction of the
    change. Returns whether anybody is waiting for it now, so whether the question is due.
    """
    return note_each(
        matter, by=by, labels={item: label}, event=event, section=section, clients=clients, is_new=is_new
    )


def note_each(matter, *, by, labels, event, section=MATTERS, clients=None, is_new):
    """The same for several things at once; `labels` is thing -> label."""
    reached = portal_clients(matter) if clients is None else _reachable(clients)
    rows = [
        PendingNotice(
            site_id=matter.site_id,
            matter=matter,
            client=client,
            section=section,
            event=event,
            kind=kind_of(item),
            item=item.uuid,
            label=label[:LABEL_LIMIT],
            is_new=is_new,
            changed_by=by,
        )
        for client in reached
        for item, label in labels.items()
    ]
    PendingNotice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["client", "kind", "item"],
        update_fields=[*RENEWED, "is_new"] if is_new else RENEWED,
    )
    return bool(rows)


def forget(item, *, client=None):
    """`item` was withdrawn or deleted, or `client` has been told of it in another way: nothing is sent about it."""
    rows = PendingNotice.objects.filter(kind=kind_of(item), item=item.uuid)
    return (rows.filter(client=client) if client else rows).delete()[0]


def take(items, *, client):
    """Those of `items`, all of one kind, that wait for `client`, who is told of them in another way: they do not
    wait any more."""
    if not items:
        return []
    rows = PendingNotice.objects.filter(
        client=client, kind=kind_of(items[0]), item__in=[item.uuid for item in items]
    )
    waiting = set(rows.values_list("item", flat=True))
    if waiting:
        rows.delete()
    return [item for item in items if item.uuid in waiting]


def forget_matter(matter, *, client=None):
    """The matter was taken down, or from `client`: nothing in it is visible. Billing has its own section and stays."""
    rows = PendingNotice.objects.filter(matter=matter, section=MATTERS)
    (rows.filter(client=client) if client else rows).delete()


def pending_of(matter, *, by=None):
    """What waits in the matter for clients who can be told, oldest first, with their names; of that what `by` may
    tell of."""
    rows = PendingNotice.objects.filter(matter=matter).reachable().select_related("client__user")
    return rows.filter(kind__in=told_by(by, matter)) if by else rows


@transaction.atomic
def send(matter, *, by, clients=None):
    """Tell each client, or each of `clients`, of all that waits, in one mail. Returns the clients told.

    Two people who send at once send one mail: the matter is locked, and what the first took is gone. Raises
    PortalError while the firm's portal is off, when nobody could read the news; it goes on waiting.
    """
    if not firm_for(matter.site).portal_enabled:
        raise PortalError(
            _(
                "The client portal of the firm is switched off, so no e-mail was sent. Please send it once it is on."
            )
        )
    told = []
    for client, rows in _take(matter, clients, by).items():
        events = {row.event for row in rows}
        event = events.pop() if len(events) == 1 else "matter_news"
        items = [{"kind": row.kind, "uuid": str(row.item), "section": row.section} for row in rows]
        announce.news(matter, client=client, event=event, items=items)
        record("matter.notified", on=matter, by=by, matter=matter, client=str(client.uuid), items=items)
        told.append(client)
    return told


@transaction.atomic
def discard(matter, *, by, clients=None):
    """Drop what waits without telling anybody. Returns the clients for whom something waited."""
    dropped = _take(matter, clients, by)
    for client, rows in dropped.items():
        record(
            "matter.notice_discarded",
            on=matter,
            by=by,
            matter=matter,
            client=str(client.uuid),
            count=len(rows),
        )
    return list(dropped)


def _take(matter, clients, by):
    """client -> its rows, which are deleted: they are this transaction's now."""
    Matter.objects.select_for_update().get(pk=matter.pk)
    rows = pending_of(matter, by=by)
    if clients is not None:
        rows = rows.filter(client__in=clients)
    taken = {}
    for row in rows:
        taken.setdefault(row.client, []).append(row)
    PendingNotice.objects.filter(pk__in=[row.pk for own in taken.values() for row in own]).delete()
    return taken


def portal_clients(matter):
    """The matter's clients who have access to the portal, or an invitation to it."""
    return list(
        Client.objects.filter(
            matter_clients__matter=matter, user__access_state__in=REACHABLE, user__is_active=True
        ).select_related("user")
    )


def asks(matter, *, by, since):
    """Whether something `by` did in `matter` since a moment waits now: then the question is due."""
    return pending_of(matter, by=by).filter(changed_by=by, noted_at__gte=since).exists()


def ask_url(name, matter, *args):
    """The address of a matter's screen that opens the question there: for the redirect after a saving."""
    return f"{reverse(name, args=[matter.pk, *args])}?{urlencode({ASK: 'ask'})}"


def kind_of(item):
    return item._meta.label_lower


def _reachable(clients):
    return [client for client in clients if client.user_id and client.user.access_state in REACHABLE]
