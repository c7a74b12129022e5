"""Registers the staff's message screens, their tab, and "with message" among the actions on documents."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal_cms.documents.actions import Action, is_not_refused, register_action
from portal_cms.matters.tabs import register_tab
from portal_cms.messaging import staff_urls
from portal_cms.messaging.access import has_unseen_messages

register_tab(
    "messages", _("Messages"), "portal_messaging_admin:list", order=310, has_news=has_unseen_messages
)
register_action(
    Action(
        "message",
        _("Client portal: with message"),
        "mail",
        "portal_messaging_admin:new",
        20,
        lambda menu: menu.may_share,
        in_bar=True,
        fits=is_not_refused,
    )
)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]
