"""Rules about documents: who may open one, and whether a release can be ended."""

from django.shortcuts import get_object_or_404

from portal_cms.documents.models import Document, Folder, Share
from portal_cms.matters.models import MatterSeen


def get_document_or_404(user, uuid):
    """A released document `user` may see, with the matter it belongs to. Everything else is the same 404:
    foreign, unknown, ended, still being checked, refused."""
    return get_object_or_404(Document.objects.visible_to(user).released().select_related("matter"), uuid=uuid)


def find_folder(user, matter, uuid):
    """The portal folder of the matter with this uuid that the client sees, or None."""
    return Folder.objects.visible_to(user).filter(matter=matter, uuid=uuid).first() if uuid else None


def unseen_uploads(user, matter):
    """What clients sent after this member of staff last looked at the matter's portal area."""
    uploads = Share.objects.active().filter(matter=matter, origin=Share.Origin.UPLOAD)
    seen = MatterSeen.objects.filter(matter=matter, user=user).values_list("seen_at", flat=True).first()
    return uploads.filter(shared_at__gt=seen) if seen else uploads


def has_unseen_uploads(user, matter):
    return unseen_uploads(user, matter).exists()


def get_share_or_404(user, uuid):
    """A share of a matter that staff see."""
    shares = Share.objects.visible_to(user).select_related("document", "client__user", "matter__site")
    return get_object_or_404(shares, uuid=uuid)
