from django.urls import path

from portal_cms.guide import staff

app_name = "portal_guide"
urlpatterns = [
    path("guide/", staff.GuideView.as_view(), name="guide"),
    path("guide/test-mail/", staff.TestMailView.as_view(), name="test_mail"),
    path("guide/address/<int:pk>/", staff.CheckView.as_view(), name="check"),
]
