"""Admin URLs of form fields; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.pdfforms import staff

app_name = "portal_pdfforms_admin"
urlpatterns = [
    path("matters/<int:pk>/documents/form-fields/", staff.FieldsView.as_view(), name="fields"),
]
