"""The staff's lists of bills: of one matter, and of one kind across the firm, with their sums."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseListingView

from portal_cms.access.listing import BoundedPaginator
from portal_cms.billing.access import may
from portal_cms.billing.columns import BillFilterSet, bill_columns
from portal_cms.billing.models import Bill
from portal_cms.billing.rows import SECTIONS
from portal_cms.billing.sums import money
from portal_cms.documents.screens import DocumentScreenMixin

PER_PAGE = 50
ALIVE = Q(cancelled_at=None)


def sums(bills):
    """What the bills of a list amount to, one row per currency; cancelled ones do not count."""
    rows = bills.order_by().values("currency").annotate(
        gross=Sum("gross", filter=ALIVE), left=Sum(F("payable") - F("paid"), filter=ALIVE & Q(paid__lt=F("payable")))
    )  # fmt: skip
    return [
        {"gross": money(row["gross"] or 0, row["currency"]), "left": money(row["left"] or 0, row["currency"])}
        for row in rows.order_by("currency")
    ]


class BillListMixin:
    """What both lists share. Actions on several bills are a plain form around the list."""

    model = Bill
    results_template_name = "portal_billing/admin/bills_results.html"
    verbose_name_plural = gettext_lazy("bills")
    paginate_by = PER_PAGE
    is_searchable = True
    search_backend_name = None
    search_fields = [
        "number", "matter__reference", "matter__subject", "buyer__last_name", "buyer__first_name", "buyer__company",
        "matter__billing_client__last_name", "matter__billing_client__company",
    ]  # fmt: skip
    default_ordering = "-date"
    filterset_class = BillFilterSet

    def with_names(self, bills):
        return bills.select_related("matter__billing_client__user", "buyer__user")

    def order_queryset(self, queryset):
        """By the chosen column; the key makes the order of equal rows the same on every page."""
        direction = "-" if self.ordering.startswith("-") else ""
        return queryset.order_by(self.ordering, f"{direction}pk")

    @cached_property
    def may_publish(self):
        return may(self.request.user, "publish")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(may_publish=self.may_publish, **kwargs)
        return {**context, "sums": sums(self.filtered()), "bulk_url": reverse("portal_billing_admin:bulk")}

    def filtered(self):
        """All rows of the list, of every page."""
        return self.search_queryset(self.filter_queryset(self.get_base_queryset()))


class MatterBillsView(BillListMixin, DocumentScreenMixin, BaseListingView):
    """The tab "Billing" of a matter (P36)."""

    template_name = "portal_billing/admin/matter.html"
    active_tab = "billing"
    page_title = gettext_lazy("Billing")
    needs_permission = "portal_billing.view_bill"

    def prepare(self, request):
        self.columns = bill_columns(may_publish=self.may_publish, in_matter=True)

    def get_base_queryset(self):
        return self.with_names(Bill.objects.filter(matter=self.matter))

    def get_index_url(self):
        return reverse("portal_billing_admin:list", args=[self.matter.pk])

    def get_index_results_url(self):
        return reverse("portal_billing_admin:results", args=[self.matter.pk])

    def get_context_data(self, **kwargs):
        new = [
            {"label": label, "url": reverse("portal_billing_admin:new", args=[self.matter.pk, kind])}
            for kind, label in Bill.Kind.choices
        ]
        may_add = may(self.request.user, "add")
        return super().get_context_data(
            new=new if may_add else [],
            file_url=reverse("portal_billing_admin:from_file", args=[self.matter.pk]),
            may_add=may_add,
            **kwargs,
        )


class KindListView(BillListMixin, BaseListingView):
    """All invoices, proformas or provisions of the matters one sees (P41 to P43)."""

    template_name = "portal_billing/admin/kind.html"
    kind = None
    results_only = False
    header_icon = "form"
    paginator_class = BoundedPaginator
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "view"):
            raise PermissionDenied
        self.columns = bill_columns(kind=self.kind, may_publish=self.may_publish)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return str(SECTIONS[self.kind][1])

    def get_base_queryset(self):
        bills = Bill.objects.visible_to(self.request.user).filter(kind=self.kind)
        return self.with_names(bills)

    def get_index_url(self):
        return reverse(f"portal_billing_admin:{self.kind}_list")

    def get_index_results_url(self):
        return reverse(f"portal_billing_admin:{self.kind}_results")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": _("Billing")},
        ]
