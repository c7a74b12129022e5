"""Pictures: decoded once, whole, by the one decoder their extension allows. What is shown is re-encoded."""

from collections.abc import Iterator

from PIL import Image, ImageOps

from portal_cms.documents.inspection.pictures import Picture, encode
from portal_cms.documents.inspection.reasons import Rejected

FORMATS = {"jpg": "JPEG", "png": "PNG", "heic": "HEIF", "webp": "WEBP", "tiff": "TIFF"}
# What fits into the child's memory, measured; a large JPEG is decoded at a fraction of its size.
MAX_PIXELS = {
    "JPEG": 250_000_000,
    "PNG": 80_000_000,
    "TIFF": 80_000_000,
    "HEIF": 50_000_000,
    "WEBP": 30_000_000,
}
SIDE = 1600

Image.MAX_IMAGE_PIXELS = None  # our own limit says which reason it is


def check(file, file_type) -> dict:
    with _open(file, [FORMATS[file_type.key]]) as image:
        pages = getattr(image, "n_frames", 1)
        width, height = image.size
        image.draft("RGB", (SIDE, SIDE))
        image.load()
    return {"pages": pages, "width": width, "height": height}


def pictures(file) -> Iterator[Picture]:
    with open_picture(file) as image:
        image.thumbnail((SIDE, SIDE))
        yield encode(ImageOps.exif_transpose(image))


def open_picture(file):
    """The picture, not decoded yet. Raises Rejected if it has too many pixels."""
    return _open(file, list(FORMATS.values()))


def _open(file, formats):
    if _is_heif(file):
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    image = Image.open(file, formats=[name for name in formats if name in Image.OPEN or name != "HEIF"])
    copies = 2 if image.has_transparency_data else 1  # one more while it is made smaller
    if image.width * image.height * copies > MAX_PIXELS[image.format]:
        raise Rejected("too_large")
    return image


def _is_heif(file) -> bool:
    box = file.read(8)[4:]
    file.seek(0)
    return box == b"ftyp"
