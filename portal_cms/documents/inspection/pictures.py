"""Pictures for the preview: small, freshly encoded, without the metadata of what they show."""

import io
from dataclasses import dataclass

from PIL import Image

SMALL = 120_000  # bytes of a PNG that a JPEG need not be tried against


@dataclass(frozen=True, slots=True)
class Picture:
    content_type: str
    width: int
    height: int
    content: bytes


def encode(image: Image.Image) -> Picture:
    """PNG for what has few colours, as text on paper, JPEG for the rest; of both the smaller one."""
    image = on_white(image)
    content_type, content = "image/png", b""
    if colours := image.getcolors(256):
        content = _saved(_with_few_colours(image, colours), "PNG")
    if not content or len(content) > SMALL:
        photo = _saved(image, "JPEG", quality=80)
        if not content or len(photo) < len(content):
            content_type, content = "image/jpeg", photo
    return Picture(content_type, image.width, image.height, content)


def _saved(image: Image.Image, file_format: str, **options) -> bytes:
    output = io.BytesIO()
    image.save(output, file_format, **options)
    return output.getvalue()


def _with_few_colours(image: Image.Image, colours: list) -> Image.Image:
    if image.mode == "L" or all(red == green == blue for _count, (red, green, blue) in colours):
        return image.convert("L")
    return image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def on_white(image: Image.Image) -> Image.Image:
    """A plain RGB or grey copy that carries nothing but its pixels."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    image.info = {}
    return image
