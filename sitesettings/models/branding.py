"""What makes a portal look and sound like its firm: logo, colours and welcoming texts, drafted and then published."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings.models.themes import ColourField, Theme

TEXTS = ("description", "welcome", "greeting", "footer")


def _picture(label, help_text):
    return models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        help_text=help_text,
    )


def _text(label, length=600):
    return models.TextField(label, max_length=length, blank=True)


class Branding(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One row per firm. Its columns are what the portal shows; what is being worked on is a revision."""

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="branding", editable=False, verbose_name=_("firm")
    )
    logo = _picture(_("logo"), _("Shown at the top of every page and mail. PNG, JPEG or WebP."))
    favicon = _picture(_("browser icon"), _("A square picture, shown in the browser's tab."))
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    has_own_colours = models.BooleanField(
        _("use our own colours"),
        default=False,
        help_text=_("The two colours below take the place of those of the theme."),
    )
    brand_colour = ColourField(_("brand colour"), max_length=7, blank=True)
    accent_colour = ColourField(_("accent colour"), max_length=7, blank=True)
    description_de = _text(_("description in German"), 300)
    description_en = _text(_("description in English"), 300)
    description_es = _text(_("description in Spanish"), 300)
    welcome_de = _text(_("welcome in German"), 300)
    welcome_en = _text(_("welcome in English"), 300)
    welcome_es = _text(_("welcome in Spanish"), 300)
    greeting_de = _text(_("greeting in German"))
    greeting_en = _text(_("greeting in English"))
    greeting_es = _text(_("greeting in Spanish"))
    footer_de = _text(_("footer in German"), 200)
    footer_en = _text(_("footer in English"), 200)
    footer_es = _text(_("footer in Spanish"), 200)

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("branding")
        verbose_name_plural = _("branding")

    def __str__(self):
        return gettext("Branding of %(firm)s") % {"firm": self.site.site_name or self.site.hostname}

    @classmethod
    def of(cls, site):
        """The firm's row, made when it is asked for first."""
        return cls.objects.get_or_create(site=site)[0]

    def texts(self, name, languages):
        """{language: text} of one of `TEXTS`."""
        return {code: getattr(self, f"{name}_{code}", "") for code in languages}

    @property
    def own_colours(self) -> dict:
        """Those that take the place of the theme's; `tokens` refuses what is no colour."""
        return {"brand": self.brand_colour, "accent": self.accent_colour} if self.has_own_colours else {}

    @property
    def preview_modes(self):
        from sitesettings.previews import modes

        return modes(self.site)

    def serve_preview(self, request, mode_name):
        from sitesettings.previews import answer

        return answer(self, request, mode_name)
