"""Registers the staff's document screens, their tabs and the report."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal_cms.documents import staff_urls
from portal_cms.documents.access import has_unseen_uploads
from portal_cms.documents.reports import SharedItemsReport
from portal_cms.matters.tabs import register_tab

register_tab("documents", _("Documents"), "portal_documents_admin:list", order=200)
register_tab(
    "portal",
    _("Client portal: documents"),
    "portal_documents_admin:portal",
    order=300,
    has_news=has_unseen_uploads,
)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]


class SharedItemsMenuItem(MenuItem):
    def is_shown(self, request):
        return SharedItemsReport.is_shown(request.user)


@hooks.register("register_reports_menu_item")
def report_item():
    return SharedItemsMenuItem(
        SharedItemsReport.page_title,
        reverse("portal_documents_admin:report"),
        name="shared-items",
        icon_name=SharedItemsReport.header_icon,
        order=300,
    )
