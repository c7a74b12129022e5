"""Writing a message."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.forms import ManyFilesField
from portal_cms.matters.models import Matter
from portal_cms.messaging.services import check_length


class ReplyForm(forms.Form):
    """Text and files of a client's message; sent twice it is one message (see `send_key`)."""

    body = forms.CharField(  # without `max_length`, by which browsers cut off what is pasted without a word
        label=_("Your message"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[check_length],
    )
    files = ManyFilesField(label=_("Attach files"), required=False, max_length=1000, whole=True)
    send_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("send_key", uuid.uuid4().hex)
        super().__init__(*args, **kwargs)

    def clean(self):
        if not self.errors and not self.cleaned_data.get("body") and not self.cleaned_data.get("files"):
            self.add_error("body", _("Please write a message or attach a file."))
        return self.cleaned_data

    @property
    def key(self):
        return self.cleaned_data.get("send_key") or uuid.uuid4().hex


class NewMessageForm(ReplyForm):
    """The first message of a new channel; `matters` are those to choose from, None if one is given."""

    matter = forms.ModelChoiceField(label=_("Matter"), queryset=Matter.objects.none(), to_field_name="uuid")
    name = forms.CharField(
        label=_("What is it about"), max_length=120, help_text=_("For example: question about the hearing.")
    )
    field_order = ["matter", "name", "body", "files", "send_key"]

    def __init__(self, *args, matters=None, **kwargs):
        super().__init__(*args, **kwargs)
        if matters is None:
            del self.fields["matter"]
        else:
            self.fields["matter"].queryset = matters
