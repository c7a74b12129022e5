"""What signing does when something below it tells."""

from django.dispatch import receiver

from portal_cms.documents.models import Document
from portal_cms.documents.signals import document_checked
from portal_cms.signing import announce
from portal_cms.signing.composing import result_of


@receiver(document_checked, sender=Document)
def tell_of_result(sender, document, **kwargs):
    """A sealed document that can be opened now."""
    signing = result_of(document)
    if signing and document.is_released:
        announce.document_signed(signing)
