from django.urls import path

from portal_cms.help import views

app_name = "portal_help"
urlpatterns = [path("help/", views.HelpView.as_view(), name="help")]
