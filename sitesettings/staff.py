"""The settings screens in the admin, each showing rows of one's own firm only."""

from functools import cache

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.contrib.settings.views import EditView as SettingEditView
from wagtail.snippets.views.snippets import IndexView

from portal_cms.access.views import scope_form
from portal_cms.access.viewsets import ScopedSnippetViewSet
from sitesettings import panels, theme_views
from sitesettings.firm import show_office
from sitesettings.models import Branding, FirmPortrait, FirmSettings, OfficeLocation, Theme
from sitesettings.signals import portal_switched


@cache
def _firm_panel():
    return panels.firm_panels.bind_to_model(FirmSettings)


class FirmSettingsView(SettingEditView):
    """Wagtail's form of a setting; the settings of another firm are as unknown as those of no firm."""

    def get_object(self, queryset=None):
        user = self.request.user
        if not user.is_superuser and self.pk != user.site_id:
            raise Http404
        return super().get_object(queryset)

    def get_panel(self):
        return _firm_panel()

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        scope_form(form, self.request)
        return form

    @transaction.atomic
    def save_instance(self):
        row = super().save_instance()
        if "portal_enabled" in self.form.changed_data:
            portal_switched.send(None, site=row.site, by=self.request.user, is_on=row.portal_enabled)
        return row


class SettingsViewSet(ScopedSnippetViewSet):
    """What the screens of this app share: an entry in the settings menu."""

    add_to_settings_menu = True
    list_per_page = 25


class OfficeViewSet(SettingsViewSet):
    model = OfficeLocation
    icon = "home"
    menu_label = _("Offices and hours")
    menu_order = 220
    list_display = [
        "name",
        "city",
        "phone",
        Column("hours_now", label=_("Now"), accessor=lambda row: _now(row)),
    ]
    search_fields = ["name", "city", "street"]
    edit_handler = panels.office_panels

    def get_queryset(self, request):
        return OfficeLocation.objects.prefetch_related("weekly_hours", "hours_exceptions")


def _now(row):
    return show_office(row).hours.status_text


class PortraitViewSet(SettingsViewSet):
    model = FirmPortrait
    icon = "openquote"
    menu_label = _("Portrait")
    menu_order = 230
    list_display = ["title", "language"]
    edit_handler = panels.portrait_panels


class ThemeIndexView(IndexView):
    """Shipped themes can be used and copied; only own ones have an edit form."""

    def get_edit_url(self, instance):
        return None if instance.is_shipped else super().get_edit_url(instance)

    def get_delete_url(self, instance):
        return None if instance.is_shipped else super().get_delete_url(instance)

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("add"):
            buttons.append(_action(instance, "copy", _("Copy as an own theme"), "copy", 30))
        if instance.live and theme_views.may_choose(self.request):
            buttons.append(_action(instance, "use", _("Use in the portal"), "check", 20))
        return buttons


def _action(theme, name, label, icon, priority):
    url = reverse(f"sitesettings_theme_{name}", args=[theme.pk])
    return Button(label, url=url, icon_name=icon, priority=priority)


class SwatchColumn(Column):
    cell_template_name = "sitesettings/_swatch_cell.html"


class ThemeViewSet(SettingsViewSet):
    model = Theme
    icon = "sliders"
    menu_label = _("Themes")
    menu_order = 215
    index_view_class = ThemeIndexView
    list_display = [
        "name",
        SwatchColumn("look", label=_("Colours")),
        Column("origin", label=_("Origin"), accessor=lambda row: _origin(row)),
        Column("in_use", label=_("Portal"), accessor=lambda row: _("in use") if row.is_in_use else ""),
    ]
    edit_handler = panels.theme_panels

    def get_queryset(self, request):
        chosen = Branding.objects.filter(site=request.site, theme=OuterRef("pk"))
        return Theme.objects.annotate(is_in_use=Exists(chosen))


def _origin(row):
    return _("Comes with the portal") if row.is_shipped else _("Your firm's own")
