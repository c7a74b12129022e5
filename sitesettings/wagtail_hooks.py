"""Registers the settings screens. What they do stands in `staff`, `panels` and `theme_views`."""

from django.db.models import Model
from django.urls import path
from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.models import ModelLogEntry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet

from portal_cms.access.bulk import ScopedBulkActionMixin
from sitesettings import branding_staff, hosts, previews, staff, theme_views
from sitesettings.models import Branding, FirmLogEntry, FirmPortrait, FirmSettings, OfficeLocation, Theme

register_setting(FirmSettings, icon="cog", order=200)
for viewset in (
    branding_staff.BrandingViewSet,
    staff.ThemeViewSet,
    staff.OfficeViewSet,
    staff.PortraitViewSet,
):
    register_snippet(viewset)


@hooks.register("register_admin_viewset")
def register_host_names():
    return hosts.HostViewSet("sitesettings_hosts")


@hooks.register("register_admin_urls", order=-10)  # before Wagtail's own view of a setting
def register_settings_urls():
    names = {"app_name": "sitesettings", "model_name": "firmsettings"}
    return [
        path("settings/sitesettings/firmsettings/<int:pk>/", staff.FirmSettingsView.as_view(), names),
        path(
            "branding/<int:pk>/saved/<slug:mode>/", previews.saved_draft, name="sitesettings_branding_saved"
        ),
        path("themes/contrast/", theme_views.contrast, name="sitesettings_theme_contrast"),
        path("themes/<int:pk>/copy/", theme_views.CopyThemeView.as_view(), name="sitesettings_theme_copy"),
        path("themes/<int:pk>/use/", theme_views.UseThemeView.as_view(), name="sitesettings_theme_use"),
    ]


@hooks.register("register_bulk_action", order=100)  # the last one registered for a model wins
class DeleteSettingsRows(ScopedBulkActionMixin, DeleteBulkAction):
    models = [OfficeLocation, FirmPortrait, Theme]
    action = "delete"


@hooks.register("construct_snippet_action_menu")
def a_look_is_never_taken_down(items, request, context):
    """A portal always has a look: there is a next one to publish, never none."""
    if context["model"] is Branding:
        items[:] = [item for item in items if item.name != "action-unpublish"]


@hooks.register("register_log_actions", order=1000)  # after Wagtail's own
def log_firm_by_firm(actions):
    """One log for all plain models, whose report shows each firm its own public work only."""
    actions.register_model(Model, FirmLogEntry)
    actions.log_entry_models.discard(ModelLogEntry)
