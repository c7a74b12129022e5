from django.urls import path

from portal_cms.pdfforms import views

app_name = "portal_pdfforms"
FORM = "requests/<uuid:uuid>/items/<uuid:item>/form/"
urlpatterns = [
    path(FORM, views.FormView.as_view(), name="form"),
    path(f"{FORM}review/", views.ReviewView.as_view(), name="review"),
    path(f"{FORM}finish/", views.FinishView.as_view(), name="finish"),
    path(f"{FORM}reopen/", views.ReopenView.as_view(), name="reopen"),
    path(f"{FORM}pages/<int:number>/", views.PictureView.as_view(), name="picture"),
]
