"""Registers the staff's screen of form fields."""

from django.urls import include, path
from wagtail import hooks

from portal_cms.pdfforms import staff_urls


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]
