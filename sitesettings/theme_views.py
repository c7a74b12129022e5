"""What one can do with a theme besides editing it: copy it, use it, and see how well its colours read."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from sitesettings.access import may_set_up
from sitesettings.branding_panels import branding_contrast
from sitesettings.forms import CopyThemeForm
from sitesettings.models import Branding, Theme
from sitesettings.panels import contrast_rows
from sitesettings.tokens import MODES, PICKED, SHAPE

LIST = "wagtailsnippets_sitesettings_theme:list"
EDIT = "wagtailsnippets_sitesettings_theme:edit"


def may_choose(request) -> bool:
    return may_set_up(request.user, request.site)


class ThemeActionView(WagtailAdminTemplateMixin, FormView):
    """A question about one theme, answered by a form; the theme of another firm is a 404."""

    template_name = "sitesettings/theme_action.html"
    form_class = forms.Form
    header_icon = "sliders"

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def theme(self):
        return get_object_or_404(Theme.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.theme)

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), {"url": reverse(LIST), "label": _("Themes")}, here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(theme=self.theme, list_url=reverse(LIST), view=self, **kwargs)


class CopyThemeView(ThemeActionView):
    page_title = gettext_lazy("Copy theme")
    button = gettext_lazy("Copy theme")
    explanation = gettext_lazy("The copy belongs to your firm; you can change its colours and type.")
    form_class = CopyThemeForm

    def is_allowed(self, request):
        return policy_registry.get_by_type(Theme).user_has_permission(request.user, "add")

    def get_form_kwargs(self):
        initial = {"name": _("%(theme)s, our version") % {"theme": self.theme}}
        return {**super().get_form_kwargs(), "site": self.request.site, "initial": initial}

    def form_valid(self, form):
        copy = copy_theme(self.theme, site=self.request.site, name=form.cleaned_data["name"])
        messages.success(
            self.request, _("The theme was copied. Clients see it once you use it in the portal.")
        )
        return redirect(EDIT, copy.pk)


class UseThemeView(ThemeActionView):
    page_title = gettext_lazy("Use theme")
    button = gettext_lazy("Use this theme")
    explanation = gettext_lazy("Clients see the new look with the next page they open.")

    def is_allowed(self, request):
        return may_choose(request)

    @cached_property
    def theme(self):
        return get_object_or_404(Theme.objects.usable_by(self.request.site.pk), pk=self.kwargs["pk"])

    def form_valid(self, form):
        use_theme(self.theme, site=self.request.site, by=self.request.user)
        messages.success(self.request, _("The portal now uses the theme %(theme)s.") % {"theme": self.theme})
        return redirect(LIST)


@transaction.atomic
def use_theme(theme, *, site, by):
    """Show the firm's portal in this theme at once. A draft of the branding goes on with it, so that publishing
    it later does not bring the former theme back."""
    branding = Branding.of(site)
    draft = branding.get_latest_revision_as_object()
    branding.theme = theme
    branding.save()
    log(branding, "wagtail.edit", user=by)
    if branding.has_unpublished_changes:
        draft.theme = theme
        draft.save_revision(user=by)


@transaction.atomic
def copy_theme(theme, *, site, name) -> Theme:
    """An own theme of the firm with the same values, published at once so that it can be chosen."""
    colours = [f"{mode}_{key}" for mode in MODES for key in PICKED]
    values = {field: getattr(theme, field) for field in (*colours, *SHAPE, "palette")}
    return Theme.objects.create(site=site, name=name, **values)


@require_safe
def contrast(request):
    """The readability table for colours that are being picked; nothing is stored."""
    if "brand_colour" in request.GET:
        rows = branding_contrast(request.GET, request.site.pk)
    else:
        rows = contrast_rows(lambda name: request.GET.get(name, ""))
    return render(request, "sitesettings/panels/_contrast_table.html", {"modes": rows})
