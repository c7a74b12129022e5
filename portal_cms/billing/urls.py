from django.urls import path

from portal_cms.billing import views
from portal_cms.billing.models import Bill

app_name = "portal_billing"
urlpatterns = [
    path("invoices/", views.SectionView.as_view(kind=Bill.Kind.INVOICE), name="invoices"),
    path("proformas/", views.SectionView.as_view(kind=Bill.Kind.PROFORMA), name="proformas"),
    path("provisions/", views.SectionView.as_view(kind=Bill.Kind.PROVISION), name="provisions"),
    path("bills/<uuid:uuid>/", views.BillView.as_view(), name="bill"),
    path("bills/<uuid:uuid>/paper/", views.PaperView.as_view(), name="paper"),
    path("bills/<uuid:uuid>/data/", views.DataView.as_view(), name="data"),
]
