"""Registers the screen of the firm's seal and its entry in the settings."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal_cms.signing import staff_urls
from portal_cms.signing.access import may_seal


class SealMenuItem(MenuItem):
    def is_shown(self, request):
        return may_seal(request.user, request.site)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]


@hooks.register("register_settings_menu_item")
def menu_item():
    return SealMenuItem(
        _("Seal of signed documents"),
        reverse("portal_signing_admin:seal"),
        name="seal",
        icon_name="lock",
        order=260,
    )
