from django.urls import path

from portal_cms.documents import views

app_name = "portal_documents"
urlpatterns = [
    path("files/", views.AllFilesView.as_view(), name="all_files"),
    path("matters/<uuid:uuid>/files/", views.FilesView.as_view(), name="files"),
    path("matters/<uuid:uuid>/files/raw/", views.RawUploadView.as_view(), name="raw_upload"),
    path("matters/<uuid:uuid>/files.zip", views.ArchiveView.as_view(), name="archive"),
    path("documents/<uuid:uuid>/", views.PreviewView.as_view(), name="view"),
    path("documents/<uuid:uuid>/download/", views.DownloadView.as_view(), name="download"),
    path("documents/<uuid:uuid>/pages/<int:number>/", views.PictureView.as_view(), name="picture"),
]
