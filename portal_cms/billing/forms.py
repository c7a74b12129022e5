"""Typing a bill: its data, its lines, and sums to compare with. What is refused keeps all that was typed."""

from decimal import Decimal

from django import forms
from django.forms import inlineformset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.billing.content import bill_of
from portal_cms.billing.figures import WITH_RATE, ZERO
from portal_cms.billing.models import Bill, BillLine
from portal_cms.billing.numbers import is_taken
from portal_cms.billing.services import taken_text
from portal_cms.billing.sums import money, problems
from portal_cms.common.inputs import day_input

MORE_LINES = 3


class BillForm(forms.ModelForm):
    """`stated_vat` and `stated_gross` are what stands on a paper made elsewhere; if entered, they have to match."""

    is_public = forms.BooleanField(
        label=gettext_lazy("Publish in the client portal"),
        required=False,
        help_text=gettext_lazy(
            "The person billed sees it there. You are asked before anybody gets an e-mail."
        ),
    )
    stated_vat = forms.DecimalField(
        label=gettext_lazy("VAT on your paper"), required=False, max_digits=12, decimal_places=2, localize=True,
        help_text=gettext_lazy("If you enter it, it is compared with the lines."),
    )  # fmt: skip
    stated_gross = forms.DecimalField(
        label=gettext_lazy("Total on your paper"), required=False, max_digits=12, decimal_places=2, localize=True,
        help_text=gettext_lazy("If you enter it, it is compared with the lines."),
    )  # fmt: skip
    document = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(
        required=False, widget=forms.HiddenInput
    )  # the bill as it was when the form was shown

    class Meta:
        model = Bill
        fields = [
            "number", "date", "due_date", "currency", "service_start", "service_end", "matter_reference", "buyer_reference", "withholding_rate", "paid",
            "note", "internal_note",
        ]  # fmt: skip
        localized_fields = ["paid", "withholding_rate"]
        widgets = {
            "date": day_input(),
            "due_date": day_input(),
            "service_start": day_input(),
            "service_end": day_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, may_publish, **kwargs):
        kwargs["initial"] = {"is_public": kwargs["instance"].is_published, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["is_public"]

    def clean_number(self):
        number = " ".join(self.cleaned_data["number"].split())
        self.instance.number = number
        if is_taken(self.instance.site_id, self.instance.kind, number, by_other_than=self.instance.pk):
            raise forms.ValidationError(taken_text(self.instance))
        return number

    def clean_paid(self):
        paid = self.cleaned_data["paid"] or ZERO
        if paid < 0:
            raise forms.ValidationError(_("Please enter an amount of 0 or more."))
        return paid

    def clean_withholding_rate(self):
        return self.cleaned_data["withholding_rate"] or ZERO

    def clean(self):
        cleaned = super().clean()
        date, due = cleaned.get("date"), cleaned.get("due_date")
        if date and due and due < date:
            self.add_error("due_date", _("The due date must not be before the date of the bill."))
        start, end = cleaned.get("service_start"), cleaned.get("service_end")
        if start and end and end < start:
            self.add_error("service_end", _("The end of the period must not be before its start."))
        return cleaned

    @property
    def changed_fields(self):
        """Of the bill itself, for the record."""
        return [name for name in self.changed_data if name in self._meta.fields]


class LineForm(forms.ModelForm):
    class Meta:
        model = BillLine
        fields = ["text", "quantity", "unit", "unit_price", "vat_category", "vat_rate", "vat_reason"]
        localized_fields = ["quantity", "unit_price", "vat_rate"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-label": field.label, "class": f"bill-line__{name}"}
        for name in ("quantity", "unit_price", "vat_rate"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        if isinstance(quantity := self.initial.get("quantity"), Decimal):
            self.initial["quantity"] = (
                Decimal(f"{quantity:f}".rstrip("0").rstrip(".")) if quantity % 1 else int(quantity)
            )

    def has_changed(self):
        """An empty row that only carries what new rows start with is no line."""
        return bool({"text", "unit_price"} & set(self.changed_data)) or bool(
            self.instance.pk and super().has_changed()
        )

    def clean_vat_rate(self):
        return self.cleaned_data["vat_rate"] or ZERO

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("vat_category") not in WITH_RATE:
            cleaned["vat_rate"] = ZERO  # what the row started with; no VAT is charged for this kind
        return cleaned


class LineFormSet(forms.BaseInlineFormSet):
    def rows(self):
        """The lines as typed, without those to delete; only of a valid formset."""
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        return [form.instance for form in kept if form not in self.deleted_forms]

    @property
    def deletion_widget(self):
        return forms.CheckboxInput(attrs={"aria-label": _("Remove this line")})

    def get_deletion_widget(self):
        return self.deletion_widget


def line_formset(bill, *args, extra, **kwargs):
    factory = inlineformset_factory(
        Bill, BillLine, form=LineForm, formset=LineFormSet, extra=extra, can_delete=True, max_num=200
    )
    return factory(*args, instance=bill, prefix="lines", **kwargs)


def more_lines(data):
    """The posted data of the formset with some more empty rows."""
    data = data.copy()
    total = data.get("lines-TOTAL_FORMS", "0")
    data["lines-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + MORE_LINES)
    return data


def as_new_lines(data):
    """The posted lines without the keys of rows that somebody else may have removed."""
    data = data.copy()
    data["lines-INITIAL_FORMS"] = "0"
    for name in [name for name in data if name.startswith("lines-") and name.endswith("-id")]:
        data[name] = ""
    return data


def without_complaints(form):
    """A bound form as it was typed, not judged yet."""
    form._errors = ErrorDict()


def check_sums(form, rows):
    """Add what does not add up to the form: what makes it no bill at all, and sums that do not match (C6)."""
    bill = form.instance
    content = bill_of(bill, rows)
    for problem in problems(content):
        form.add_error(None, problem)
    if form.errors:
        return None
    totals = content.totals
    for name, own, text in (
        ("stated_vat", totals.tax, _("The lines make %(own)s of VAT, but you entered %(stated)s. Please correct one of them.")),
        ("stated_gross", totals.gross, _("The lines make a total of %(own)s, but you entered %(stated)s. Please correct one of them.")),
    ):  # fmt: skip
        stated = form.cleaned_data.get(name)
        if stated is not None and stated != own:
            words = {"own": money(own, bill.currency), "stated": money(stated, bill.currency)}
            form.add_error(name, text % words)
    return totals
