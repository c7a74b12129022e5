"""Registers the staff's screens of requests and their tab."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal_cms.clients.portal_tab import register_section
from portal_cms.matters.tabs import register_tab
from portal_cms.requests import staff_urls
from portal_cms.requests.access import has_unseen_answers
from portal_cms.requests.staff_links import links_of_client
from portal_cms.requests.staff_templates import NAMESPACE, RequestTemplateViewSet

register_tab("requests", _("Requests"), "portal_requests_admin:list", order=320, has_news=has_unseen_answers)
register_section("portal_requests/admin/_client_links.html", links_of_client)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]


@hooks.register("register_admin_viewset")
def register_templates():
    return RequestTemplateViewSet(NAMESPACE, url_prefix="request-templates")
