"""The one writer of rights on matters: guardian's ledger and its projection for lists, in one transaction.

The ledger says who may do what; MatterAccess repeats it in the form lists can use. `verify` compares both
with the matter itself and `repair` writes what is missing.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.matters.face import note_client, watched
from portal_cms.matters.models import Matter, MatterAccess, MatterClient, MatterUserObjectPermission
from portal_cms.matters.pending import forget_matter

VIEW, CHANGE, PUBLISH, SHARE = "view_matter", "change_matter", "publish_matter", "use_client_portal"
Source = MatterAccess.Source
RESPONSIBLE = (VIEW, CHANGE, PUBLISH, SHARE)


@transaction.atomic
def set_people(matter, *, by, handler, assistant=None, named=(), sharers=(), restricted=False):
    """Decide who works on `matter`. `named` see and edit it although it is restricted; `sharers`, a part of
    them, may also send to clients (the firm's widening of A34). Records one event; returns the matter."""
    _check_staff(matter, [handler, *([assistant] if assistant else []), *named])
    with watched(matter, by=by):
        _set_people(matter, by, handler, assistant, named, sharers, restricted)
    return matter


def _set_people(matter, by, handler, assistant, named, sharers, restricted):
    before, was_restricted = _people(matter), _is_restricted(matter)
    matter.handler, matter.assistant, matter.is_restricted = handler, assistant, restricted
    Matter.objects.filter(pk=matter.pk).update(handler=handler, assistant=assistant, is_restricted=restricted)
    named_ids = {user.pk: user in sharers for user in named}
    _write(matter, _wanted(matter, named_ids))
    after = _people(matter)
    if before != after or was_restricted != restricted:
        record(
            "matter.people_changed",
            on=matter,
            by=by,
            matter=matter,
            before=before,
            after=after,
            restricted=restricted,
        )


@transaction.atomic
def add_client(matter, client, *, by):
    """Make `client` a client of `matter`. Nothing becomes visible before matter and access are active; then the
    client could be told of it."""
    if client.site_id != matter.site_id:
        raise PortalError("The client belongs to another firm.")
    link, made = MatterClient.objects.get_or_create(matter=matter, client=client, defaults={"added_by": by})
    sync(matter)
    if made:
        record("matter.client_added", on=matter, by=by, matter=matter, client=str(client.uuid))
        note_client(matter, client, by=by)
    return link


@transaction.atomic
def remove_client(matter, client, *, by):
    """End what `client` sees of `matter`, on the next request."""
    removed, _rows = MatterClient.objects.filter(matter=matter, client=client).delete()
    sync(matter)
    forget_matter(matter, client=client)
    if removed:
        record("matter.client_removed", on=matter, by=by, matter=matter, client=str(client.uuid))


@transaction.atomic
def sync(matter):
    """Bring ledger and projection in line with handler, assistant, named people and clients."""
    _write(matter, _wanted(matter, _named(matter)))


def sync_client(client):
    """After an account was made, changed or removed for `client`."""
    for matter in Matter.objects.filter(matter_clients__client=client):
        sync(matter)


def named_people(matter):
    """Account -> may send, of the people who see the matter for no other reason."""
    rows = MatterAccess.objects.filter(matter=matter, source=Source.NAMED).select_related("user")
    return {row.user: row.may_share for row in rows}


def differences(matter):
    """What `sync` would change: sets of (user, source, may_share) missing from and surplus in the projection,
    and of (user, permission) in the ledger. Empty sets mean all is well."""
    wanted = _wanted(matter, _named(matter))
    rows = {(user, source): share for user, source, share in _access_rows(matter)}
    ledger = {(user, codename) for user, codename in _ledger_rows(matter)}
    due = _ledger_of(wanted)
    return {
        "missing": {key for key, share in wanted.items() if rows.get(key) is not share},
        "surplus": set(rows) - set(wanted),
        "ledger_missing": due - ledger,
        "ledger_surplus": ledger - due,
    }


def _wanted(matter, named):
    """(user id, source) -> may share, as it follows from the matter and the named people."""
    wanted = {(matter.handler_id, Source.HANDLER): True}
    if matter.assistant_id:
        wanted[(matter.assistant_id, Source.ASSISTANT)] = True
    for user_id, shares in named.items():
        if user_id not in (matter.handler_id, matter.assistant_id):
            wanted[(user_id, Source.NAMED)] = shares
    accounts = MatterClient.objects.filter(matter=matter, client__user__isnull=False)
    for user_id in accounts.values_list("client__user_id", flat=True):
        wanted[(user_id, Source.CLIENT)] = False
    return wanted


def _named(matter):
    """Named people are those in the ledger who are there for no other reason."""
    grants = MatterUserObjectPermission.objects.filter(content_object=matter, user__kind=User.Kind.STAFF)
    named = {}
    for user_id, codename in grants.values_list("user_id", "permission__codename"):
        named[user_id] = named.get(user_id, False) or codename == SHARE
    former = MatterAccess.objects.filter(matter=matter, source__in=[Source.HANDLER, Source.ASSISTANT])
    for user_id in former.values_list("user_id", flat=True):
        named.pop(user_id, None)
    return named


def _write(matter, wanted):
    rows = {(user, source): share for user, source, share in _access_rows(matter)}
    for user_id, source in set(rows) - set(wanted):
        MatterAccess.objects.filter(matter=matter, user_id=user_id, source=source).delete()
    for (user_id, source), share in wanted.items():
        if rows.get((user_id, source)) is not share:
            MatterAccess.objects.update_or_create(
                matter=matter, user_id=user_id, source=source, defaults={"may_share": share}
            )
    _write_ledger(matter, _ledger_of(wanted))


def _ledger_of(wanted):
    due = set()
    for (user_id, source), share in wanted.items():
        if source in (Source.HANDLER, Source.ASSISTANT):
            codenames = RESPONSIBLE
        elif source == Source.NAMED:
            codenames = (VIEW, CHANGE, SHARE) if share else (VIEW, CHANGE)
        else:
            codenames = (VIEW,)
        due |= {(user_id, codename) for codename in codenames}
    return due


def _write_ledger(matter, due):
    existing = set(_ledger_rows(matter))
    for user_id, codename in existing - due:
        MatterUserObjectPermission.objects.filter(
            content_object=matter, user_id=user_id, permission__codename=codename
        ).delete()
    permissions = _permissions() if due - existing else {}
    MatterUserObjectPermission.objects.bulk_create(
        [
            MatterUserObjectPermission(
                content_object=matter, user_id=user_id, permission=permissions[codename]
            )
            for user_id, codename in sorted(due - existing)
        ]
    )


def _permissions():
    content_type = ContentType.objects.get_for_model(Matter)
    return {row.codename: row for row in Permission.objects.filter(content_type=content_type)}


def _access_rows(matter):
    return MatterAccess.objects.filter(matter=matter).values_list("user_id", "source", "may_share")


def _ledger_rows(matter):
    return MatterUserObjectPermission.objects.filter(content_object=matter).values_list(
        "user_id", "permission__codename"
    )


def _people(matter):
    """Who is in the matter and why, for the record; a named person who may send says so."""
    rows = MatterAccess.objects.filter(matter=matter).exclude(source=Source.CLIENT)
    return sorted(
        f"{source}:{uuid}:share" if source == Source.NAMED and may_share else f"{source}:{uuid}"
        for source, uuid, may_share in rows.values_list("source", "user__uuid", "may_share")
    )


def _is_restricted(matter):
    return Matter.objects.values_list("is_restricted", flat=True).get(pk=matter.pk)


def _check_staff(matter, people):
    for user in people:
        if user.kind != User.Kind.STAFF or user.site_id != matter.site_id:
            raise PortalError("Only staff of the firm can work on a matter.")
