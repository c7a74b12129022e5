from django.urls import path

from portal_cms.documents import downloads, uploads, views

app_name = "portal_documents"
urlpatterns = [
    path("files/", views.AllFilesView.as_view(), name="all_files"),
    path("matters/<uuid:uuid>/files/", views.FilesView.as_view(), name="files"),
    path("matters/<uuid:uuid>/files/raw/", uploads.RawUploadView.as_view(), name="raw_upload"),
    path("matters/<uuid:uuid>/files.zip", downloads.ArchiveView.as_view(), name="archive"),
    path("documents/<uuid:uuid>/", views.PreviewView.as_view(), name="view"),
    path("documents/<uuid:uuid>/download/", downloads.DownloadView.as_view(), name="download"),
    path("documents/<uuid:uuid>/pages/<int:number>/", downloads.PictureView.as_view(), name="picture"),
]
