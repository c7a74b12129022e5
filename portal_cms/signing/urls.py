from django.urls import path

from portal_cms.signing import views

app_name = "portal_signing"
ITEM = "requests/<uuid:uuid>/items/<uuid:item>/"
urlpatterns = [
    path(f"{ITEM}sign/", views.SignView.as_view(), name="sign"),
    path(f"{ITEM}sign/pages/<int:number>/", views.PageView.as_view(), name="page"),
    path(f"{ITEM}signed/", views.ResultView.as_view(), name="result"),
    path("verify/", views.VerifyView.as_view(), name="verify"),
]
