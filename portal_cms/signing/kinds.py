"""The kind of a request's item that asks for a signature."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.common.errors import PortalError
from portal_cms.notices.models import Notice
from portal_cms.requests.kinds import Kind
from portal_cms.signing import inspection, services
from portal_cms.signing.models import Signer, Signing

SIGN = "sign"
TURN = "-turn"


class Sign(Kind):
    key, label, order = SIGN, gettext_lazy("Document to sign"), 40
    client_template = result_template = "portal_signing/_item.html"
    staff_template = "portal_signing/admin/_item.html"
    again = gettext_lazy("Please sign again")
    document_label = gettext_lazy("Read the document")
    material_label = gettext_lazy("Where the signature stands")
    lists_files = False
    shows_document = True
    notice, own_notice = "", Notice.DOCUMENT
    hands_in = True

    def choices(self, matter):
        return self.firm_choices(None)

    def firm_choices(self, site):
        return [
            ("last", _("Signature in its field, on its line, or where the last page has room")),
            (
                "last" + TURN,
                _(
                    "Signature in its field, on its line, or where the last page has room; several people sign one after the other"
                ),
            ),
            ("sheet", _("Signature on a page of its own")),
            ("sheet" + TURN, _("Signature on a page of its own; several people sign one after the other")),
        ]

    def clean_template(self, form, data):
        if not data.get("document"):
            form.add_error("file", _("Please choose the PDF that is to be signed."))

    def clean(self, form, data):
        document = data.get("document")
        if document is None:
            form.add_error("document", _("Please choose the PDF that is to be signed."))
        elif reason := inspection.why_not_signable(document):
            form.add_error("document", reason)

    def prepare(self, items):
        earlier = Signer.objects.filter(
            signing=OuterRef("signing"), position__lt=OuterRef("position"), state=Signer.State.WAITING
        )
        signers = (
            Signer.objects.filter(item__in=items)
            .annotate(others_first=Q(signing__in_turn=True) & Exists(earlier))
            .select_related("signing__result", "signing__document", "signature", "client")
        )
        found = {signer.item_id: signer for signer in signers}
        for item in items:
            item.part = found.get(item.pk)
            if item.part:
                item.part.item = item

    def is_declined(self, item):
        part = item.part if hasattr(item, "part") else Signer.objects.filter(item=item).first()
        return part is not None and part.state == Signer.State.DECLINED

    def sent(self, item, *, by):
        if item.document is None:
            raise PortalError(_("Please choose the PDF that is to be signed."))
        if reason := inspection.why_not_signable(item.document):
            raise PortalError(reason)
        place, _turn, _rest = (item.material or Signing.Place.LAST).partition(TURN)
        services.ask(item, place=place, in_turn=item.material.endswith(TURN), by=by)

    def returned(self, item, *, by):
        services.ask_again(_signer_of(item), by=by)

    def withdrawn(self, item, *, by):
        if hasattr(item, "signer"):
            services.withdraw(_signer_of(item), by=by)


def _signer_of(item):
    signer = item.signer
    signer.item = item
    return signer
