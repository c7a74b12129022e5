"""Typing a bill: a new one, one filled from a file, and changing one."""

import uuid
from datetime import timedelta

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal_cms.billing import services
from portal_cms.billing.access import may
from portal_cms.billing.content import bill_of, seller_settings
from portal_cms.billing.einvoice import inbox
from portal_cms.billing.figures import STANDARD, ZERO
from portal_cms.billing.forms import (
    MORE_LINES,
    BillForm,
    as_new_lines,
    check_sums,
    line_formset,
    more_lines,
    without_complaints,
)
from portal_cms.billing.models import Bill
from portal_cms.billing.numbers import suggest_number
from portal_cms.billing.rows import sum_rows
from portal_cms.billing.screens import BillScreenMixin, OneBillMixin, publish_or_say
from portal_cms.billing.staff_forms import InvoiceFileForm
from portal_cms.billing.takeover import take_over
from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Document
from portal_cms.matters.pending import ask_url


class EditingMixin(BillScreenMixin):
    """A form with a table of lines. "Calculate" and "More lines" show it again without saving. What somebody else
    changed since the form was opened is not overwritten unasked: saving a second time is the answer."""

    template_name = "portal_billing/admin/edit.html"
    totals = None
    is_stale = False

    def make_bill(self):
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        bill = self.make_bill()
        form = BillForm(
            instance=bill, may_publish=may(request.user, "publish"), initial=self.first_values(bill)
        )
        return self.show(form, self.first_lines(bill))

    def first_values(self, bill):
        return {"version": services.version_of(bill)}

    def first_lines(self, bill):
        new = self.new_line(bill)
        return line_formset(bill, extra=MORE_LINES, initial=[new] * MORE_LINES)

    def new_line(self, bill):
        """What an empty row starts with: the firm's VAT, or its reason for none."""
        seller = seller_settings(bill.site)
        if seller.is_small_business:
            return {"vat_category": "E", "vat_rate": ZERO, "vat_reason": seller.small_business_note}
        return {"vat_category": STANDARD, "vat_rate": seller.vat_rate}

    def post(self, request, *args, **kwargs):
        bill, asked = self.make_bill(), request.POST
        data = more_lines(asked) if "more" in asked else asked
        now = services.version_of(bill)
        if asked.get("version", now) != now:
            data = as_new_lines(data)
            self.is_stale = not {"more", "calculate"} & set(asked)
        if self.is_stale:
            data["version"] = now
        form = BillForm(data, instance=bill, may_publish=may(request.user, "publish"))
        lines = line_formset(bill, data, extra=0)
        if "more" in asked:
            without_complaints(form)
            for line in lines.forms:
                without_complaints(line)
            return self.show(form, lines)
        if form.is_valid() and lines.is_valid():
            self.totals = check_sums(form, lines.rows())
            may_save = form.is_valid() and not self.is_stale and "calculate" not in asked
            if may_save and (saved := self.save(form, lines)):
                return saved
        status = 200 if "calculate" in asked and self.totals else 422
        return self.show(form, lines, status=status)

    def save(self, form, lines):
        """The redirect after saving, or None if it was refused; then the form says why."""
        bill, user = form.instance, self.request.user
        fields = form.changed_fields + (["lines"] if lines.has_changed() else [])
        try:
            document = self.uploaded(form)
            services.save_bill(
                bill, lines.rows(), by=user, fields=fields, version=form.cleaned_data["version"]
            )
            if document:
                services.set_document(bill, document, by=user)
        except PortalError as error:
            form.add_error(None, error)
            return None
        is_due = bill.is_published and bool(fields)
        return self.publish_as_wished(form, bill, is_due)

    def publish_as_wished(self, form, bill, is_due):
        was = form.initial["is_public"]  # what others did since then is not undone
        wish = form.cleaned_data.get("is_public", was)
        messages.success(self.request, _("%(bill)s is saved.") % {"bill": bill})
        url = reverse("portal_billing_admin:detail", args=[bill.matter_id, bill.uuid])
        if wish and not was and not bill.is_published:
            is_due = publish_or_say(self.request, bill)
        elif bill.is_published and was and not wish:
            services.withdraw_bill(bill, by=self.request.user)
            is_due = False
        return redirect(ask_url("portal_billing_admin:detail", bill.matter, bill.uuid) if is_due else url)

    def uploaded(self, form):
        """The file this form was filled from, kept in an earlier step."""
        wanted = form.cleaned_data.get("document")
        own = Document.all_files.filter(
            matter=self.matter, is_filed=False, uploaded_by=self.request.user, bill=None
        )
        return own.filter(uuid=wanted).first() if wanted else None

    def show(self, form, lines, status=200, warnings=()):
        bill = form.instance
        context = self.get_context_data(
            form=form,
            lines=lines,
            totals=sum_rows(bill_of(bill, lines.rows())) if self.totals else [],
            warnings=warnings,
            differing=differing_fields(form) if self.is_stale else [],
            bill=bill,
            billed=bill.billed,
            media=form.media,
            list_url=self.list_url,
        )
        return self.render_to_response(context, status=status)


