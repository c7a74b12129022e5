"""The staff's screens of one bill: what it says and who sees it, publishing, cancelling, its PDF."""

import uuid

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from portal_cms.billing import papers, services
from portal_cms.billing.access import may
from portal_cms.billing.content import bill_of
from portal_cms.billing.einvoice import gaps
from portal_cms.billing.models import Bill
from portal_cms.billing.rows import BADGES, line_rows, reason_rows, sum_rows
from portal_cms.billing.screens import OneBillMixin, publish_or_say
from portal_cms.billing.staff_forms import FileForm
from portal_cms.common.errors import PortalError
from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.screens import ServiceFormView
from portal_cms.matters.pending import ask_url


class BillDetailView(OneBillMixin, TemplateView):
    """One bill: what it says, who sees it, its papers, and what can be done with it."""

    template_name = "portal_billing/admin/bill.html"

    def get_page_title(self):
        return str(self.bill)

    def get_context_data(self, **kwargs):
        bill, user = self.bill, self.request.user
        content = bill_of(bill)
        document = bill.document
        return super().get_context_data(
            lines=line_rows(content),
            sums=sum_rows(content, is_cancelled=bool(bill.cancelled_at)),
            reasons=reason_rows(content),
            badge=BADGES[bill.state],
            papers=papers.offered(bill, content),
            gaps=gaps.missing(content)
            if bill.kind == Bill.Kind.INVOICE and not papers.is_facturae(content)
            else [],
            refused=reason_text(document.reason) if document and document.is_rejected else "",
            file_form=FileForm(),
            may={action: may(user, action) for action in ("change", "publish", "delete")},
            list_url=self.list_url,
            moved_on=bill.buyer_id and bill.buyer_id != bill.matter.billing_client_id,
            **kwargs,
        )


class ActionView(OneBillMixin, TemplateView):
    """A page that asks, and a POST that acts."""

    template_name = "portal_billing/admin/confirm.html"

    def get_page_title(self):
        return f"{self.label} – {self.bill}"

    def post(self, request, *args, **kwargs):
        try:
            return self.act()
        except PortalError as error:
            messages.error(request, error.text)
            return redirect(self.detail_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(question=self.question(), submit_label=self.label, **kwargs)


class PublishView(ActionView):
    action = "publish"
    label = gettext_lazy("Publish")

    def question(self):
        name = self.bill.client_name or _("The billing client")
        text = _(
            "%(client)s will see it in the portal, and nobody else. You are asked before an e-mail is sent."
        )
        return text % {"client": name}

    def act(self):
        if "renew" in self.request.POST and not self.bill.is_published:
            services.bill_anew(self.bill, by=self.request.user)
        is_due = publish_or_say(self.request, self.bill)
        if self.bill.is_published:
            messages.success(self.request, _("%(bill)s is published.") % {"bill": self.bill})
        return self.ask(is_due)

    def get_context_data(self, **kwargs):
        bill, other = self.bill, self.matter.billing_client
        renew = (
            other if bill.buyer_id and not bill.is_published and other and other.pk != bill.buyer_id else None
        )
        return super().get_context_data(renew=renew, **kwargs)


class WithdrawView(ActionView):
    action = "publish"
    label = gettext_lazy("Withdraw")

    def question(self):
        return _("Nobody will see it in the portal any more. What was downloaded or printed stays.")

    def act(self):
        services.withdraw_bill(self.bill, by=self.request.user)
        messages.success(self.request, _("%(bill)s is withdrawn.") % {"bill": self.bill})
        return redirect(self.detail_url)


class CancelView(ActionView):
    action = "change"

    @property
    def label(self):
        return _("Take the cancellation back") if self.bill.cancelled_at else _("Cancel the bill")

    def question(self):
        if self.bill.cancelled_at:
            return _("It is to be paid again.")
        return _("It stays visible as cancelled, and nobody has to pay it.")

    @property
    def wish(self):
        """What the button of the page does: somebody else may have pressed it meanwhile."""
        return "reinstate" if self.bill.cancelled_at else "cancel"

    def act(self):
        wish = self.request.POST.get("wish", self.wish)
        is_due = services.set_cancelled(self.bill, is_cancelled=wish == "cancel", by=self.request.user)
        messages.success(self.request, _("%(bill)s is saved.") % {"bill": self.bill})
        return self.ask(is_due)


class DeleteView(ActionView):
    action = "delete"
    label = gettext_lazy("Delete")

    def question(self):
        return _("It is gone for good. Only what was never published can be deleted.")

    def act(self):
        services.delete_bill(self.bill, by=self.request.user)
        messages.success(self.request, _("%(bill)s is deleted.") % {"bill": self.bill})
        return redirect(self.list_url)


class FileView(OneBillMixin, ServiceFormView, FormView):
    """The firm's own PDF instead of the rendered one, or back to that."""

    template_name = "portal_billing/admin/file.html"
    form_class = FileForm
    action = "change"
    page_title = gettext_lazy("PDF of the bill")
    submit_label = gettext_lazy("Upload")

    def perform(self, form):
        document = None
        if not form.cleaned_data["remove"]:
            upload, key = form.cleaned_data["file"], uuid.uuid4().hex
            document = services.keep_file(self.matter, by=self.request.user, upload=upload, key=key)
        self.is_due = services.set_document(self.bill, document, by=self.request.user)
        messages.success(self.request, _("The PDF of this bill is changed."))

    def get_success_url(self):
        if getattr(self, "is_due", False):
            return ask_url("portal_billing_admin:detail", self.matter, self.bill.uuid)
        return self.detail_url
