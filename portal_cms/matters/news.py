"""The letters about what was published or changed, and what each of the things is for a client.

Apps above register their models from `AppConfig.ready()`, so imports go down only. A letter names the section of the
portal and leads there (P28, P45); each thing is looked up again when the mail is made, and one that the client may
not see any more is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.matters.access import may_notify
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.notices.letters import Letter, register

Section = PendingNotice.Section
EVENTS = (
    "matter_news",
    "party_news",
    "court_news",
    "proceeding_news",
    "document_news",
    "invoice_news",
    "proforma_news",
    "provision_news",
)


@dataclass(frozen=True)
class Kind:
    """`path(items)` is the page of the portal where a client finds these things of one matter; `title(item)` names
    one of them in a mail whose firm allows contents. `permission` is what staff need to read of it, besides seeing
    the matter; with `telling` they may tell clients of it, also where they may not tell of the matter itself."""

    model: type[models.Model]
    path: Callable[[list], str]
    title: Callable[[models.Model], str]
    permission: str = ""
    telling: str = ""


_kinds: dict[str, Kind] = {}


def register_kind(model, path, title=str, permission="", telling=""):
    """Make rows of `model` things of which clients can be told. It needs `uuid` and `objects.visible_to(user)`."""
    _kinds[model._meta.label_lower] = Kind(model, path, title, permission, telling)


def told_by(user, matter):
    """The kinds of things in `matter`, which `user` sees, that this member of staff may tell clients of: those of the
    matter if it is theirs to notify, and those with a permission of their own. The operator of the server tells
    nobody."""
    if user.is_superuser or user.kind != User.Kind.STAFF:
        return []
    is_theirs = may_notify(user, matter)
    return [name for name, kind in _kinds.items() if _is_told_by(user, kind, is_theirs)]


def _is_told_by(user, kind, is_theirs):
    if kind.permission and not user.has_perm(kind.permission):
        return False
    return is_theirs or bool(kind.telling and user.has_perm(kind.telling))


def compose(row, reader):
    """To a client: those of the things that are still visible, under the sections where they are."""
    wanted = {}
    for entry in row.context["items"]:
        wanted.setdefault(entry["kind"], {})[entry["uuid"]] = entry["section"]
    found = {kind: _visible(kind, uuids, reader) for kind, uuids in wanted.items()}
    found = {kind: items for kind, items in found.items() if items}
    if not found:
        return None
    sections = [Section(value) for value in _sections(found, wanted)]
    names = [_kinds[kind].title(item) for kind, items in found.items() for item in items]
    return Letter(
        label=_("Open the portal"),
        path=_path(found, sections, row.context["matter"]),
        values={"section": in_words([section.label for section in sections]), "count": len(names)},
        content={"matter": _matter_name(row, reader), "names": names},
    )


def _visible(kind, uuids, reader):
    if kind not in _kinds:
        return []
    return list(_kinds[kind].model.objects.visible_to(reader).filter(uuid__in=list(uuids)))


def _sections(found, wanted):
    values = {wanted[kind][str(item.uuid)] for kind, items in found.items() for item in items}
    return [value for value in Section.values if value in values]


def _path(found, sections, matter):
    """To the things themselves if they are of one kind; else to the matter; else to the portal's first page."""
    if len(found) == 1:
        [(kind, items)] = found.items()
        return _kinds[kind].path(items)
    if sections == [Section.MATTERS]:
        return reverse("portal_dashboard:matter", args=[matter])
    return reverse("portal_dashboard:home")


def _matter_name(row, reader):
    """Billing may reach somebody who does not see the matter (P38): then its name is not told."""
    matter = Matter.objects.visible_to(reader).filter(uuid=row.context["matter"]).first()
    return str(matter) if matter else ""


def _in_words(labels):
    return get_text_list([str(label) for label in labels], _("and"))


in_words = lazy(_in_words, str)  # the language is the reader's, known when the mail is rendered


def matter_path(matters):
    return reverse("portal_dashboard:matter", args=[matters[0].uuid])


def register_letters():
    register_kind(Matter, matter_path)
    for event in EVENTS:
        register(event, compose)