def differing_fields(form):
    """The names of the fields that say something else than what is kept now."""
    names = [*form.changed_fields, *(["is_public"] if "is_public" in form.changed_data else [])]
    return [str(form.fields[name].label) for name in names]


class NewBillView(EditingMixin, TemplateView):
    action = "add"

    def get_page_title(self):
        return _("New: %(kind)s") % {"kind": Bill.Kind(self.kwargs["kind"]).label}

    def make_bill(self):
        kind, site = self.kwargs["kind"], self.matter.site
        today, seller = timezone.localdate(), seller_settings(site)
        return Bill(
            site=site,
            kind=kind,
            matter=self.matter,
            number=suggest_number(site, kind) if self.request.method == "GET" else "",
            date=today,
            due_date=today + timedelta(days=seller.payment_days),
            matter_reference=f"{self.matter.reference} {self.matter.subject}"[:120],
        )


class FromFileView(EditingMixin, TemplateView):
    """Fill a new bill from an e-invoice made elsewhere. First the file is chosen, then the form is shown as ever."""

    template_name = "portal_billing/admin/from_file.html"
    action = "add"
    page_title = gettext_lazy("New from a file")

    def get(self, request, *args, **kwargs):
        return self.choose(InvoiceFileForm())

    def post(self, request, *args, **kwargs):
        chosen = InvoiceFileForm(request.POST, request.FILES)
        if not chosen.is_valid():
            return self.choose(chosen, status=422)
        upload, kind = chosen.cleaned_data["file"], chosen.cleaned_data["kind"]
        reading = inbox.read(upload.read())
        upload.seek(0)
        document = None
        if upload.name.lower().endswith(".pdf"):
            try:
                document = services.keep_file(
                    self.matter, by=request.user, upload=upload, key=uuid.uuid4().hex
                )
            except PortalError as error:
                chosen.add_error("file", error)
                return self.choose(chosen, status=422)
        return self.fill(kind, reading, document)

    def fill(self, kind, reading, document):
        self.kwargs["kind"] = kind
        self.template_name = "portal_billing/admin/edit.html"
        bill = NewBillView.make_bill(self)
        found = take_over(reading, bill_of(bill, []))
        values = {**found.fields, "document": document.uuid if document else None}
        rows = found.lines
        form = BillForm(instance=bill, may_publish=may(self.request.user, "publish"), initial=values)
        extra = len(rows) + MORE_LINES
        lines = line_formset(bill, extra=extra, initial=rows + [self.new_line(bill)] * MORE_LINES)
        return self.show(form, lines, warnings=found.warnings)

    def choose(self, form, status=200):
        context = self.get_context_data(form=form, back_url=self.list_url, submit_label=_("Read the file"))
        return self.render_to_response(context, status=status)

    def show(self, form, lines, status=200, warnings=()):
        """What is posted next goes to the form of a new bill."""
        self.form_url = reverse("portal_billing_admin:new", args=[self.matter.pk, self.kwargs["kind"]])
        return super().show(form, lines, status, warnings)

    def get_context_data(self, **kwargs):
        return super().get_context_data(form_url=getattr(self, "form_url", ""), **kwargs)


class EditBillView(EditingMixin, OneBillMixin, TemplateView):
    action = "change"

    def get_page_title(self):
        return str(self.bill)

    def make_bill(self):
        return self.bill
