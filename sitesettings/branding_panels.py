"""How the screen "Branding" is laid out: what everybody sees first stands first, each text beside its place."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from portal_cms.access.panels import ShowPanel
from sitesettings import tokens
from sitesettings.fields import all_languages
from sitesettings.firm import firm_for
from sitesettings.forms import BrandingForm
from sitesettings.models import Theme
from sitesettings.panels import ColourInput, contrast_rows
from sitesettings.previews import modes

COLOUR_FIELDS = "[name='theme'], [name='has_own_colours'], [name='brand_colour'], [name='accent_colour']"


def branding_contrast(values, site_id):
    """The readability table for a theme and own colours as they stand in the form, or as they were saved."""
    key = str(values.get("theme") or "")
    theme = Theme.objects.usable_by(site_id).filter(pk=key).first() if key.isdigit() else None
    own = {
        f"{mode}_{name}": values.get(f"{name}_colour")
        for mode in tokens.MODES
        for name in ("brand", "accent")
    }

    def value_of(field):
        if values.get("has_own_colours") and own.get(field):
            return own[field]
        return getattr(theme, field, "")

    return contrast_rows(value_of)


def _contrast_values(branding, request):
    names = ("has_own_colours", "brand_colour", "accent_colour")
    values = {"theme": branding.theme_id, **{name: getattr(branding, name) for name in names}}
    return {"modes": branding_contrast(values, branding.site_id), "fields": COLOUR_FIELDS}


class ColoursPanel(ShowPanel):
    """The readability table, renewed while one picks."""

    class BoundPanel(ShowPanel.BoundPanel):
        class Media:
            js = ["sitesettings/js/theme-form.js"]
            css = {"all": ["sitesettings/css/theme-form.css"]}


class PagesPanel(ShowPanel):
    """What is published and what is not, and the sample pages; opens the preview beside the form."""

    class BoundPanel(ShowPanel.BoundPanel):
        class Media:
            js = ["sitesettings/js/branding.js"]


def _page_values(branding, request):
    links = [
        (label, reverse("sitesettings_branding_saved", args=[branding.pk, mode]))
        for mode, label in modes(branding.site)
    ]
    offered = len(firm_for(branding.site).languages) or 1
    pages = [links[start : start + offered] for start in range(0, len(links), offered)]
    return {"branding": branding, "pages": pages}


def _texts(name, heading, help_text):
    fields = [FieldPanel(f"{name}_{code}", widget=_lines) for code in all_languages()]
    return MultiFieldPanel(fields, heading=heading, help_text=help_text)


_lines = forms.Textarea(attrs={"rows": 2})

branding_panels = ObjectList(
    [
        PagesPanel("sitesettings/panels/branding_pages.html", _page_values, heading=_("Preview")),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("favicon")], heading=_("Logo")),
        MultiFieldPanel(
            [
                FieldPanel("theme", widget=forms.Select),
                FieldPanel("has_own_colours"),
                FieldRowPanel(
                    [
                        FieldPanel("brand_colour", widget=ColourInput),
                        FieldPanel("accent_colour", widget=ColourInput),
                    ]
                ),
                ColoursPanel("sitesettings/panels/contrast.html", _contrast_values),
            ],
            heading=_("Colours and type"),
        ),
        _texts(
            "description",
            _("Description of the portal"),
            _("One or two sentences on the public page and the help page; search engines show them, too."),
        ),
        _texts("welcome", _("Sign-in page"), _("Stands above the fields, in place of the usual sentence.")),
        _texts("greeting", _("Greeting"), _("The first thing a new client reads on the home page.")),
        _texts("footer", _("Footer"), _("A line at the end of every page, for example who supervises you.")),
    ],
    base_form_class=BrandingForm,
)
