"""Clients a mail text can be previewed for: those whom the person at the screen may see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients.choosers import client_chooser
from portal_cms.clients.models import Client
from portal_cms.notices.readers import Readers


def client_field(user):
    if not user.has_perm("portal_clients.view_client"):
        return None
    return forms.ModelChoiceField(
        Client.objects.visible_to(user),
        required=False,
        widget=client_chooser.widget_class(),
        label=_("Preview for"),
        help_text=_("Choose a client to see the mail with the name and user name; else a sample is shown."),
    )


def account_of(client):
    """The client's account, or what it would be."""
    return client.user or User(
        first_name=client.first_name,
        last_name=client.last_name or client.company,
        email=client.email,
        kind=User.Kind.CLIENT,
    )


readers = Readers(make_field=client_field, account_of=account_of)
