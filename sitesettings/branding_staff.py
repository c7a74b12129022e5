"""The screen "Branding": one look per firm, so the menu leads to its form; it is published, never taken down."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.views.snippets import EditView, IndexView

from portal_cms.access.viewsets import ScopedSnippetViewSet
from sitesettings.branding_panels import branding_panels
from sitesettings.models import Branding

NAMESPACE = "sitesettings_branding"
WITHOUT = {
    "add", "delete", "list_results", "preview_on_add", "revisions_unschedule", "unpublish", "usage",
}  # fmt: skip


class BrandingIndexView(IndexView):
    """There is one row, and nothing to choose from."""

    def get(self, request, *args, **kwargs):
        return redirect(f"{NAMESPACE}:edit", Branding.of(request.site).pk)


class BrandingEditView(EditView):
    def get_success_message(self, instance=None):
        if self.action == "publish":
            return _("The look is published. Clients see it with the next page they open.")
        return _("The draft is saved. Clients do not see it until you publish it.")

    def get_success_url(self):
        return self.get_edit_url()

    @cached_property
    def breadcrumbs_items(self):
        return [{"url": "", "label": _("Settings")}]


class BrandingViewSet(ScopedSnippetViewSet):
    model = Branding
    icon = "view"
    menu_label = gettext_lazy("Branding")
    menu_order = 205
    add_to_settings_menu = True
    admin_url_namespace = NAMESPACE
    base_url_path = "branding"
    index_view_class = BrandingIndexView
    edit_view_class = BrandingEditView
    edit_handler = branding_panels

    def get_common_view_kwargs(self, **kwargs):
        absent = ("add_url_name", "delete_url_name", "unpublish_url_name", "usage_url_name",
                  "revisions_unschedule_url_name")  # fmt: skip
        return super().get_common_view_kwargs(**dict.fromkeys(absent), **kwargs)

    def get_urlpatterns(self):
        return [route for route in super().get_urlpatterns() if route.name not in WITHOUT]
