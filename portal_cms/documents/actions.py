"""What staff can do with documents of a matter, offered in the button bar and in every three-dot menu.

Apps above add their own with `register_action` (messaging: "with message"), so imports go down only. Which
actions stand in the bar is personal (A39); the menu of a list always holds all of them (A38), that of one document those
that can be done with it (A43). Leaving an action out of a menu is no protection: its view asks for the right itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from portal_cms.accounts.models import StaffProfile
from portal_cms.documents.models import Document

BAR = "documents"  # the key in StaffProfile.toolbar


@dataclass(frozen=True)
class Action:
    """`url_name` is reversed with the matter's pk and takes the documents as `?document=<uuid>`. `fits` says of a document
    with its `share_rows` whether the action is not refused anyway."""

    key: str
    label: str
    icon: str
    url_name: str
    order: int
    is_allowed: Callable
    in_bar: bool = False
    is_serious: bool = False
    fits: Callable = lambda document: True


def is_not_refused(document):
    """A file that was refused is there to say why; nothing is done with what is in it."""
    return not document.is_rejected


_actions: dict[str, Action] = {}


def register_action(action):
    _actions[action.key] = action


def all_actions():
    return sorted(_actions.values(), key=lambda action: action.order)


class ActionMenu:
    """The actions one person has in one matter."""

    def __init__(self, user, matter, *, may_share):
        self.user, self.matter, self.may_share = user, matter, may_share
        self.allowed = [action for action in all_actions() if action.is_allowed(self)]

    def may(self, permission):
        return policy_registry.get_by_type(Document).user_has_permission(self.user, permission)

    def rows(self, document=None):
        """All actions, or those that can be done with this document."""
        return [
            {
                "key": action.key,
                "label": action.label,
                "icon": action.icon,
                "is_serious": action.is_serious,
                "url": reverse(action.url_name, args=[self.matter.pk]),
            }
            for action in self.allowed
            if document is None or action.fits(document)
        ]

    def bar(self):
        chosen = bar_of(self.user)
        return [row for row in self.rows() if row["key"] in chosen]


def bar_of(user):
    """Keys of the buttons in this person's bar; the shipped ones until the person has chosen."""
    toolbar = StaffProfile.objects.filter(user=user).values_list("toolbar", flat=True).first()
    if isinstance(toolbar, dict) and BAR in toolbar:
        return set(toolbar[BAR])
    return {action.key for action in all_actions() if action.in_bar}


def choose_bar(user, keys):
    """Remember the person's choice; None goes back to the shipped buttons."""
    profile, _made = StaffProfile.objects.get_or_create(user=user)
    toolbar = dict(profile.toolbar) if isinstance(profile.toolbar, dict) else {}
    toolbar.pop(BAR, None)
    if keys is not None:
        toolbar[BAR] = [action.key for action in all_actions() if action.key in keys]
    profile.toolbar = toolbar or []
    profile.save(update_fields=["toolbar"])


def _shipped():
    names = "portal_documents_admin:"
    yield Action(
        "share",
        _("Client portal: without message"),
        "view",
        names + "share",
        10,
        lambda menu: menu.may_share,
        in_bar=True,
        fits=is_not_refused,
    )
    yield Action(
        "publish",
        _("Publish"),
        "upload",
        names + "publish",
        24,
        lambda menu: menu.may_share,
        in_bar=True,
        fits=is_not_refused,
    )
    yield Action(
        "withdraw",
        _("Withdraw"),
        "no-view",
        names + "withdraw",
        26,
        lambda menu: menu.may_share,
        in_bar=True,
        fits=lambda document: any(share.can_be_ended for share in document.share_rows),
    )
    yield Action(
        "download",
        _("Download"),
        "download",
        names + "download",
        30,
        lambda menu: True,
        in_bar=True,
        fits=is_not_refused,
    )
    yield Action(
        "move",
        _("Move to folder"),
        "folder-open-1",
        names + "move",
        40,
        lambda menu: menu.may("change"),
        in_bar=True,
    )
    yield Action("rename", _("Rename"), "edit", names + "rename", 50, lambda menu: menu.may("change"))
    yield Action(
        "delete",
        _("Delete"),
        "bin",
        names + "delete",
        60,
        lambda menu: menu.may("delete"),
        is_serious=True,
        fits=lambda document: not document.client_id and not document.share_rows,
    )


for _action in _shipped():
    register_action(_action)
