"""The HTML form of a sheet, made of its frozen fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from portal_cms.pdfforms.letters import unwritable
from portal_cms.pdfforms.models import Kind
from portal_cms.pdfforms.pdf.limits import TEXT
from portal_cms.pdfforms.values import ISO


class SheetForm(forms.Form):
    """Bound to what was typed so far, it says what is missing or wrong; unbound it shows the same without."""

    def __init__(self, sheet, *, is_bound):
        self.sheet = sheet
        values = {key: sheet.values.get(row["name"], "") for key, row in sheet.asked_fields}
        super().__init__(values if is_bound else None, initial=values)
        for key, row in sheet.asked_fields:
            self.fields[key] = _field(row)

    def by_page(self):
        """{page: bound fields}."""
        pages = {}
        for number, (key, row) in enumerate(self.sheet.asked_fields, start=1):
            field = self[key]
            field.number, field.kind = number, row["kind"]
            field.is_group = row["kind"] in (Kind.RADIO, Kind.CHOICES)
            pages.setdefault(row["page"], []).append(field)
        return pages

    def cleaned_by_name(self):
        return {row["name"]: self.cleaned_data.get(key) for key, row in self.sheet.asked_fields}

    def add_no_room(self, names):
        for key, row in self.sheet.asked_fields:
            if row["name"] in names:
                self.add_error(
                    key, _("There is not enough room for this text in the PDF. Please shorten it.")
                )


def _field(row):
    kind, common = row["kind"], {"label": row["label"], "required": row["required"]}
    if kind == Kind.CHECKBOX:
        return forms.BooleanField(**common)
    if kind == Kind.DATE:
        return forms.DateField(
            **common, widget=forms.DateInput(attrs={"type": "date"}, format=ISO),
            input_formats=[ISO, *formats.get_format("DATE_INPUT_FORMATS")],
        )  # fmt: skip
    if kind == Kind.CHOICES:
        return forms.MultipleChoiceField(
            **common, choices=row["options"], widget=forms.CheckboxSelectMultiple, validators=[_chosen(row)]
        )
    if kind == Kind.RADIO:
        none = [] if row["required"] else [("", _("No answer"))]
        return forms.ChoiceField(**common, choices=[*row["options"], *none], widget=forms.RadioSelect)
    if kind == Kind.CHOICE:
        return forms.ChoiceField(**common, choices=[("", "–"), *row["options"]], validators=[_chosen(row)])
    widget = forms.Textarea(attrs={"rows": 4}) if kind == Kind.MULTILINE else forms.TextInput
    return forms.CharField(
        **common, max_length=row["max_length"] or TEXT, widget=widget, validators=[check_letters]
    )


def _chosen(row):
    """Checks the labels of what was chosen, which stand in the file as its maker wrote them."""
    labels = dict(row["options"])

    def check(chosen):
        for value in chosen if isinstance(chosen, list) else [chosen]:
            check_letters(labels[value])

    return check


def check_letters(text):
    """Fields are written in the letters of our fonts."""
    if foreign := unwritable(text):
        raise ValidationError(
            _(
                "These characters can not be written into the PDF: %(characters)s. Please write it without them."
            )
            % {"characters": " ".join(foreign[:20])}
        )
