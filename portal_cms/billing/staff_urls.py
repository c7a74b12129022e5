"""Admin URLs of bills; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path, re_path

from portal_cms.billing import listing, staff, staff_bulk, staff_edit
from portal_cms.billing.models import Bill

app_name = "portal_billing_admin"
TAB = "matters/<int:pk>/billing/"
ONE = f"{TAB}<uuid:bill>/"
KINDS = "|".join(Bill.Kind.values)
urlpatterns = [
    path(TAB, listing.MatterBillsView.as_view(), name="list"),
    path(f"{TAB}results/", listing.MatterBillsView.as_view(results_only=True), name="results"),
    re_path(
        rf"^matters/(?P<pk>[0-9]+)/billing/new/(?P<kind>{KINDS})/$",
        staff_edit.NewBillView.as_view(),
        name="new",
    ),
    path(f"{TAB}file/", staff_edit.FromFileView.as_view(), name="from_file"),
    path(ONE, staff.BillDetailView.as_view(), name="detail"),
    path(f"{ONE}edit/", staff_edit.EditBillView.as_view(), name="edit"),
    path(f"{ONE}file/", staff.FileView.as_view(), name="file"),
    path(f"{ONE}publish/", staff.PublishView.as_view(), name="publish"),
    path(f"{ONE}withdraw/", staff.WithdrawView.as_view(), name="withdraw"),
    path(f"{ONE}cancel/", staff.CancelView.as_view(), name="cancel"),
    path(f"{ONE}delete/", staff.DeleteView.as_view(), name="delete"),
    path("billing/bulk/", staff_bulk.BulkView.as_view(), name="bulk"),
]
for kind in Bill.Kind.values:
    urlpatterns += [
        path(f"billing/{kind}s/", listing.KindListView.as_view(kind=kind), name=f"{kind}_list"),
        path(
            f"billing/{kind}s/results/",
            listing.KindListView.as_view(kind=kind, results_only=True),
            name=f"{kind}_results",
        ),
    ]
