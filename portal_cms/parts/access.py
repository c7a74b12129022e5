"""Rules about the parts of a matter: who may show them to its clients, and when."""

from django.utils.translation import gettext as _

from portal_cms.matters.policy import may_publish


def why_not_yet(matter):
    """Why no part of this matter can be published now, as a sentence; empty if it can (P31)."""
    if matter.live and matter.has_portal:
        return ""
    return _("Please publish the matter in the client portal first. Its parts can be published after that.")


def why_not_by(user, matter):
    """Why `user` can not change what the clients of this matter see, as a sentence; empty if it can."""
    if may_publish(user, matter):
        return ""
    return _("Only the handler and the assistant of this matter can change what its clients see.")


def why_not_publish(user, matter):
    """The first of both reasons."""
    return why_not_by(user, matter) or why_not_yet(matter)
