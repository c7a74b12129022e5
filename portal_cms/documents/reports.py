"""The report "Shared items": who shared what with whom, since when, and what became of it."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from portal_cms.access.listing import BoundedPaginator, NotedExportMixin
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.documents.models import Share

PERMISSION = "portal_documents.view_document"


def reported(user):
    """What staff sent, in the matters the person sees; clients' own uploads were shared by nobody."""
    return Share.objects.visible_to(user).exclude(origin=Share.Origin.UPLOAD)


class SharedItemsFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("active", gettext_lazy("Shared now")),
            ("unopened", gettext_lazy("Shared now, not opened")),
            ("ended", gettext_lazy("Ended")),
        ],
        method="filter_status",
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    origin = django_filters.ChoiceFilter(
        label=gettext_lazy("Way"),
        choices=[
            (Share.Origin.TAB, Share.Origin.TAB.label),
            (Share.Origin.MESSAGE, Share.Origin.MESSAGE.label),
        ],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    client = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Client"),
        queryset=lambda request: Client.objects.visible_to(request.user),
        empty_label=gettext_lazy("All"),
    )
    shared_by = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Shared by"),
        queryset=lambda request: User.objects.visible_to(request.user),
        empty_label=gettext_lazy("All"),
    )
    shared_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Shared"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Share
        fields = ["status", "origin", "client", "shared_by", "shared_at"]

    def filter_status(self, queryset, name, value):
        if value == "ended":
            return queryset.filter(ended_at__isnull=False)
        active = queryset.filter(ended_at=None)
        return active.filter(opened_at=None) if value == "unopened" else active


def document_url(share):
    return reverse("portal_documents_admin:detail", args=[share.matter_id, share.document.uuid])


class SharedItemsReport(NotedExportMixin, ReportView):
    page_title = gettext_lazy("Shared items")
    header_icon = "view"
    index_url_name = "portal_documents_admin:report"
    index_results_url_name = "portal_documents_admin:report_results"
    model = Share
    paginator_class = BoundedPaginator
    filterset_class = SharedItemsFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ["document__title", "matter__reference", "matter__subject"]
    default_ordering = "-shared_at"
    verbose_name_plural = gettext_lazy("shared items")
    columns = [
        TitleColumn(
            "document",
            label=gettext_lazy("Document"),
            accessor="document.title",
            width="22%",
            get_url=document_url,
        ),
        Column("matter", label=gettext_lazy("Matter"), accessor="matter"),
        Column("client", label=gettext_lazy("Client"), accessor="client"),
        Column("origin", label=gettext_lazy("Way"), accessor="get_origin_display"),
        Column("shared_by", label=gettext_lazy("Shared by"), accessor="shared_by"),
        DateColumn("shared_at", label=gettext_lazy("Shared"), sort_key="shared_at"),
        DateColumn("opened_at", label=gettext_lazy("Opened"), sort_key="opened_at"),
        DateColumn("downloaded_at", label=gettext_lazy("Downloaded"), sort_key="downloaded_at"),
        DateColumn("ended_at", label=gettext_lazy("Ended"), sort_key="ended_at"),
    ]
    list_export = [
        "document.title",
        "matter.reference",
        "matter.subject",
        "client.name",
        "get_origin_display",
        "shared_by",
        "shared_at",
        "opened_at",
        "downloaded_at",
        "ended_at",
        "ended_by",
    ]
    export_headings = {
        "document.title": gettext_lazy("Document"),
        "matter.reference": gettext_lazy("Reference number"),
        "matter.subject": gettext_lazy("Matter"),
        "client.name": gettext_lazy("Client"),
        "get_origin_display": gettext_lazy("Way"),
        "shared_by": gettext_lazy("Shared by"),
        "shared_at": gettext_lazy("Shared"),
        "opened_at": gettext_lazy("Opened"),
        "downloaded_at": gettext_lazy("Downloaded"),
        "ended_at": gettext_lazy("Ended"),
        "ended_by": gettext_lazy("Ended by"),
    }

    @classmethod
    def is_shown(cls, user):
        return user.has_perm(PERMISSION) and user.has_perm("portal_matters.view_matter")

    def dispatch(self, request, *args, **kwargs):
        if not self.is_shown(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return reported(self.request.user).select_related(
            "document", "matter", "client", "shared_by", "ended_by"
        )

    def get_filename(self):
        return _("shared-items")

    def order_queryset(self, queryset):
        """The key makes the order of equal rows the same on every page."""
        direction = "-" if self.ordering.startswith("-") else ""
        return queryset.order_by(self.ordering, f"{direction}pk")

    def to_row_dict(self, item):
        """People and matters as text, so that no name becomes a formula."""
        row = super().to_row_dict(item)
        return {key: str(value) if isinstance(value, Model) else value for key, value in row.items()}

    def note_export(self, spreadsheet_format):
        with transaction.atomic():
            user, site = self.request.user, self.request.site
            record("share.exported", on=user, by=user, site=site, format=spreadsheet_format)
