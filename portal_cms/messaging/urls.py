from django.urls import path

from portal_cms.messaging import views

app_name = "portal_messaging"
urlpatterns = [
    path("messages/", views.PostboxView.as_view(), name="postbox"),
    path("messages/new/", views.NewMessageView.as_view(), name="new_any"),
    path("messages/<uuid:uuid>/", views.ThreadView.as_view(), name="thread"),
    path("matters/<uuid:uuid>/messages/", views.MatterMessagesView.as_view(), name="matter"),
    path("matters/<uuid:uuid>/messages/new/", views.NewMessageView.as_view(), name="new"),
]
