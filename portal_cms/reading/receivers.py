"""What reading does when something below it tells."""

from django.dispatch import receiver
from django.utils import timezone

from portal_cms.documents.signals import document_checked
from portal_cms.reading import reader
from portal_cms.reading.models import Reading, ReadingSettings


@receiver(document_checked)
def read_uploads(sender, document, **kwargs):
    """A client's file was released: the worker reads it next, if the firm wants that."""
    if not (document.is_released and document.client_id and document.is_filed and reader.can_read(document)):
        return
    if ReadingSettings.for_site(document.matter.site).reads_uploads:
        values = {"site_id": document.site_id, "next_at": timezone.now()}
        Reading.objects.get_or_create(document=document, defaults=values)
