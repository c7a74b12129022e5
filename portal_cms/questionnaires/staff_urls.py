"""Admin URLs of answers; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.questionnaires import staff

app_name = "portal_questionnaires_admin"
ONE = "matters/<int:pk>/requests/<uuid:asked>/items/<uuid:item>/answers/"
urlpatterns = [
    path(ONE, staff.AnswersView.as_view(), name="answers"),
    path(f"{ONE}<str:ending>/", staff.ExportView.as_view(), name="export"),
]
