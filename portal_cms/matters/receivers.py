"""What matters do when something below them tells."""

from django.dispatch import receiver

from portal_cms.clients.signals import account_given
from portal_cms.matters import grants


@receiver(account_given)
def grant_to_account(sender, client, **kwargs):
    """A client may have been put into matters before there was an account to grant anything to."""
    grants.sync_client(client)
