from django.urls import path

from portal_cms.requests import doors, views

app_name = "portal_requests"
urlpatterns = [
    path("requests/", views.RequestListView.as_view(), name="list"),
    path("requests/<uuid:uuid>/", views.RequestView.as_view(), name="request"),
    path("requests/<uuid:uuid>/hand-in/", views.HandInView.as_view(), name="hand_in"),
    path("requests/<uuid:uuid>/items/<uuid:item>/", views.AnswerView.as_view(), name="answer"),
    path("requests/<uuid:uuid>/items/<uuid:item>/document/", views.DocumentView.as_view(), name="document"),
    path("requests/<uuid:uuid>/items/<uuid:item>/pages/", views.PageOrderView.as_view(), name="pages"),
    path(
        "requests/<uuid:uuid>/items/<uuid:item>/pages/<int:row>/",
        views.PagePictureView.as_view(),
        name="page",
    ),
    path(
        "requests/<uuid:uuid>/items/<uuid:item>/files/<int:row>/",
        views.TakeOutView.as_view(),
        name="take_out",
    ),
    path("requests/<uuid:uuid>/receipt/", views.ReceiptView.as_view(), name="receipt"),
    path("requests/<uuid:uuid>/continue/", doors.ContinueView.as_view(), name="continue"),
    path("requests/<uuid:uuid>/close/", doors.CloseView.as_view(), name="close"),
    path("r/new/", doors.AskAgainView.as_view(), name="ask_again"),
    path("r/closed/", doors.ClosedView.as_view(), name="closed"),
    path("r/<str:token>/", doors.LinkView.as_view(), name="link"),
    path("r/<str:token>/code/", doors.CodeView.as_view(), name="code"),
]
