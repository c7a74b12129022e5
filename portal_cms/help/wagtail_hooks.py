"""Registers the help texts in the settings menu, and the concerns in the menu "Help" of all staff."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal_cms.help.staff import ConcernsView, HelpTextViewSet

register_snippet(HelpTextViewSet)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("concerns/", ConcernsView.as_view(), name="portal_help_concerns")]


@hooks.register("register_help_menu_item")
def concerns_item():
    url = reverse("portal_help_concerns")
    return MenuItem(_("Concerns and answers"), url, name="concerns", icon_name="help", order=50)
