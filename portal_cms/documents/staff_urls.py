"""Admin URLs of documents; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.documents import staff, staff_filing, staff_portal, staff_publish
from portal_cms.documents.reports import SharedItemsReport

app_name = "portal_documents_admin"
TAB = "matters/<int:pk>/documents/"
PORTAL = "matters/<int:pk>/portal/"
urlpatterns = [
    path(TAB, staff.DocumentListView.as_view(), name="list"),
    path(f"{TAB}results/", staff.DocumentListView.as_view(results_only=True), name="results"),
    path(f"{TAB}upload/", staff.StaffRawUploadView.as_view(), name="upload"),
    path(f"{TAB}states/", staff.StatesView.as_view(), name="states"),
    path(f"{TAB}share/", staff_portal.ShareView.as_view(), name="share"),
    path(f"{TAB}publish/", staff_publish.PublishView.as_view(), name="publish"),
    path(f"{TAB}withdraw/", staff_publish.WithdrawView.as_view(), name="withdraw"),
    path(f"{TAB}download/", staff_filing.DownloadView.as_view(), name="download"),
    path(f"{TAB}move/", staff_filing.MoveView.as_view(), name="move"),
    path(f"{TAB}rename/", staff_filing.RenameView.as_view(), name="rename"),
    path(f"{TAB}delete/", staff_filing.DeleteView.as_view(), name="delete"),
    path(f"{TAB}folders/new/", staff_filing.FolderCreateView.as_view(), name="folder_create"),
    path(
        f"{TAB}folders/<uuid:folder>/rename/", staff_filing.FolderRenameView.as_view(), name="folder_rename"
    ),
    path(
        f"{TAB}folders/<uuid:folder>/delete/", staff_filing.FolderDeleteView.as_view(), name="folder_delete"
    ),
    path(f"{TAB}<uuid:document>/", staff.DocumentDetailView.as_view(), name="detail"),
    path(PORTAL, staff_portal.PortalView.as_view(), name="portal"),
    path(f"{PORTAL}results/", staff_portal.PortalView.as_view(results_only=True), name="portal_results"),
    path(f"{PORTAL}shares/<uuid:share>/end/", staff_portal.EndShareView.as_view(), name="end_share"),
    path("documents-bar/", staff_portal.BarView.as_view(), name="bar"),
    path("reports/shared-items/", SharedItemsReport.as_view(), name="report"),
    path(
        "reports/shared-items/results/", SharedItemsReport.as_view(results_only=True), name="report_results"
    ),
]
