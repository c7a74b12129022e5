"""Writes on the parts of a matter. Publishing sends nothing: it notes what the clients could be told (P27 to P30)."""

from django.db import transaction
from django.utils import timezone

from portal_cms.audit.services import record_each
from portal_cms.common.errors import PortalError
from portal_cms.matters.models import Matter
from portal_cms.matters.services import touch
from portal_cms.parts import announce
from portal_cms.parts.access import why_not_yet


@transaction.atomic
def save_part(part, *, by, fields=()):
    """Keep a new or changed part; `is_published` says whether clients see it from now on. Returns whether the question
    is due, that is whether there is something new for clients who could be told.

    `fields` are the names of those that changed. Raises PortalError when it is to be published and the matter is
    not. Who may publish is asked by the caller.
    """
    matter = _hold(part.matter)
    is_new = part.pk is None
    was_public = not is_new and type(part).objects.select_for_update().get(pk=part.pk).is_published
    if part.is_published and not was_public:
        _check_published(matter)
        part.published_at = timezone.now()
    part.save()
    _note("created" if is_new else "changed", [part], by, **({} if is_new else {"fields": sorted(fields)}))
    if part.is_published and not was_public:
        return _shown([part], matter, by)
    if was_public and not part.is_published:
        _hidden([part], by)
    elif part.is_published and set(fields) - {*part.PRIVATE, "is_published"}:
        touch(matter, by_client=False)
        return announce.changed(part, by=by, is_new=False)
    return False


@transaction.atomic
def publish_parts(parts, *, by):
    """Show these parts, all of one kind and one matter, to its clients; those that are public already stay as they
    are. Returns how many became public, and whether the question is due. Raises PortalError while the matter is not published (P31)."""
    parts = list(parts)
    if not parts:
        return 0, False
    matter = _hold(parts[0].matter)
    _check_published(matter)
    hidden = _switch(parts, True, published_at=timezone.now())
    return len(hidden), bool(hidden) and _shown(hidden, matter, by)


@transaction.atomic
def withdraw_parts(parts, *, by):
    """Hide these parts, all of one kind and one matter, from its clients at once. Returns how many were public."""
    parts = list(parts)
    if not parts:
        return 0
    _hold(parts[0].matter)
    public = _switch(parts, False)
    if public:
        _hidden(public, by)
    return len(public)


@transaction.atomic
def delete_part(part, *, by):
    """Delete it for good; what clients could still be told of it is forgotten."""
    _hold(part.matter)
    announce.forget(part)
    _note("deleted", [part], by)
    part.delete()


def _hold(matter):
    """The matter as it is now, locked: it can not be taken down while a part of it is being published."""
    return Matter.objects.select_for_update().get(pk=matter.pk)


def _check_published(matter):
    if reason := why_not_yet(matter):
        raise PortalError(reason)


def _switch(parts, is_published, **changes):
    """Those of the parts that were not so yet, and are now."""
    model = type(parts[0])
    keys = [part.pk for part in parts]
    rows = model.objects.filter(pk__in=keys, is_published=not is_published)
    found = list(rows.select_for_update().select_related("matter"))
    changes = {"is_published": is_published, "changed_at": timezone.now(), **changes}
    model.objects.filter(pk__in=[part.pk for part in found]).update(**changes)
    for part in found:
        for name, value in changes.items():
            setattr(part, name, value)
    return found


def _shown(parts, matter, by):
    _note("published", parts, by)
    touch(matter, by_client=False)
    due = [announce.changed(part, by=by, is_new=True) for part in parts]  # of each, so not inside any()
    return any(due)


def _hidden(parts, by):
    _note("withdrawn", parts, by)
    for part in parts:
        announce.forget(part)


def _note(verb, parts, by, **details):
    record_each(f"{parts[0]._meta.model_name}.{verb}", on=parts, by=by, matter=parts[0].matter, **details)
