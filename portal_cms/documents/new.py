"""Which documents are new for a client: what was shared and not shown yet (A14)."""

from django.db.models import TextField, Value
from django.db.models.functions import Concat, NullIf, Trim
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal_cms.documents.models import Document, Share
from portal_cms.matters.whats_new import Kind, register_new


def unseen_shares(reader):
    """Released documents this client was not shown yet; those of messages count with their message."""
    return Share.objects.active().filter(
        client=reader.client,
        matter_id__in=reader.matters,
        seen_at=None,
        origin=Share.Origin.TAB,
        document__state=Document.State.RELEASED,
    )


def register_documents():
    name = Trim(Concat("shared_by__first_name", Value(" "), "shared_by__last_name", output_field=TextField()))
    register_new(
        Kind(
            key="document",
            label=_("Document"),
            rows=unseen_shares,
            path=lambda row: reverse("portal_documents:files", args=[row["matter"]]),
            number=lambda count: (
                ngettext("%(count)s new document", "%(count)s new documents", count) % {"count": count}
            ),
            place=lambda matter: reverse("portal_documents:files", args=[matter.uuid]),
            at="shared_at",
            target="document__uuid",
            texts={
                "title": "document__title",
                "sender": NullIf(name, Value("")),
                "detail": "document__original_name",
            },
        )
    )
