"""A model field for "which of the portal's languages"."""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


def language_choices():
    """The languages the portal speaks, each under its own name."""
    return [(code, NATIVE_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES]


NATIVE_NAMES = {"de": "Deutsch", "en": "English", "es": "Español"}


def all_languages():
    return [code for code, _name in settings.LANGUAGES]


class LanguagesField(models.JSONField):
    """A list of language codes, edited as tick boxes, always in the order of `settings.LANGUAGES`."""

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=language_choices,
            widget=forms.CheckboxSelectMultiple,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=True,
            error_messages={"required": _("Offer at least one language.")},
        )
