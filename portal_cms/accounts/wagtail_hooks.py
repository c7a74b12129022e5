"""The staff's own profile, their pictures as avatars, and menus and choosers without what is the operator's."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from portal_cms.access.guard import REPORTS, page_model, seen
from portal_cms.accounts.account_page import ProfilePanel


@hooks.register("register_account_settings_panel")
def profile_panel(request, user, profile):
    return ProfilePanel(request, user, profile)


@hooks.register("get_avatar_url")
def avatar_url(user, size):
    """The picture clients see; none falls through to Wagtail's neutral one."""
    return (user.picture_url if user else "") or None


@hooks.register("construct_reports_menu")
def hide_reports_of_the_operator(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in REPORTS]


@hooks.register("construct_help_menu")
def hide_links_to_other_sites(request, menu_items):
    """Staff are not sent to third parties; what is left helps with this admin."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]


@hooks.register("construct_page_chooser_queryset")
def choose_pages_of_the_own_firm(pages, request):
    if request.user.is_superuser:
        return pages
    return pages & seen(page_model(), request.user)


@hooks.register("before_delete_page")
def keep_home_pages(request, page):
    """The home page carries the firm: without it the portal has no root."""
    if page.sites_rooted_here.exists():
        messages.error(request, _("The home page of the portal can not be deleted."))
        return redirect("wagtailadmin_explore", page.pk)
    return None
