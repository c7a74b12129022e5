"""The forms of a matter. Its text is edited in drafts; who works on it and its clients act at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from portal_cms.accounts.models import User
from portal_cms.clients.choosers import client_chooser
from portal_cms.clients.models import Client
from portal_cms.matters.numbers import is_taken
from portal_cms.matters.publish_forms import publish_field


def staff_field(label, *, required=False, many=False, **kwargs):
    """A choice among the staff of the firm; `limit_to_firm` fills it when the firm is known."""
    if many:
        return forms.ModelMultipleChoiceField(
            User.objects.none(),
            label=label,
            required=required,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )
    return forms.ModelChoiceField(User.objects.none(), label=label, required=required, **kwargs)


def client_field(label, **kwargs):
    return forms.ModelChoiceField(
        Client.objects.all(), label=label, required=False, widget=client_chooser.widget_class, **kwargs
    )


def limit_to_firm(form, site):
    """Staff and clients of the firm of a matter, whoever edits it: the operator sees those of all firms."""
    for field in form.fields.values():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        if field.queryset.model is User:
            field.queryset = User.objects.staff_of(site)
        elif field.queryset.model is Client:
            field.queryset = field.queryset.filter(site=site)


class MatterForm(WagtailAdminModelForm):
    """What a draft holds. Whether saving publishes it, and the billing client, are no part of it. The reference
    number is unique within the firm."""

    is_public = publish_field()
    billing_client = client_field(
        _("Billing client"),
        help_text=_(
            "Who is billed for this matter. Invoices appear in the portal of this client only, whoever else sees"
            " the matter. A change acts when you save; bills that were published stay where they are."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_public"] = self.instance.is_public
        if self.instance.site_id:
            limit_to_firm(self, self.instance.site_id)

    def clean_reference(self):
        reference = " ".join(self.cleaned_data["reference"].split())
        if is_taken(self.instance.site_id, reference, by_other_than=self.instance.pk):
            raise ValidationError(
                _("Another matter of the firm has this reference number. Please enter a different one.")
            )
        return reference


class EditMatterForm(MatterForm):
    """A matter's general data. A client added here acts at once, like under "People and access"."""

    portal_client = client_field(
        _("Add a portal client"),
        help_text=_("This client sees the matter once it is published and the client's access is active."),
    )


class NewMatterForm(MatterForm):
    """A new matter with its people and clients in one go."""

    named = staff_field(
        _("Named people"),
        many=True,
        help_text=_("They see and edit this matter, also when its access is restricted."),
    )
    sharers = staff_field(
        _("May also send to clients"),
        many=True,
        help_text=_("The handler and the assistant always may. Choose from the named people."),
    )
    client_1 = client_field(_("Client"))
    client_2 = client_field(_("Second client"))
    client_3 = client_field(
        _("Third client"), help_text=_("You can add more clients after saving, under “People and access”.")
    )
    invite = forms.BooleanField(
        label=_("Invite these clients now"),
        required=False,
        help_text=_("Those without access get one e-mail with a link to set their password."),
    )

    def clean(self):
        cleaned = super().clean()
        check_sharers(self)
        if cleaned.get("invite"):
            check_invitable(self, "invite", self.chosen_clients())
        return cleaned

    def chosen_clients(self):
        """The chosen clients, each once, in the order of the form."""
        chosen = (self.cleaned_data.get(f"client_{number}") for number in (1, 2, 3))
        return list(dict.fromkeys(client for client in chosen if client))


class PeopleForm(forms.Form):
    """Who works on a matter and who may see it."""

    handler = staff_field(_("Handler"), required=True)
    assistant = staff_field(_("Assistant"))
    restricted = forms.BooleanField(
        label=_("Restrict access"),
        required=False,
        help_text=_("Only the handler, the assistant and the people named below see this matter."),
    )
    named = staff_field(_("Named people"), many=True, help_text=_("They see and edit this matter."))
    sharers = staff_field(
        _("May also send to clients"),
        many=True,
        help_text=_("The handler and the assistant always may. Choose from the named people."),
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        limit_to_firm(self, site)

    def clean(self):
        cleaned = super().clean()
        check_sharers(self)
        if cleaned.get("assistant") and cleaned["assistant"] == cleaned.get("handler"):
            self.add_error("assistant", _("The handler can not be the assistant as well."))
        return cleaned


class AddClientForm(forms.Form):
    """The view scopes the choice, see `access.views.scope_form`."""

    client = forms.ModelChoiceField(
        Client.objects.all(), label=_("Client"), widget=client_chooser.widget_class
    )
    invite = forms.BooleanField(
        label=_("Invite now"),
        required=False,
        help_text=_("A client without access gets one e-mail with a link to set a password."),
    )

    def __init__(self, *args, may_invite, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_invite:
            del self.fields["invite"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("invite") and cleaned.get("client"):
            check_invitable(self, "invite", [cleaned["client"]])
        return cleaned


def check_sharers(form):
    """Only named people can be given the right to send: nobody gets it by the way."""
    named, sharers = form.cleaned_data.get("named") or [], form.cleaned_data.get("sharers") or []
    if set(sharers) - set(named):
        form.add_error("sharers", _("Only people who are named above can send to clients."))


def check_invitable(form, field, clients):
    for client in clients:
        if client.access_state == User.Access.NONE and not client.email:
            message = _("%(client)s has no e-mail address, so no invitation can be sent.")
            form.add_error(field, ValidationError(message, params={"client": client}))
