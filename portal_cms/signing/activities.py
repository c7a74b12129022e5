"""What clients do with documents to sign, for the log of activities."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.matters.activities import Activity, Thing, found_by_object, register_activity, uuids
from portal_cms.notices.models import Notice
from portal_cms.requests.models import Request
from portal_cms.signing.models import Signer


def signatures(user, events):
    """The document's title; the request is where it is found."""
    seen = Request.objects.visible_to(user).values("pk")
    rows = Signer.objects.filter(uuid__in=uuids(events), item__request__in=seen)
    rows = rows.select_related("signing__document", "item__request")
    return {
        key: Thing(
            row.signing.document.title,
            reverse("portal_requests_admin:detail", args=[row.signing.matter_id, row.item.request.uuid]),
        )
        for key, row in found_by_object(events, rows).items()
    }


def register_activities():
    for action, sentence, icon in (
        ("signature.given", _("Document signed"), "edit"),
        ("signature.declined", _("Signature declined"), "cross"),
    ):
        register_activity(Activity(action, action, sentence, icon, signatures, notice=Notice.DOCUMENT))
