"""Uploads, as a client sends them."""

import uuid
from zlib import crc32

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.services import empty_text, type_refusal


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one field; cleans to a list. What is wrong with one is found while it is read, not here,
    so that the others arrive.

    `whole` is for a form that is sent as a whole: one file we never take refuses it before any is kept.
    """

    widget = ManyFilesInput

    def __init__(self, *args, whole=False, **kwargs):
        self.whole = whole
        super().__init__(*args, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > settings.PORTAL_UPLOAD_MAX_FILES:
            raise forms.ValidationError(
                _("Please send at most %(limit)s files at a time.")
                % {"limit": settings.PORTAL_UPLOAD_MAX_FILES}
            )
        if not files and self.required:
            raise forms.ValidationError(_("Please choose at least one file."), code="required")
        if self.whole and (refusals := [text for file in files if (text := refusal_of(file))]):
            raise forms.ValidationError(refusals)
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


def refusal_of(file):
    return type_refusal(file.name) or ("" if file.size else empty_text(file.name))


def upload_key(form_key, position, file):
    """Names one file of a form: sent again it is the same upload, another one chosen in its place is not."""
    return f"{form_key}-{position}-{crc32(f'{file.size} {file.name}'.encode()):08x}"


class UploadForm(forms.Form):
    """Files for one matter. `form_token` makes the same form, sent again, the same uploads."""

    files = ManyFilesField(label=_("Files"), max_length=1000)
    folder = forms.UUIDField(widget=forms.HiddenInput, required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def upload_key(self, position):
        form_key = self.cleaned_data["form_token"] or uuid.uuid4().hex
        return upload_key(form_key, position, self.cleaned_data["files"][position])
