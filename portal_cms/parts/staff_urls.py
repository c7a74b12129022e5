"""Admin URLs of the parts of a matter; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.parts import staff
from portal_cms.parts.kinds import KINDS

app_name = "portal_parts_admin"


def routes(kind):
    """The same seven for each kind: `party_list`, `party_add`, ..."""
    tab = f"matters/<int:pk>/{kind.tab}/"
    pages = {
        "list": (tab, staff.PartListView.as_view(kind=kind)),
        "results": (f"{tab}results/", staff.PartListView.as_view(kind=kind, results_only=True)),
        "add": (f"{tab}add/", staff.PartAddView.as_view(kind=kind)),
        "publish": (f"{tab}publish/", staff.PublishView.as_view(kind=kind)),
        "withdraw": (f"{tab}withdraw/", staff.WithdrawView.as_view(kind=kind)),
        "edit": (f"{tab}<uuid:part>/", staff.PartEditView.as_view(kind=kind)),
        "delete": (f"{tab}<uuid:part>/delete/", staff.PartDeleteView.as_view(kind=kind)),
    }
    return [path(route, view, name=f"{kind.key}_{name}") for name, (route, view) in pages.items()]


urlpatterns = [route for kind in KINDS for route in routes(kind)]
