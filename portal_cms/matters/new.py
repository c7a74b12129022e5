"""Which matters are new for a client, and whose text was changed, since the last visit."""

from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.matters.models import MatterClient
from portal_cms.matters.whats_new import Kind, register_new


def _shown_at(reader):
    """The client's matters with the time they came to be seen."""
    links = MatterClient.objects.filter(client=reader.client, matter_id__in=reader.matters)
    return links.annotate(shown_at=Greatest("added_at", Coalesce("matter__first_published_at", "added_at")))


def new_matters(reader):
    return _shown_at(reader).filter(shown_at__gt=reader.after)


def changed_matters(reader):
    """Published again after the client could see them."""
    known = _shown_at(reader).filter(shown_at__lte=reader.after)
    return known.filter(matter__last_published_at__gt=reader.after)


def matter_path(row):
    return reverse("portal_dashboard:matter", args=[row["matter"]])


def register_matters():
    register_new(
        Kind(
            key="matter",
            label=gettext_lazy("New matter"),
            rows=new_matters,
            path=matter_path,
            number=lambda count: _("the matter itself"),
            place=lambda matter: "#main",
            at="shown_at",
            target="matter__uuid",
            texts={"title": "matter__subject"},
        )
    )
    register_new(
        Kind(
            key="text",
            label=gettext_lazy("Changed matter"),
            rows=changed_matters,
            path=matter_path,
            number=lambda count: _("the text about the matter"),
            place=lambda matter: "#description" if matter.description else "#main",
            at="matter__last_published_at",
            target="matter__uuid",
            texts={"title": "matter__subject"},
        )
    )
