"""Admin URLs of signing; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.signing import staff

app_name = "portal_signing_admin"
urlpatterns = [
    path("settings/seal/", staff.SealView.as_view(), name="seal"),
    path("settings/seal/renew/", staff.RenewView.as_view(), name="renew"),
]
