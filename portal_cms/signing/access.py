"""Rules about signing: whose part it is, and how the person came in."""

from django.db.models import Exists
from django.http import Http404

from portal_cms.requests.access import item_of
from portal_cms.requests.links import Origin, held_link
from portal_cms.requests.models import RequestItem
from portal_cms.signing.models import Signer


def may_seal(user, site):
    """Whoever installs the certificate that closes what a firm has signed; marketing, which owns the look, does not."""
    return (user.is_superuser or user.site_id == site.pk) and user.has_perm("portal_signing.add_seal")


def signer_of(request, uuid):
    """The part of the client in this item of a request that was found by rights; `is_alone`: nothing else is asked for."""
    item = item_of(request, uuid)
    others = RequestItem.objects.filter(request=item.request_id).exclude(pk=item.pk)
    found = (
        Signer.objects.filter(item=item)
        .annotate(is_alone=~Exists(others))
        .select_related(
            "signing__document", "signing__matter__site", "signing__result", "client__user", "signature"
        )
        .first()
    )
    if found is None:
        raise Http404
    found.item = item
    return found


def identification(http, request):
    """What is known of how the person came in, for the evidence."""
    user = http.user
    if user.is_authenticated and user.is_client and user.pk == request.client.user_id:
        return {"way": "account", "user": user.email, "email": user.email}
    link = held_link(http, request)
    root = (
        (link.parent or link) if link else None
    )  # one for another device comes from the link that was opened first
    if root and root.origin == Origin.DEVICE:  # made by the client while signed in
        return {"way": "account", "user": request.client.user.email, "email": request.client.user.email}
    by = str(root.created_by) if root and root.origin == Origin.HAND and root.created_by else ""
    return {"way": "link", "email": request.client.email, "by": by}
