from django.urls import path

from portal_cms.questionnaires import views

app_name = "portal_questionnaires"
ONE = "requests/<uuid:uuid>/items/<uuid:item>/questions/"
urlpatterns = [
    path(ONE, views.SheetView.as_view(), name="sheet"),
    path(f"{ONE}<int:page>/", views.PageView.as_view(), name="page"),
    path(f"{ONE}review/", views.ReviewView.as_view(), name="review"),
]
