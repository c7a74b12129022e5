"""The time before the mandate (J31): an inquiry is a matter with a number of its own, until it is accepted or declined.

Everything that lies in it, and everybody's right to it, is a matter's from the start, so accepting moves nothing.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = ("mandate", "inquiry_number", "declined_because")


class Mandate(models.TextChoices):
    INQUIRY = "inquiry", pgettext_lazy("matter", "Inquiry")
    ACCEPTED = "accepted", pgettext_lazy("mandate", "Accepted")
    DECLINED = "declined", pgettext_lazy("mandate", "Declined")


class MandateFields(models.Model):
    """Never part of a revision: reverting a text must not undo that the mandate was accepted."""

    mandate = models.CharField(
        _("mandate"), max_length=8, choices=Mandate, default=Mandate.ACCEPTED, editable=False
    )
    inquiry_number = models.CharField(_("number of the inquiry"), max_length=60, blank=True, editable=False)
    declined_because = models.TextField(_("reason for declining"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_inquiry(self):
        return self.mandate == Mandate.INQUIRY

    @property
    def is_declined(self):
        return self.mandate == Mandate.DECLINED

    @property
    def state_text(self):
        """What it is, in one word: inquiry, open or closed."""
        return self.get_mandate_display() if self.is_inquiry else self.get_state_display()
