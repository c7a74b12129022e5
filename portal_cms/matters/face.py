"""What clients see of a matter itself, and what follows when that changes: something waits to be told of, or nothing
is left to tell. Parts of the matter have a face of their own.
"""

from contextlib import contextmanager

from django.db import transaction

from portal_cms.matters import pending
from portal_cms.matters.models import Matter

SEEN = ("reference", "subject", "description", "state", "handler_id")


@contextmanager
def watched(matter, *, by):
    """Run a change of `matter` in one transaction; compare what clients saw of it before with what they see now."""
    with transaction.atomic():
        before = _face(matter)
        yield
        after = _face(matter)
        if after == before:
            return
        if after is None:
            pending.forget_matter(matter)
        else:
            _note(matter, by=by, is_new=before is None)


def note_client(matter, client, *, by):
    """`client` was made one of the matter's clients: a public matter is new to them."""
    if _face(matter) is not None:
        _note(matter, by=by, is_new=True, clients=[client])


def _note(matter, **values):
    matter = Matter.objects.get(pk=matter.pk)  # as it is public, not as a draft has it
    pending.note_change(matter, item=matter, label=str(matter), event="matter_news", **values)


def _face(matter):
    """None while clients do not see the matter."""
    public = Matter.objects.filter(pk=matter.pk, live=True, has_portal=True)
    return public.values(*SEEN).first()
