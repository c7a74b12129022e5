"""Registers the staff's billing screens: a tab of the matter, a group of the menu, the firm's own data."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.contrib.settings.models import register_setting

from portal_cms.access.menu import MENU_HOOK
from portal_cms.billing import staff_urls
from portal_cms.billing.access import may
from portal_cms.billing.models import SellerSettings
from portal_cms.billing.rows import SECTIONS
from portal_cms.matters.tabs import register_tab

register_setting(SellerSettings, icon="form", order=250)
register_tab(
    "billing",
    _("Billing"),
    "portal_billing_admin:list",
    order=400,
    is_shown=lambda user, matter: may(user, "view"),
)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]


class BillsMenuItem(MenuItem):
    def is_shown(self, request):
        return may(request.user, "view")


@hooks.register(MENU_HOOK)
def menu_group():
    items = [
        BillsMenuItem(label, reverse(f"portal_billing_admin:{kind}_list"), name=f"bills-{kind}", icon_name="form", order=place)
        for place, (kind, (_name, label, _empty)) in enumerate(SECTIONS.items())
    ]  # fmt: skip
    return SubmenuMenuItem(_("Billing"), Menu(items=items), name="billing", icon_name="form", order=40)
