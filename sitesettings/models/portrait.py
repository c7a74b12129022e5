"""What a firm tells about itself on the home page, one text per language (A10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings.fields import language_choices
from sitesettings.validators import single_line

PORTRAIT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "hr"]


class FirmPortrait(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="portraits", editable=False, verbose_name=_("firm")
    )
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    title = models.CharField(_("title"), max_length=120, validators=[single_line])
    body = RichTextField(_("text"), features=PORTRAIT_FEATURES)
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("firm portrait")
        verbose_name_plural = _("firm portraits")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "language"],
                name="sitesettings_portrait_language",
                violation_error_message=_("There is a portrait in this language already."),
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.get_language_display()})"

    def get_preview_template(self, request, mode_name):
        return "sitesettings/portrait_preview.html"
