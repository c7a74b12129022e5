"""A firm's own text of one event in one language (P4). Without a published one the shipped text is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings.events import WORDED, label
from sitesettings.fields import language_choices
from sitesettings.validators import single_line

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


def event_choices():
    return [(stem, event.label) for stem, event in WORDED.items()]


class MailText(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Subject and body carry markers like `{link}`, see `sitesettings.events`. Neither is ever a template."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", editable=False, verbose_name=_("firm")
    )
    event = models.CharField(_("event"), max_length=40, choices=event_choices, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=language_choices, editable=False)
    subject = models.CharField(_("subject"), max_length=200, validators=[single_line])
    body = RichTextField(_("text"), features=FEATURES)

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["event", "language"]
        constraints = [
            models.UniqueConstraint(fields=["site", "event", "language"], name="one_mail_text_per_language")
        ]

    def __str__(self):
        return f"{label(self.event)} ({self.get_language_display()})"

    @property
    def preview_modes(self):
        return [("html", _("Mail")), ("text", _("Plain text"))]

    def serve_preview(self, request, mode_name):
        """`reader` is the account chosen in the form, if any (see `notices.staff_forms`)."""
        from portal_cms.notices.previewing import answer

        return answer(self, mode_name, reader=getattr(self, "reader", None))
