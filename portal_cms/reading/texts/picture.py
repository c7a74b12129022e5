"""Photos and scans: there is nothing but to look at them."""

from PIL import Image, ImageOps, ImageSequence

from portal_cms.reading.texts.pages import MAX_OCR_PAGES, Text

SIDE = 2600


def read(file, type_key, eyes) -> Text:
    if type_key == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    text = Text()
    with Image.open(file) as image:
        text.page_count = getattr(image, "n_frames", 1)
        for frame in ImageSequence.Iterator(image):
            if len(text.pages) == MAX_OCR_PAGES:
                break
            text.look(_upright(frame) if eyes else None, eyes)
    return text


def _upright(frame):
    picture = ImageOps.exif_transpose(frame).convert("RGB")
    picture.thumbnail((SIDE, SIDE))
    return picture
