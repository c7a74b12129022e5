"""Registers the staff's screens of what was read: a tab of the matter, an action of documents, the firm's settings."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.contrib.settings.models import register_setting

from portal_cms.documents.actions import Action, is_not_refused, register_action
from portal_cms.matters.tabs import register_tab
from portal_cms.reading import staff_urls
from portal_cms.reading.models import ReadingSettings

register_setting(ReadingSettings, icon="doc-full-inverse", order=260)
register_tab("reading", _("Read from files"), "portal_reading_admin:list", order=210)
register_action(
    Action(
        "reading",
        _("Read automatically"),
        "doc-full-inverse",
        "portal_reading_admin:ask",
        35,
        lambda menu: menu.may("change"),
        fits=is_not_refused,
    )
)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]
