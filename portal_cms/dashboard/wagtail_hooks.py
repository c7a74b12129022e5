"""Registers what the staff's home shows."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from portal_cms.dashboard.panels import ActivityPanel, MattersPanel, SearchPanel, UploadsPanel


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    """For people who work on matters; marketing keeps Wagtail's own panels."""
    if request.user.has_perm("portal_matters.view_matter"):
        panels[:0] = [SearchPanel(), ActivityPanel(), MattersPanel(), UploadsPanel()]


@hooks.register("insert_global_admin_css")
def admin_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("portal_dashboard/admin.css"))
