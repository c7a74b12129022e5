"""Errors whose text a person may read, and the answer to a lost form token."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _


class PortalError(ValidationError):
    """A rule was broken; the message is translated and says what to do.

    A ValidationError, so that a form can show it at the field it belongs to with `add_error`.
    """

    @property
    def text(self):
        return " ".join(self.messages)


def csrf_failure(request, reason=""):
    """The form's token is gone, mostly because the person signed in elsewhere: say so, keep the way back."""
    return render(
        request,
        "403.html",
        {
            "title": _("This was not sent"),
            "reason": _(
                "You signed in anew meanwhile, or this page was open for a long time. Please go back, copy what you wrote,"
                " reload the page and send it again."
            ),
        },
        status=403,
    )
