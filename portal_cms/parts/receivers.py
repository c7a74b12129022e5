"""What calendars do when something below them tells."""

from django.dispatch import receiver

from portal_cms.clients.signals import access_ended
from portal_cms.parts import feeds


@receiver(access_ended)
def end_calendar(sender, client, by, **kwargs):
    """Blocked or removed: the address never works again, not even after the access was given back (C1)."""
    if client.user_id:
        feeds.end(client.user, by=by)
