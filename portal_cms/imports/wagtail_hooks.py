"""Registers the import's screens and its entry in the menu."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal_cms.access.menu import MENU_HOOK
from portal_cms.imports import urls
from portal_cms.imports.access import may_import


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return may_import(request.user, request.site)


@hooks.register("register_admin_urls")
def register_urls():
    return [path("imports/", include(urls))]


@hooks.register(MENU_HOOK)
def menu_item():
    url = reverse("portal_imports:index")
    return ImportMenuItem(_("Import"), url, name="import", icon_name="download", order=80)
