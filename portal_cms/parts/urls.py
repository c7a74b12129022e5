from django.urls import path

from portal_cms.parts import feeds, views

app_name = "portal_parts"
urlpatterns = [
    path("matters/<uuid:uuid>/dates/", views.TimelineView.as_view(), name="timeline"),
    path("dates/<uuid:uuid>.ics", views.DateView.as_view(), name="date"),
    path("profile/calendar/", views.CalendarView.as_view(), name="calendar"),
    path("calendar/<str:token>.ics", feeds.FeedView.as_view(), name="feed"),
]
