"""Bills in the client area: the sections, one bill, its papers. All reads go through `visible_to`."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.billing import papers, qr, services
from portal_cms.billing.access import get_bill_or_404
from portal_cms.billing.content import bill_of
from portal_cms.billing.models import Bill
from portal_cms.billing.rows import (
    SECTIONS,
    bank_rows,
    bill_row,
    line_rows,
    reason_rows,
    section_tabs,
    sum_rows,
)
from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.paging import ShortPaginator
from portal_cms.documents.downloads import NO_DOWNLOAD
from portal_cms.matters.models import Matter

BILLS_PER_PAGE = 25


class SectionView(ClientAreaMixin, TemplateView):
    """The invoices, proformas or provisions of one client, newest first (P45)."""

    template_name = "portal_billing/section.html"
    kind = None

    def get_context_data(self, **kwargs):
        bills = Bill.objects.visible_to(self.request.user)
        kinds = set(bills.order_by().values_list("kind", flat=True).distinct())
        page = ShortPaginator(bills.filter(kind=self.kind), BILLS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        _name, label, empty = SECTIONS[self.kind]
        return super().get_context_data(
            active=self.kind,
            heading=label,
            empty=empty,
            section_tabs=section_tabs(kinds, self.kind),
            rows=[bill_row(bill) for bill in page],
            page_obj=page,
            **kwargs,
        )


class BillView(ClientAreaMixin, TemplateView):
    """One bill: its lines, what is left to pay until when and where, and its papers."""

    template_name = "portal_billing/bill.html"

    def get_context_data(self, uuid, **kwargs):
        bill = get_bill_or_404(self.request.user, uuid)
        content = bill_of(bill)
        name, label, _empty = SECTIONS[bill.kind]
        is_payable = bool(bill.open_amount)
        context = super().get_context_data(
            active=bill.kind,
            bill=bill,
            row=bill_row(bill),
            lines=line_rows(content),
            sums=sum_rows(content, is_cancelled=bool(bill.cancelled_at)),
            reasons=reason_rows(content),
            is_payable=is_payable,
            bank=bank_rows(content, bill.seller_data.get("bank", "")) if is_payable else [],
            qr=qr.svg(content) if is_payable else None,
            papers=papers.offered(bill, content),
            question_url=self._question_url(bill),
            office=self.request.firm.standard_office,
            back={"url": reverse(name), "label": label},
            **kwargs,
        )
        services.mark_seen(bill, by=self.request.user)
        return context

    def _question_url(self, bill):
        """Where this client can write about it: the matter's messages, if they are open to the client (P38)."""
        if not Matter.objects.visible_to(self.request.user).filter(pk=bill.matter_id).exists():
            return ""
        about = _("Question about %(bill)s") % {"bill": bill}
        return f"{reverse('portal_messaging:new', args=[bill.matter.uuid])}?{urlencode({'about': about})}"


class PaperView(LoginRequiredMixin, View):
    """The PDF: the firm's own if it uploaded one, else the rendered one. For the person billed, and for staff."""

    part = "paper"
    not_simulated = NO_DOWNLOAD

    def get(self, request, uuid):
        bill = get_bill_or_404(request.user, uuid)
        response = self.respond(request, bill)
        if response is None:
            raise Http404
        if request.method == "GET":
            services.note_download(bill, by=request.user, part=self.part)
        return response

    def respond(self, request, bill):
        return papers.pdf_response(request, bill)


class DataView(PaperView):
    """The e-invoice as XML."""

    part = "data"

    def respond(self, request, bill):
        return papers.xml_response(request, bill)
