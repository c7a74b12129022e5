"""What clients do with bills, for the log of activities."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.billing.models import Bill
from portal_cms.matters.activities import Activity, Thing, found_by_object, register_activity, uuids


def bills(user, events):
    rows = Bill.objects.visible_to(user).filter(uuid__in=uuids(events))
    return {
        key: Thing(str(row), reverse("portal_billing_admin:detail", args=[row.matter_id, row.uuid]))
        for key, row in found_by_object(events, rows).items()
    }


def register_activities():
    permission = "portal_billing.view_bill"
    for key, sentence, icon in (
        ("viewed", _("Bill read"), "view"),
        ("downloaded", _("Bill downloaded"), "download"),
    ):
        register_activity(
            Activity(f"bill_{key}", f"bill.{key}", sentence, icon, bills, permission=permission)
        )
