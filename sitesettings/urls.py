"""Addresses of the firm's look."""

from django.urls import path, re_path

from sitesettings import views

app_name = "sitesettings"

urlpatterns = [
    re_path(r"^\.well-known/client-portal/(?P<nonce>[0-9a-f]{32})$", views.prove, name="prove"),
    re_path(r"^theme/(?P<digest>[0-9a-f]{20})\.css$", views.stylesheet, name="stylesheet"),
    path("theme/preview/<str:token>.css", views.preview_stylesheet, name="preview_stylesheet"),
]
