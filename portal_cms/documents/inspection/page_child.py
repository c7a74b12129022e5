"""Makes a page of a photo: `python -m portal_cms.documents.inspection.page_child`.

In: the photo. Out: a line of JSON {"width": ..., "height": ..., "size": ...}, then a JPEG: upright, on white, no larger
than paper needs, and with nothing of the photo but its pixels. As `child`, it has little of everything and no secrets.
"""

import io
import json
import os
import shutil
import sys
import tempfile

from PIL import ImageOps

from portal_cms.documents.inspection import limits
from portal_cms.documents.inspection.parsers import image as photos
from portal_cms.documents.inspection.pictures import on_white

SIDE = 2800  # pixels; A4 at 240 dots per inch
QUALITY = 82


def main() -> None:
    limits.apply()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 256 * 1024)
        file.seek(0)
        width, height, content = page_of(file)
    output.write(json.dumps({"width": width, "height": height, "size": len(content)}).encode() + b"\n")
    output.write(content)
    output.flush()


def page_of(file) -> tuple[int, int, bytes]:
    """Width, height and the JPEG. Raises what the decoders raise, or Rejected if it is too large."""
    with photos.open_picture(file) as image:
        image.thumbnail((SIDE, SIDE))
        upright = on_white(ImageOps.exif_transpose(image)).convert("RGB")
    target = io.BytesIO()
    upright.save(target, "JPEG", quality=QUALITY)
    return upright.width, upright.height, target.getvalue()


if __name__ == "__main__":
    main()
