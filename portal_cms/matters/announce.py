"""What clients are told about their matters: one tiny function per event. Contexts hold ids, never contents."""

from portal_cms.notices.services import enqueue


def news(matter, *, client, event, items):
    """To one client: all that is new or changed for this client in the matter, in one mail."""
    enqueue(event, site=matter.site, to=client.user, context={"matter": str(matter.uuid), "items": items})
