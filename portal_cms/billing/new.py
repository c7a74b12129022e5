"""Which bills are new for the client who pays them: those published since the last visit."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal_cms.billing.models import Bill
from portal_cms.billing.rows import SECTIONS
from portal_cms.matters.whats_new import Kind, register_new


def register_bills():
    for kind in Bill.Kind:
        register_new(_new(kind))


def _new(kind):
    return Kind(
        key=f"new_{kind.value}",
        label=kind.label,
        rows=lambda reader: Bill.objects.visible_to(reader.user).filter(
            kind=kind, published_at__gt=reader.after
        ),
        path=lambda row: reverse("portal_billing:bill", args=[row["target"]]),
        number=lambda count: _("%(kind)s: %(count)s new") % {"kind": kind.label, "count": count},
        place=lambda matter: reverse(SECTIONS[kind][0]),
        texts={"title": "number", "subject": None},  # the payer need not know the matter (P38)
    )
