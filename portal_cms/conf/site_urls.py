"""URLs of the stand-alone site: health, admin, pictures, the portal, the firm's pages."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from portal_cms.accounts.account_page import account_view
from portal_cms.accounts.pictures import picture

urlpatterns = [
    # Wagtail's own form would be a second door without our throttle.
    path("admin/login/", RedirectView.as_view(pattern_name="portal_accounts:sign_in", query_string=True)),
    path("admin/account/", account_view),  # instead of Wagtail's panels that our own replace
    path("admin/", include(wagtailadmin_urls)),
    path(settings.MEDIA_URL.lstrip("/") + "<path:name>", picture, name="picture"),
    path("", include("portal_cms.urls")),
]
