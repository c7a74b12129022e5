"""Registers the guide's screens, its entry in the menu and its panel on the admin's home."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal_cms.access.menu import MENU_HOOK
from portal_cms.guide import urls
from portal_cms.guide.panels import GuidePanel
from sitesettings.access import may_set_up


class GuideMenuItem(MenuItem):
    def is_shown(self, request):
        return may_set_up(request.user, request.site)


@hooks.register("register_admin_urls")
def register_urls():
    return [path("setup/", include(urls))]


@hooks.register(MENU_HOOK)
def menu_item():
    url = reverse("portal_guide:guide")
    return GuideMenuItem(_("Set-up guide"), url, name="set-up-guide", icon_name="list-ol", order=90)


@hooks.register("construct_homepage_panels")
def show_what_is_missing(request, panels):
    if not may_set_up(request.user, request.site):
        return
    panel = GuidePanel(request.site, request.user)
    if panel.setup.next:
        panels.insert(0, panel)
