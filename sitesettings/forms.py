"""Forms of the settings screens: choices of the own firm only, and checks over several rows."""

import itertools

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images import get_image_model

from sitesettings import tokens
from sitesettings.fields import all_languages
from sitesettings.hours import Slot, overlapping
from sitesettings.models import FirmSettings, OfficeLocation, Theme
from sitesettings.models.branding import TEXTS
from sitesettings.pictures import pictures_of
from sitesettings.shipped import shipped_values
from theme.palettes import DEFAULT_PALETTE


class FirmRowForm(WagtailAdminModelForm):
    """A row of the firm of the request. `unique_in_firm` names the fields no other row of it may repeat.

    The database says so too, but Django leaves constraints out whose fields (`site`) are not in the form.
    """

    unique_in_firm = None
    taken_message = None

    def clean(self):
        cleaned = super().clean()
        field, value = self.unique_in_firm, cleaned.get(self.unique_in_firm)
        others = type(self.instance)._base_manager.filter(site_id=self.instance.site_id)
        if value and others.exclude(pk=self.instance.pk).filter(**{field: value}).exists():
            self.add_error(field, self.taken_message)
        if (picture := cleaned.get("image")) and not pictures_of(self.instance.site_id).filter(pk=picture.pk):
            self.add_error("image", _("Please choose one of your firm's pictures."))
        return cleaned


class OfficeForm(FirmRowForm):
    unique_in_firm = "name"
    taken_message = _("There is an office with this name already.")


class PortraitForm(FirmRowForm):
    unique_in_firm = "language"
    taken_message = _("There is a portrait in this language already.")


class ThemeForm(FirmRowForm):
    unique_in_firm = "name"
    taken_message = _("There is a theme with this name already.")

    def __init__(self, *args, **kwargs):
        """A new theme starts from the standard palette; empty, a browser would show its colours as black."""
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial |= shipped_values(tokens.palette(DEFAULT_PALETTE))


class OwnChoicesForm(WagtailAdminModelForm):
    """A posted key of another firm is not among the choices, so it is refused like a made-up one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        site_id = self.instance.site_id
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = _choices_of(field.queryset, site_id)


class FirmSettingsForm(OwnChoicesForm):
    pass


class BrandingForm(OwnChoicesForm):
    """Texts in the languages the firm offers. Colours that were never chosen start as the theme's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = FirmSettings.for_site(self.instance.site).languages
        for name in [f"{text}_{code}" for text in TEXTS for code in all_languages() if code not in offered]:
            self.fields.pop(name, None)
        look = tokens.look_of(self.instance.theme)
        self.initial["brand_colour"] = self.initial.get("brand_colour") or look.light["brand"]
        self.initial["accent_colour"] = self.initial.get("accent_colour") or look.light["accent"]


def _choices_of(queryset, site_id):
    if queryset.model is Theme:
        return Theme.objects.usable_by(site_id)
    if queryset.model is OfficeLocation:
        return queryset.filter(site_id=site_id)
    return pictures_of(site_id) if queryset.model is get_image_model() else queryset


class WeeklyHoursFormSet(BaseChildFormSet):
    """Spans of one weekday must not overlap."""

    def clean(self):
        super().clean()
        for one, other in itertools.combinations(_filled(self, "weekday", "opens", "closes"), 2):
            a, b = one.cleaned_data, other.cleaned_data
            if a["weekday"] == b["weekday"] and overlapping([_slot(a), _slot(b)]):
                other.add_error("opens", _("These hours overlap with other hours of the same day."))
                raise ValidationError(_("Some hours overlap. Please correct the days marked below."))


class ExceptionsFormSet(BaseChildFormSet):
    """A day has either one closed exception or times that do not overlap."""

    def clean(self):
        super().clean()
        for one, other in itertools.combinations(_filled(self, "first_day"), 2):
            a, b = one.cleaned_data, other.cleaned_data
            if _share_a_day(a, b) and _contradict(a, b):
                other.add_error("first_day", _("Another exception covers this day already."))
                raise ValidationError(
                    _("Some exceptions cover the same day. Please correct those marked below.")
                )


def _filled(formset, *names):
    """Forms that are kept and whose own fields are right."""
    kept = (form for form in formset.forms if form not in formset.deleted_forms and not form.errors)
    return [form for form in kept if all(form.cleaned_data.get(name) is not None for name in names)]


def _slot(cleaned):
    return Slot(cleaned["opens"], cleaned["closes"])


def _share_a_day(a, b):
    return a["first_day"] <= (b["last_day"] or b["first_day"]) and b["first_day"] <= (
        a["last_day"] or a["first_day"]
    )


def _contradict(a, b):
    return not (a["opens"] and b["opens"]) or overlapping([_slot(a), _slot(b)])


class CopyThemeForm(forms.Form):
    name = Theme._meta.get_field("name").formfield()

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Theme.objects.filter(site=self.site, name=name).exists():
            raise ValidationError(ThemeForm.taken_message)
        return name
