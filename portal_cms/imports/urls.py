from django.urls import path

from portal_cms.imports import staff

app_name = "portal_imports"
urlpatterns = [
    path("", staff.UploadView.as_view(), name="index"),
    path("sample/<str:kind>.<str:ending>", staff.SampleView.as_view(), name="sample"),
    path("<uuid:uuid>/", staff.CheckView.as_view(), name="check"),
    path("<uuid:uuid>/columns/", staff.ColumnsView.as_view(), name="columns"),
    path("<uuid:uuid>/errors/", staff.ErrorsView.as_view(), name="errors"),
    path("<uuid:uuid>/discard/", staff.DiscardView.as_view(), name="discard"),
]
