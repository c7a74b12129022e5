"""Which pictures of the image library a firm may show: never those in another firm's collection."""

from wagtail.images import get_image_model

from sitesettings.models import FirmSettings


def pictures_of(site_id):
    """Images outside every other firm's collection."""
    images = get_image_model().objects.all()
    others = FirmSettings.objects.exclude(site_id=site_id).filter(collection__isnull=False)
    for row in others.select_related("collection"):
        images = images.exclude(collection__path__startswith=row.collection.path)
    return images
