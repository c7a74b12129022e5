"""The styleguide; `portal_cms.urls` includes it only in development."""

from django.urls import path

from theme import views

app_name = "theme"

urlpatterns = [path("", views.styleguide, name="styleguide")]
