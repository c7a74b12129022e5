"""Admin URLs of what was read; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.reading import staff

app_name = "portal_reading_admin"
TAB = "matters/<int:pk>/reading/"
ONE = f"{TAB}<uuid:document>/"
urlpatterns = [
    path(TAB, staff.ReadingListView.as_view(), name="list"),
    path(f"{TAB}ask/", staff.AskView.as_view(), name="ask"),
    path(ONE, staff.DetailView.as_view(), name="detail"),
    path(f"{ONE}refuse/", staff.RefuseRestView.as_view(), name="refuse_rest"),
    path(f"{ONE}<uuid:suggestion>/take/", staff.TakeView.as_view(), name="take"),
    path(f"{ONE}<uuid:suggestion>/refuse/", staff.RefuseView.as_view(), name="refuse"),
]
