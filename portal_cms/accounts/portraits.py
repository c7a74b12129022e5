"""Pictures people upload of themselves: opened once, turned, cut down and written anew."""

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FORMATS = ["JPEG", "PNG", "WEBP"]
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
EDGE = 600


def portrait_of(upload):
    """A square JPEG of an uploaded picture under a name of ours; its metadata and hidden parts are gone.

    Raises ValidationError for what is too large or no picture of a known format.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB. Please choose a smaller one."))
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Please choose a smaller one."))
            square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (EDGE, EDGE))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(
            _("This is not a picture that can be read. Please choose a JPEG, PNG or WebP.")
        ) from None
    file = io.BytesIO()
    square.save(file, "JPEG", quality=85)
    return ContentFile(file.getvalue(), name=f"{uuid.uuid4().hex}.jpg")
