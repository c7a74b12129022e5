"""What a client fills in: files, a confirmation, an address for a new link."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.forms import ManyFilesField, upload_key


class AnswerFilesForm(forms.Form):
    """Files, and photographed pages that become one paper; one of both at least."""

    files = ManyFilesField(label=_("Files"), max_length=1000, required=False)
    pages = ManyFilesField(label=_("Photographed pages"), max_length=1000, required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["files"] or data["pages"]):
            self.add_error("files", _("Please choose at least one file."))
        return data

    def keyed_files(self):
        """Triples of a file, the key that makes the same form, sent again, the same upload, and whether it is a page."""
        token = self.cleaned_data["form_token"] or uuid.uuid4().hex
        for name in ("files", "pages"):
            key = token if name == "files" else f"{token}-p"
            for number, file in enumerate(self.cleaned_data[name]):
                yield file, upload_key(key, number, file), name == "pages"


class ConfirmForm(forms.Form):
    is_read = forms.BooleanField(
        label=_("I have read this and agree."),
        error_messages={"required": _("Please tick the box to confirm.")},
    )


class AskAgainForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class CodeForm(forms.Form):
    """The digits of a mail, however they are spaced."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class PageOrderForm(forms.Form):
    """A number for each photographed page; one without is left out."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"page-{row.pk}"] = forms.IntegerField(
                label=row.name, required=False, min_value=1, max_value=999, initial=row.page or None
            )

    def places(self):
        return {row.pk: self.cleaned_data.get(f"page-{row.pk}") for row in self.rows}

    def shown(self):
        """Pairs of a page and its field."""
        return [(row, self[f"page-{row.pk}"]) for row in self.rows]
