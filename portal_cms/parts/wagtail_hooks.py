"""Registers the staff's screens of the parts of a matter, and their tabs."""

from django.urls import include, path
from wagtail import hooks

from portal_cms.matters.tabs import register_tab
from portal_cms.parts import staff_urls
from portal_cms.parts.kinds import KINDS

for _order, _kind in enumerate(KINDS, start=110):
    register_tab(_kind.tab, _kind.title, f"portal_parts_admin:{_kind.key}_list", order=_order)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]
