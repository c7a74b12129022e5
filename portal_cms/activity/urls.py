"""Admin URLs of activities; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.activity import staff

app_name = "portal_activity"
TAB = "matters/<int:pk>/activity/"
urlpatterns = [
    path("activity/", staff.LogView.as_view(), name="log"),
    path("activity/results/", staff.LogView.as_view(results_only=True), name="results"),
    path(TAB, staff.MatterLogView.as_view(), name="matter"),
    path(f"{TAB}results/", staff.MatterLogView.as_view(results_only=True), name="matter_results"),
    path("bell/", staff.BellView.as_view(), name="bell"),
    path("bell/panel/", staff.PanelView.as_view(), name="panel"),
    path("bell/count/", staff.CountView.as_view(), name="count"),
]
