"""What clients answer when accounts ask."""

from django.dispatch import receiver

from portal_cms.accounts.signals import address_used
from portal_cms.clients.services import address_is_client


@receiver(address_used)
def is_address_of_a_contact(sender, site, email, **kwargs):
    """The other direction of A3: a new member of staff must not have the address of a contact."""
    return address_is_client(site, email)
