"""Admin URLs of messages; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.messaging import staff

app_name = "portal_messaging_admin"
TAB = "matters/<int:pk>/messages/"
QUEUED = f"{TAB}waiting/<uuid:queued>/"
urlpatterns = [
    path(TAB, staff.ThreadView.as_view(), name="list"),
    path(f"{TAB}results/", staff.ThreadView.as_view(results_only=True), name="results"),
    path(f"{TAB}new/", staff.NewMessageView.as_view(), name="new"),
    path(f"{TAB}<uuid:thread>/", staff.ThreadView.as_view(), name="thread"),
    path(f"{TAB}<uuid:thread>/results/", staff.ThreadView.as_view(results_only=True), name="thread_results"),
    path(f"{QUEUED}edit/", staff.QueuedView.as_view(), name="queued_edit"),
    path(f"{QUEUED}discard/", staff.QueuedView.as_view(discards=True), name="queued_discard"),
]
