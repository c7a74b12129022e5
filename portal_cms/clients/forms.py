"""The forms of a client in the admin: the contact, and the access that is sent to it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from portal_cms.clients.models import Client
from portal_cms.clients.services import Credentials, account_with
from sitesettings.models import AccessMode

_checks = []


def register_check(make_check):
    """Let an app above check what is entered about clients of a firm: `make_check(site)` returns `check(values)`, which
    may change values in place and raises ValidationError by field."""
    _checks.append(make_check)


def checks_for(site):
    """The checks of all apps, for one client or many of this firm."""
    return [make_check(site) for make_check in _checks]


class ClientForm(WagtailAdminModelForm):
    """A contact needs a name; its address is nobody else's sign-in in this firm (A3)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        account = self.instance.user
        if account and not account.is_removed and "email" in self.fields:
            self.fields["email"].help_text = _(
                "The portal writes to %(address)s. A different address here changes nothing of that; for a"
                " different one there, delete the access and send it again."
            ) % {"address": account.email}

    def clean_email(self):
        email = self.cleaned_data["email"]
        account = account_with(self.instance.site, email, other_than=self.instance)
        if account is None:
            return email
        if account.is_client:
            raise ValidationError(
                _("Another client already signs in with this address. Please enter a different one.")
            )
        raise ValidationError(
            _(
                "A member of staff signs in with this address, and nobody can be staff and client of the firm"
                " at the same time. Please enter a different one."
            )
        )

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        others = Client.objects.filter(site=self.instance.site, number=number).exclude(pk=self.instance.pk)
        if number and others.exists():
            raise ValidationError(_("Another client has this number. Please enter a different one."))
        return number

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Client.Kind.COMPANY and not cleaned.get("company"):
            self.add_error("company", _("Please enter the name of the company."))
        if cleaned.get("kind") == Client.Kind.PERSON and not cleaned.get("last_name"):
            self.add_error("last_name", _("Please enter the last name."))
        for check in checks_for(self.instance.site):
            try:
                check(cleaned)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class AccessForm(forms.Form):
    """Name, user name and address come from the contact and may be changed before sending (P11 to P14)."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("This is how the portal and its e-mails address the client."),
    )
    user_name = forms.CharField(
        label=_("User name"),
        max_length=254,
        help_text=_(
            "What the client signs in with. We advise to leave the e-mail address, which nobody forgets."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Where the access and all notices go. It may differ from the user name."),
    )
    mode = forms.ChoiceField(
        label=_("How the client gets in"), choices=AccessMode.choices, widget=forms.RadioSelect
    )
    MISSING = {
        "name": _("Please enter the name of the client."),
        "user_name": _("Please enter a user name, for example the e-mail address."),
        "email": _("Please enter the e-mail address the access is sent to."),
    }

    def __init__(self, *args, client, **kwargs):
        super().__init__(*args, **kwargs)
        self.client = client
        for name, text in self.MISSING.items():
            self.fields[name].error_messages["required"] = text

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_user_name(self):
        """A name that is no address is made of letters, digits and a few signs, so that it can be told by phone."""
        name = self.cleaned_data["user_name"].strip()
        if "@" in name:
            validate_email(name)
        elif not re.fullmatch(r"[\w.+-]{3,}", name):
            raise ValidationError(
                _("Please use at least three letters, digits, dots, hyphens or underscores, without spaces.")
            )
        return self._free(name)

    def clean_email(self):
        return self._free(self.cleaned_data["email"])

    def _free(self, name):
        account = account_with(self.client.site, name, other_than=self.client)
        if account is None:
            return name
        if account.is_client:
            raise ValidationError(
                _("Another client already uses this as user name or address. Please enter a different one.")
            )
        raise ValidationError(
            _(
                "A member of staff uses this, and nobody can be staff and client. Please enter a different one."
            )
        )

    @property
    def credentials(self):
        return Credentials(
            **{name: self.cleaned_data[name] for name in ("name", "user_name", "email", "mode")}
        )
