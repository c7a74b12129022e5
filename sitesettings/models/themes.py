"""A named set of colours and type. Shipped ones have no site; a firm's own are copies it may change."""

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site

from portal_cms.access.querysets import SharedFirmQuerySet
from sitesettings import tokens, validators
from theme.palettes import FONTS, PALETTES


def font_choices():
    return [(key, font["name"]) for key, font in FONTS.items()]


def palette_choices():
    return [(palette["key"], palette["name"]) for palette in PALETTES]


class ColourField(models.CharField):
    """`#rrggbb` in lower case and nothing else: its value is written into a stylesheet."""

    default_validators = [validators.colour]

    def to_python(self, value):
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value


def colour_field(label):
    return ColourField(label, max_length=7)


class ThemeQuerySet(SharedFirmQuerySet):
    def usable_by(self, site_id):
        """Published themes a firm can choose from: the shipped ones and its own."""
        return self.filter(models.Q(site_id=site_id) | models.Q(site_id=None), live=True)

    def changeable_by(self, user):
        """Own themes only: a shipped one is renewed by each update, so changes to it would be lost."""
        return super().changeable_by(user).filter(site_id__isnull=False)


class Theme(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """The colours a firm picks. Every other token is computed from them and the base palette (`tokens`)."""

    RADII = [
        ("0px", _("Square")),
        ("2px", _("Crisp")),
        ("3px", _("Slightly rounded")),
        ("5px", _("Rounded")),
        ("8px", _("Well rounded")),
        ("10px", _("Soft")),
        ("14px", _("Very soft")),
    ]

    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="themes",
        verbose_name=_("firm"),
    )
    shipped_key = models.CharField(max_length=32, null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80, validators=[validators.single_line])
    palette = models.CharField(
        _("based on"),
        max_length=32,
        choices=palette_choices,
        help_text=_("Lines, grounds and state colours that you do not choose yourself come from here."),
    )
    font_text = models.CharField(_("text font"), max_length=32, choices=font_choices)
    font_heading = models.CharField(_("heading font"), max_length=32, choices=font_choices)
    radius = models.CharField(_("corners"), max_length=8, choices=RADII)
    dark_first = models.BooleanField(
        _("dark is the standard look"),
        default=False,
        help_text=_("Used where a reader's device does not say which one is preferred."),
    )
    light_brand = colour_field(_("brand colour"))
    light_accent = colour_field(_("accent colour"))
    light_surface = colour_field(_("page background"))
    light_text = colour_field(_("text colour"))
    dark_brand = colour_field(_("brand colour"))
    dark_accent = colour_field(_("accent colour"))
    dark_surface = colour_field(_("page background"))
    dark_text = colour_field(_("text colour"))

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="sitesettings_theme_name"),
            models.CheckConstraint(
                condition=models.Q(site__isnull=True, shipped_key__isnull=False)
                | models.Q(site__isnull=False, shipped_key__isnull=True),
                name="sitesettings_theme_shipped_or_own",
            ),
        ]

    def __str__(self):
        names = {palette["key"]: palette["name"] for palette in PALETTES}
        return str(names.get(self.shipped_key, self.name))

    def get_preview_template(self, request, mode_name):
        return "sitesettings/theme_preview.html"

    def get_preview_context(self, request, mode_name):
        look = tokens.pack(tokens.look_of(self))
        token = signing.dumps(look, salt=tokens.PREVIEW_SALT, compress=True)
        address = reverse("sitesettings:preview_stylesheet", args=[token])
        return {**super().get_preview_context(request, mode_name), "preview_stylesheet": address}

    @property
    def is_shipped(self):
        return self.site_id is None
