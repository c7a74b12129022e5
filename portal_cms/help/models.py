"""A firm's own help texts. Without a published one the shipped text of the same key is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings.fields import language_choices
from sitesettings.validators import single_line

FEATURES = ["bold", "italic", "ol", "ul", "link"]


class Section(models.TextChoices):
    """In the order of the page."""

    ABOUT = "about", _("What the portal is")
    SIGN_IN = "sign_in", _("Signing in")
    SEND = "send", _("Sending and writing")
    SIGN = "sign", _("Signing documents")
    QUESTIONS = "questions", _("Other questions")
    CONCERNS = "concerns", _("Concerns, and what we answer")


class HelpText(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """With a `key` it takes the place of that shipped text, without one it is a question of the firm's own."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", editable=False, verbose_name=_("firm")
    )
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    key = models.CharField(max_length=32, blank=True, editable=False)
    section = models.CharField(_("section"), max_length=10, choices=Section, default=Section.QUESTIONS)
    question = models.CharField(_("question"), max_length=200, validators=[single_line])
    answer = RichTextField(_("answer"), features=FEATURES)
    is_hidden = models.BooleanField(
        _("leave it out of the help page"),
        default=False,
        help_text=_("Clients do not see this question. Your staff still find it among the concerns."),
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("help text")
        verbose_name_plural = _("help texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "language", "key"],
                condition=~models.Q(key=""),
                name="one_help_text_per_language",
            )
        ]

    def __str__(self):
        return f"{self.question} ({self.get_language_display()})"

    def serve_preview(self, request, mode_name):
        from portal_cms.help.previewing import answer

        return answer(self, request)
