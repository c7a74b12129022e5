from django.urls import path

from portal_cms.dashboard import views

app_name = "portal_dashboard"
urlpatterns = [
    path("", views.RootView.as_view(), name="home"),
    path("healthz", views.HealthView.as_view(), name="health"),
    path("live/", views.LiveView.as_view(), name="live"),
    path("matters/<uuid:uuid>/", views.MatterView.as_view(), name="matter"),
]
