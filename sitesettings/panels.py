"""How the settings screens are laid out. Kept apart from the models, which know nothing of an admin."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from portal_cms.common.inputs import clock_input, day_input
from sitesettings import filing, tokens
from sitesettings.forms import (
    ExceptionsFormSet,
    FirmSettingsForm,
    OfficeForm,
    PortraitForm,
    ThemeForm,
    WeeklyHoursFormSet,
)

PLACES = {
    "text": _("Text on the page"),
    "brand_text": _("Links and headings in the brand colour"),
    "accent_text": _("Marks in the accent colour"),
    "brand_contrast": _("Text on a button"),
}
THEME_FIELDS = "[name='palette'], [name^='light_'], [name^='dark_']"
MODE_NAMES = {"light": _("Light"), "dark": _("Dark")}


class RowsPanel(InlinePanel):
    """An InlinePanel whose formset checks its rows against each other."""

    def __init__(self, *args, formset=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.formset_class = formset

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "formset": self.formset_class, "heading": self.heading}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset_class
        return options


class ContrastPanel(Panel):
    """Each picked colour in its place, with its contrast before and after; renewed while one picks."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sitesettings/panels/contrast.html"

        def get_context_data(self, parent_context=None):
            rows = {"modes": contrast_rows(self._value), "fields": THEME_FIELDS}
            return {**super().get_context_data(parent_context), **rows}

        def _value(self, name):
            return self.form[name].value() if self.form else getattr(self.instance, name)

        class Media:
            js = ["sitesettings/js/theme-form.js"]
            css = {"all": ["sitesettings/css/theme-form.css"]}


def contrast_rows(value_of):
    """Rows of the contrast table per mode; `value_of(name)` gives what stands in a field of the theme form."""
    base = tokens.palette(value_of("palette"))
    modes = []
    for mode in tokens.MODES:
        typed = {key: str(value_of(f"{mode}_{key}") or "").strip().lower() for key in tokens.PICKED}
        chosen = {key: text if tokens.is_colour(text) else base[mode][key] for key, text in typed.items()}
        rows = [{**row, "label": PLACES[row["place"]]} for row in tokens.findings(chosen, base[mode])]
        modes.append({"name": MODE_NAMES[mode], "rows": rows, "colours": tokens.complete(chosen, base[mode])})
    return modes


def _colours(mode):
    fields = [FieldPanel(f"{mode}_{key}", widget=ColourInput) for key in tokens.PICKED]
    return MultiFieldPanel([FieldRowPanel(fields)], heading=MODE_NAMES[mode])


class FilingPanel(Panel):
    """What the rule makes of an example; renewed while one types."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sitesettings/panels/filing.html"

        def get_context_data(self, parent_context=None):
            rules = {name: self._rule(name) for name in ("filing_folder", "filing_name")}
            return {
                **super().get_context_data(parent_context),
                "folder": filing.example(rules["filing_folder"]),
                "name": filing.example(rules["filing_name"], ending=filing.ENDING),
                "example": f"{filing.MARKERS['name']}{filing.ENDING}",
                "ending": filing.ENDING,
                "samples": json.dumps({name: str(sample) for name, sample in filing.MARKERS.items()}),
            }

        def _rule(self, name):
            return (self.form[name].value() if self.form else getattr(self.instance, name)) or ""

        class Media:
            js = ["sitesettings/js/filing.js"]


class ColourInput(forms.TextInput):
    input_type = "color"


firm_panels = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel("standard_office", widget=forms.Select),
            ],
            heading=_("Firm"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldPanel("portal_enabled"),
                        FieldPanel("is_public"),
                        FieldPanel("upload_max_mb"),
                        FieldPanel("calendar_shows_details"),
                    ],
                    heading=_("Portal"),
                ),
                FieldPanel("access_mode", widget=forms.RadioSelect),
                MultiFieldPanel(
                    [
                        FieldPanel("request_needs_code"),
                        FieldPanel("filing_folder"),
                        FieldPanel("filing_name"),
                        FilingPanel(heading=_("Example")),
                    ],
                    heading=_("Requests to clients"),
                ),
                MultiFieldPanel(
                    [FieldPanel("languages"), FieldPanel("default_language")], heading=_("Languages")
                ),
            ],
            heading=_("Portal"),
        ),
        ObjectList(
            [
                FieldPanel("mail_from_name"),
                FieldPanel("mail_from_address"),
                FieldPanel("mail_reply_to"),
                FieldPanel("mail_shows_content"),
            ],
            heading=_("Mail"),
        ),
    ],
    base_form_class=FirmSettingsForm,
)


def _day(name):
    return FieldPanel(name, widget=day_input())


def _times():
    return [FieldPanel(name, widget=clock_input()) for name in ("opens", "closes")]


office_panels = ObjectList(
    [
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldPanel("country"),
            ],
            heading=_("Address"),
        ),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contact")),
        FieldPanel("timezone"),
        RowsPanel(
            "weekly_hours",
            [FieldRowPanel([FieldPanel("weekday"), *_times()])],
            heading=_("Weekly hours"),
            label=_("hours"),
            help_text=_("One row for each span; a lunch break makes two rows for a day."),
            formset=WeeklyHoursFormSet,
        ),
        RowsPanel(
            "hours_exceptions",
            [
                FieldRowPanel([_day("first_day"), _day("last_day")]),
                FieldRowPanel(_times()),
                FieldPanel("note"),
            ],
            heading=_("Exceptions"),
            label=_("exception"),
            help_text=_(
                "Holidays, or days with other hours. Clients see the note, for example the holiday's name."
            ),
            formset=ExceptionsFormSet,
        ),
    ],
    base_form_class=OfficeForm,
)

portrait_panels = ObjectList(
    [
        FieldPanel("language", required_on_save=True),
        FieldPanel("title", required_on_save=True),
        FieldPanel("body"),
        FieldPanel("image"),
    ],
    base_form_class=PortraitForm,
)

theme_panels = ObjectList(
    [
        FieldPanel("name", required_on_save=True),
        FieldPanel("palette"),
        _colours("light"),
        _colours("dark"),
        ContrastPanel(heading=_("Readability")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("font_text"), FieldPanel("font_heading")]),
                FieldPanel("radius"),
                FieldPanel("dark_first"),
            ],
            heading=_("Type and shape"),
        ),
    ],
    base_form_class=ThemeForm,
)
