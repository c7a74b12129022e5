"""The group "Client portal" in the admin's menu. Each capability adds its own item by the hook."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

MENU_HOOK = "register_portal_menu_item"


def portal_menu_item():
    return SubmenuMenuItem(
        _("Client portal"),
        Menu(register_hook_name=MENU_HOOK),
        name="client-portal",
        icon_name="group",
        order=50,
    )
