"""What clients do with documents, for the log of activities."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.models import Document
from portal_cms.matters.activities import Activity, Thing, found_by_object, register_activity, uuids
from portal_cms.notices.models import Notice


def _rows(user, events):
    return found_by_object(events, Document.objects.visible_to(user).filter(uuid__in=uuids(events)))


def uploads(user, events):
    """They lead to the tab that shows all of them: looking at it answers the red dot."""
    return {
        key: Thing(row.title, reverse("portal_documents_admin:portal", args=[row.matter_id]))
        for key, row in _rows(user, events).items()
    }


def readings(user, events):
    return {
        key: Thing(row.title, reverse("portal_documents_admin:detail", args=[row.matter_id, row.uuid]))
        for key, row in _rows(user, events).items()
    }


def register_activities():
    register_activity(
        Activity("upload", "document.uploaded", _("Document sent"), "upload", uploads, notice=Notice.UPLOAD)
    )
    register_activity(Activity("viewed", "document.viewed", _("Document viewed"), "view", readings))
    register_activity(
        Activity("downloaded", "document.downloaded", _("Document downloaded"), "download", readings)
    )
