"""Counters of the navigation, for every page of the client area."""

from django.utils.functional import SimpleLazyObject

from portal_cms.dashboard.news import News


def unread(request):
    """`unread.messages`, `unread.documents` and the sections of bills of the signed-in client; read only if the page
    shows them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_client:
        return {}
    return {"unread": SimpleLazyObject(lambda: News(user, user.client).navigation())}
