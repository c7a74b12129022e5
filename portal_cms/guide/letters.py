"""The test mail a member of staff sends to the own address."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.notices.letters import Letter, register


def sender_tested(row, reader):
    return (
        None
        if reader.is_client
        else Letter(label=_("Back to the set-up guide"), path=reverse("portal_guide:guide"))
    )


def register_letters():
    register("sender_tested", sender_tested)
