"""The staff's message forms. Every choice is narrowed to the matter, so a foreign id is refused."""

import uuid

from django import forms
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.forms import ManyFilesField
from portal_cms.documents.inspection.wording import accept_attribute
from portal_cms.documents.models import Document
from portal_cms.documents.staff_forms import ClientForm, MatterForm
from portal_cms.messaging.models import Thread
from portal_cms.messaging.services import check_length

OFFERED = 50


class AttachmentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Document.objects.none(),
            to_field_name="uuid",
            required=False,
            label=_("Documents of the matter"),
            error_messages={
                "invalid_choice": _("Please choose documents of this matter."),
                "invalid_pk_value": _("Please choose documents of this matter."),
            },
            **kwargs,
        )


class WritingFields(MatterForm):
    """Text and attachments: documents of the matter, and files from the computer."""

    body = forms.CharField(  # without `max_length`, as in the client's form
        label=_("Message"),
        required=False,
        validators=[check_length],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    document = AttachmentsField()
    files = ManyFilesField(
        label=_("Files from your computer"),
        required=False,
        max_length=1000,
        whole=True,
        help_text=_(
            "New files are checked first. The message waits for that and is then sent automatically."
        ),
    )
    send_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    queued = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, matter, **kwargs):
        kwargs["initial"] = {"send_key": uuid.uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, matter=matter, **kwargs)
        documents = Document.objects.filter(matter=matter).exclude(state=Document.State.REJECTED)
        self.fields["document"].queryset = documents
        self.fields["files"].widget.attrs["accept"] = accept_attribute()

    def clean(self):
        data = super().clean()
        missing = not any(data.get(name) for name in ("body", "document", "files"))
        if missing and not self.errors:
            self.add_error("body", _("Please write a message or attach a document."))
        return data

    @property
    def key(self):
        return self.cleaned_data.get("send_key") or uuid.uuid4().hex

    def offered_documents(self):
        """The newest documents and those that are ticked, with whether they are: one list of checkboxes."""
        ticked = {str(value) for value in self["document"].value() or []}
        documents = self.fields["document"].queryset
        chosen = list(documents.filter(uuid__in=[value for value in ticked if _is_uuid(value)]))
        others = documents.exclude(pk__in=[document.pk for document in chosen])[:OFFERED]
        return [{"document": document, "is_ticked": True} for document in chosen] + [
            {"document": document, "is_ticked": False} for document in others
        ]


class StaffReplyForm(WritingFields):
    """The next message of a channel."""


class StaffMessageForm(WritingFields, ClientForm):
    """A message to a client in a channel, an existing one or a new one (A48)."""

    channel = forms.ChoiceField(label=_("Channel"), required=False)
    new_channel = forms.CharField(
        label=_("New channel"),
        required=False,
        max_length=120,
        help_text=_("What the conversation is about. The client reads this name."),
    )
    field_order = ["client", "channel", "new_channel", "body", "document", "files"]

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, matter=matter, **kwargs)
        clients = [client.pk for client in self.clients]
        threads = Thread.objects.filter(matter=matter, client__in=clients).select_related("client")
        self.threads = {str(thread.uuid): thread for thread in threads}
        self.fields["channel"].choices = [("", _("New channel")), *self._groups()]
        if not self.threads:
            self.fields["channel"].widget = forms.HiddenInput()
            self.initial.setdefault("new_channel", self._first_channel())
        elif self.only_client:  # the channel that was used last; with several clients nobody is presumed
            self.initial.setdefault("channel", next(iter(self.threads)))

    def _first_channel(self):
        """In the language of who reads it; of several clients it is not known who that will be."""
        with override(self.only_client.language if self.only_client else get_language()):
            return gettext("General")

    def _groups(self):
        if len(self.clients) == 1:
            return [(key, thread.name) for key, thread in self.threads.items()]
        return [
            (
                str(client),
                [(key, thread.name) for key, thread in self.threads.items() if thread.client_id == client.pk],
            )
            for client in self.clients
        ]

    def clean(self):
        data = super().clean()
        thread, name = self.threads.get(data.get("channel") or ""), (data.get("new_channel") or "").strip()
        if thread and name and data["channel"] == self.initial.get("channel"):
            thread = None  # only proposed; the name was typed
        if thread and name:
            self.add_error("new_channel", _("Please choose a channel or name a new one, not both."))
        elif thread and data.get("client") and thread.client_id != data["client"].pk:
            self.add_error(
                "channel",
                _("This channel is one with %(client)s. Please choose another one.")
                % {"client": thread.client},
            )
        elif not thread and not name and "channel" not in self.errors:
            self.add_error("new_channel", _("Please choose a channel or name a new one."))
        data["thread"] = thread
        return data


def _is_uuid(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
