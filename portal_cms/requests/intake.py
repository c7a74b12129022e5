"""The beginning of a mandate: a client, an inquiry and a first draft at once."""

from django.db import transaction

from portal_cms.accounts.identity import email_key
from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.clients.services import account_with
from portal_cms.matters.inquiries import open_inquiry
from portal_cms.matters.models import Matter
from portal_cms.requests.drafting import draft_from


def client_with(site, email):
    """The client of this firm who has this address, as a contact or to sign in with; or None."""
    account = account_with(site, email)
    if account and account.is_client and (client := Client.objects.filter(user=account).first()):
        return client
    return Client.objects.filter(site=site, email_key=email_key(email)).first()


@transaction.atomic
def begin(site, client, chosen, *, by):
    """Open an inquiry for `client`, or for a new one, and draft what its template asks for. `chosen` is what the
    form understood; whoever opens it for somebody else is its assistant. Returns the inquiry, and the draft or None.
    Raises PortalError."""
    client = client or _new_client(site, chosen, by)
    assistant = by if by != chosen["handler"] else None
    matter = Matter(site=site, subject=chosen["subject"], handler=chosen["handler"], assistant=assistant)
    open_inquiry(matter, by=by, clients=[client])
    template = chosen.get("template")
    return matter, draft_from(template, matter, client, by=by) if template else None


def _new_client(site, chosen, by):
    client = Client.objects.create(
        site=site, first_name=chosen["first_name"], last_name=chosen["last_name"], email=chosen["email"],
        language=chosen["language"],
    )  # fmt: skip
    record("client.created", on=client, by=by)
    return client
