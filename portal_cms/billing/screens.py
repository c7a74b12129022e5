"""Bases of the staff's screens of bills, below their matter."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal_cms.billing import services
from portal_cms.billing.access import NobodyReads, may
from portal_cms.billing.models import Bill
from portal_cms.documents.screens import DocumentScreenMixin, no_right
from portal_cms.matters.pending import ask_url


class BillScreenMixin(DocumentScreenMixin):
    """A screen below the tab "Billing". `action` is the permission for bills it needs."""

    active_tab = "billing"
    action = "view"

    def check_rights(self, request):
        super().check_rights(request)
        if not may(request.user, self.action):
            raise PermissionDenied(no_right())

    @property
    def list_url(self):
        return reverse("portal_billing_admin:list", args=[self.matter.pk])


class OneBillMixin(BillScreenMixin):
    """Finds the bill of this matter; another one does not exist here."""

    def prepare(self, request):
        bills = Bill.objects.filter(matter=self.matter, uuid=self.kwargs["bill"])
        self.bill = get_object_or_404(
            bills.select_related("site", "document", "buyer__user", "matter__billing_client__user")
        )

    @property
    def detail_url(self):
        return reverse("portal_billing_admin:detail", args=[self.matter.pk, self.bill.uuid])

    def get_success_url(self):
        return self.detail_url

    def get_context_data(self, **kwargs):
        kwargs["bill"] = self.bill  # instead of the uuid in the address
        return super().get_context_data(**{"back_url": self.detail_url, **kwargs})

    def ask(self, is_due):
        """Back to the bill, with the question "notify the client now?" if it is due (P27)."""
        return redirect(
            ask_url("portal_billing_admin:detail", self.matter, self.bill.uuid) if is_due else self.detail_url
        )


def publish_or_say(request, bill):
    """Publish; if nobody could see it, say why and where to change that (P40). Returns whether the question is due."""
    try:
        return services.publish_bill(bill, by=request.user)
    except NobodyReads as error:
        link = format_html('<a href="{}">{}</a>', error.url, error.link)
        messages.error(request, format_html("{} {}", _("It is not published.") + " " + error.text, link))
        return False
