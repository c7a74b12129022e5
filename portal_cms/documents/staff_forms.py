"""Forms of the staff's document screens. Every choice is narrowed to the matter, so a foreign id is refused."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.documents.actions import all_actions
from portal_cms.documents.forms import ManyFilesField, upload_key
from portal_cms.documents.inspection.wording import accept_attribute
from portal_cms.documents.models import Document, Folder


def reachable_clients(matter):
    """The matter's clients to whom something can be sent: their access is active or they are invited."""
    states = (User.Access.ACTIVE, User.Access.PENDING)
    return Client.objects.filter(
        matter_clients__matter=matter, user__access_state__in=states, user__is_active=True
    ).select_related("user")


def unreachable_clients(matter):
    """The others, for the sentence that explains why they are not among the choices."""
    reached = reachable_clients(matter).order_by().values("pk")
    return Client.objects.filter(matter_clients__matter=matter).exclude(pk__in=reached).select_related("user")


class MatterForm(forms.Form):
    """A form about one matter."""

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.matter = matter


class ClientForm(MatterForm):
    """Asks which client only when there are several (A40); the only one is named in a hidden field."""

    client = forms.TypedChoiceField(
        label=_("Client"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the client."),
            "invalid_choice": _("Please choose a client of this matter who has access to the portal."),
        },
    )

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, matter=matter, **kwargs)
        field = self.fields["client"]
        self.clients = list(reachable_clients(matter))
        by_uuid = {str(client.uuid): client for client in self.clients}
        field.choices = [(key, str(client)) for key, client in by_uuid.items()]
        field.coerce = by_uuid.__getitem__
        if len(self.clients) == 1:
            field.widget = forms.HiddenInput()
            field.initial = self.clients[0].uuid

    @property
    def only_client(self):
        return self.clients[0] if len(self.clients) == 1 else None


class ShareForm(ClientForm):
    """Client and folder of a share (A40 to A42); the folder is only asked for when there is one to choose."""

    folder = forms.ModelChoiceField(
        label=_("Folder in the portal"),
        queryset=Folder.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("No folder"),
        error_messages={"invalid_choice": _("Please choose a folder of this matter's portal.")},
    )
    new_folder = forms.CharField(
        label=_("New folder"),
        required=False,
        max_length=120,
        help_text=_("Fill this in to put the documents into a new folder of this name."),
    )

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, matter=matter, **kwargs)
        folders = Folder.objects.filter(matter=matter, area=Folder.Area.PORTAL)
        self.fields["folder"].queryset = folders
        self.has_folders = folders.exists()
        if not self.has_folders:
            self.fields["folder"].widget = forms.HiddenInput()

    def clean(self):
        data = super().clean()
        if data.get("folder") and data.get("new_folder", "").strip():
            self.add_error("new_folder", _("Please choose a folder or name a new one, not both."))
        return data


class StaffUploadForm(forms.Form):
    """Files for the matter, into the folder whose page is open."""

    files = ManyFilesField(label=_("Files"), max_length=1000)
    folder = forms.ModelChoiceField(
        queryset=Folder.objects.none(), to_field_name="uuid", required=False, widget=forms.HiddenInput
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, matter, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("form_key", uuid.uuid4().hex)
        super().__init__(*args, **kwargs)
        self.fields["folder"].queryset = Folder.objects.filter(matter=matter, area=Folder.Area.FILE)
        self.fields["files"].widget.attrs["accept"] = accept_attribute()

    def upload_key(self, position):
        """The same form sent again names the same uploads."""
        form_key = self.cleaned_data["form_key"] or uuid.uuid4().hex
        return upload_key(form_key, position, self.cleaned_data["files"][position])


class FolderForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Clients read the title too. The name of the file stays as it is."),
    )


class MoveForm(forms.Form):
    folder = forms.ModelChoiceField(
        label=_("Folder"),
        queryset=Folder.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("No folder"),
        error_messages={"invalid_choice": _("Please choose a folder of this matter.")},
    )
    new_folder = forms.CharField(label=_("New folder"), required=False, max_length=120)

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["folder"].queryset = Folder.objects.filter(matter=matter, area=Folder.Area.FILE)

    def clean(self):
        data = super().clean()
        if data.get("folder") and data.get("new_folder", "").strip():
            self.add_error("new_folder", _("Please choose a folder or name a new one, not both."))
        return data


class BarForm(forms.Form):
    """Which buttons the bar above the documents shows (A39)."""

    buttons = forms.MultipleChoiceField(
        label=_("Buttons in the bar"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["buttons"].choices = [(action.key, action.label) for action in all_actions()]


def attachable(matter):
    """Documents that can go out: checked, of this matter."""
    return Document.objects.filter(matter=matter, state=Document.State.RELEASED)
