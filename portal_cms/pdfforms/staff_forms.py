"""The staff's form of a paper's fields: those of the file, those that were placed, and a few empty rows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.pdfforms.forms import check_letters
from portal_cms.pdfforms.models import PLACEABLE, Kind, PaperField
from portal_cms.pdfforms.pdf.limits import MAX_FIELDS

BLANK_ROWS = 3
SMALLEST = 2  # mm
OVERLAP = 0.5  # mm a place may stick out, by rounding
PLACE = ("page", "x", "y", "width", "height")


class FieldForm(forms.ModelForm):
    class Meta:
        model = PaperField
        fields = ["label", "kind", *PLACE, "filled_by", "binding", "value", "is_required"]

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages
        self.fields["value"].widget = forms.TextInput()
        self.fields["binding"].choices = [("", _("Nothing")), *self.fields["binding"].choices[1:]]
        if self.instance.pk and not self.instance.is_placed:
            self._keep_to_the_file()
            return
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in PLACEABLE]
        for name in PLACE[1:]:
            widget = forms.NumberInput(attrs={"step": "0.5", "min": "0"})
            self.fields[name].widget = widget
            self.fields[name].localize = False
        self.fields["page"].widget = forms.NumberInput(attrs={"min": "1", "max": len(pages)})

    def has_changed(self):
        """A new row without a label is none."""
        is_empty = not self.instance.pk and not self.data.get(self.add_prefix("label"), "").strip()
        return not is_empty and super().has_changed()

    def _keep_to_the_file(self):
        """Kind and place of a field of the file are as they are."""
        for name in ("kind", *PLACE):
            del self.fields[name]
        if self.instance.kind == Kind.SIGNATURE:
            for name in ("binding", "value", "is_required"):
                del self.fields[name]
        if self.instance.options:
            del self.fields["binding"]
            self.fields["value"] = forms.ChoiceField(
                label=self.fields["value"].label, required=False, choices=[("", "–"), *self.instance.options]
            )

    def clean_value(self):
        value = self.cleaned_data["value"]
        if not self.instance.options:
            check_letters(value)
        return value

    def clean(self):
        data = super().clean()
        if "page" in self.fields and not self.errors:
            self._check_place(data)
        kind = data.get("kind") or self.instance.kind
        is_firms = data.get("filled_by") == PaperField.Filler.FIRM and kind not in (
            Kind.SIGNATURE,
            Kind.CHECKBOX,
        )
        if is_firms and data.get("is_required") and not (data.get("binding") or data.get("value")):
            self.add_error(
                "value", _("Please enter what the firm fills in, or choose where it is taken from.")
            )
        return data

    def _check_place(self, data):
        if not 1 <= data["page"] <= len(self.pages):
            self.add_error(
                "page", _("The PDF has no such page: it has %(number)s.") % {"number": len(self.pages)}
            )
            return
        width, height = self.pages[data["page"] - 1]
        is_inside = (
            data["x"] >= 0
            and data["y"] >= 0
            and data["x"] + data["width"] <= width + OVERLAP
            and data["y"] + data["height"] <= height + OVERLAP
        )
        if not is_inside:
            said = {"width": round(width), "height": round(height)}
            self.add_error(
                "x", _("The place is not on the page, which is %(width)s × %(height)s mm large.") % said
            )
        if min(data["width"], data["height"]) < SMALLEST:
            self.add_error("width", _("The place is too small to be written in: 2 mm are the least."))


FieldFormSet = forms.modelformset_factory(
    PaperField, form=FieldForm, extra=BLANK_ROWS, can_delete=True, max_num=MAX_FIELDS, validate_max=True
)
FieldFormSet.deletion_label = gettext_lazy("Take away")


def field_forms(paper, data=None):
    """The rows of a paper. A row without a label is nothing."""
    made = FieldFormSet(
        data, queryset=paper.fields.all(), prefix="fields", form_kwargs={"pages": paper.pages}
    )
    for row in made.forms:
        if row.instance.pk and not row.instance.is_placed:
            row.fields.pop("DELETE", None)
    return made
