"""Rules about bills. A stranger gets 404; what may be published, and why not."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal_cms.billing.models import Bill
from portal_cms.common.errors import PortalError


class NobodyReads(PortalError):
    """Publishing would show the bill to nobody (P40). `url` leads to where that is changed."""

    def __init__(self, text, url, link):
        super().__init__(text)
        self.url, self.link = url, link


def get_bill_or_404(user, uuid):
    """The bill, if `user` may see it; else 404, whether it exists or not."""
    bills = Bill.objects.visible_to(user).select_related(
        "site", "matter__billing_client", "buyer__user", "document"
    )
    return get_object_or_404(bills, uuid=uuid)


def may(user, action):
    """The model permission for billing; which bills it holds for, the querysets say."""
    return user.has_perm(f"portal_billing.{action}_bill")


def require_reader(bill):
    """Raise NobodyReads unless the person billed has active access. Returns the client."""
    client = bill.billed
    if client is None:
        raise NobodyReads(
            _("The matter has no billing client, so nobody could see this. Please choose one first."),
            reverse("portal_matters_admin:edit", args=[bill.matter_id]),
            _("General data of the matter"),
        )
    if not client.has_active_access:
        text = _(
            "%(client)s, who is billed, has no active access to the portal, so nobody could see this. Please give"
            " access first; it is active once the client has signed in."
        )
        raise NobodyReads(text % {"client": client}, client_url(client), _("Access of this client"))
    return client


def client_url(client):
    return reverse("portal_clients_admin:portal", args=[client.pk])
