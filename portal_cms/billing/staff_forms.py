"""The small forms of the staff's billing screens."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.billing.models import Bill

MOST_BYTES = 20 * 1024 * 1024


class FileForm(forms.Form):
    """The firm's own PDF of a bill."""

    file = forms.FileField(
        label=gettext_lazy("PDF"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
    remove = forms.BooleanField(
        label=gettext_lazy("Use the PDF the portal draws from the data"), required=False
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if cleaned.get("remove"):
            return cleaned
        if file is None:
            self.add_error("file", _("Please choose a PDF."))
        elif not file.name.lower().endswith(".pdf"):
            self.add_error("file", _("Please choose a PDF; other files can not be the paper of a bill."))
        return cleaned


class InvoiceFileForm(forms.Form):
    """An e-invoice made elsewhere."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Bill.Kind)
    file = forms.FileField(
        label=gettext_lazy("E-invoice"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,application/xml,text/xml,.xml,.xsig"}),
        help_text=gettext_lazy(
            "A PDF with data inside (ZUGFeRD, Factur-X) or an XML file (XRechnung, UBL, Facturae). The fields are"
            " filled from it; a PDF also becomes the paper the client downloads."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".pdf", ".xml", ".xsig")):
            raise forms.ValidationError(_("Please choose a PDF or an XML file."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Please choose a smaller one."))
        return file
