"""Registers the log, its tab, and the bell at the top right of every page of the admin."""

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal_cms.access.menu import MENU_HOOK
from portal_cms.activity import urls
from portal_cms.activity.staff import may_follow
from portal_cms.matters.tabs import register_tab

register_tab("activity", gettext_lazy("Activity"), "portal_activity:matter", order=340)


class ActivityMenuItem(MenuItem):
    def is_shown(self, request):
        return may_follow(request.user)


@hooks.register("register_admin_urls")
def register_urls():
    return [path("", include(urls))]


@hooks.register(MENU_HOOK)
def menu_item():
    return ActivityMenuItem(
        gettext_lazy("Activity"),
        reverse("portal_activity:log"),
        name="activity",
        icon_name="history",
        order=40,
    )


@hooks.register("register_icons")
def icons(names):
    return [*names, "portal_activity/bell.svg"]


@hooks.register("insert_global_admin_css")
def styles():
    return format_html('<link rel="stylesheet" href="{}">', static("portal_activity/bell.css"))


@hooks.register("insert_global_admin_js")
def bell():
    """A plain link that works by itself; the script brings its number and makes it open a panel with the newest."""
    return render_to_string("portal_activity/admin/button.html")
