"""The process that opens what strangers sent: `python -m portal_cms.documents.inspection.child`.

In: a line of JSON {"name": ...}, then the file. Out: a line of JSON with the verdict; for each picture a
line of JSON with its size, then its bytes; an empty line at the end. The file lies in an unlinked temporary
file meanwhile. Nothing here imports Django, so that the process starts quickly and knows no secret.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict

from portal_cms.documents.inspection import limits
from portal_cms.documents.inspection.types import BY_KEY
from portal_cms.documents.inspection.verdict import Verdict, inspect, parser_of

DRAWING_SECONDS = 8  # of processor time; pages beyond it go without a picture


def main() -> None:
    limits.apply()
    output = _take_output()
    request = json.loads(sys.stdin.buffer.readline())
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 256 * 1024)
        file.seek(0)
        verdict = inspect(file, request["name"])
        _write_line(output, asdict(verdict))
        if verdict.ok and not verdict.encrypted:
            _write_pictures(output, file, verdict)
    output.write(b"\n")
    output.flush()


def _take_output():
    """Keep the way to the parent for ourselves: whatever a library prints goes nowhere."""
    output = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return output


def _write_pictures(output, file, verdict: Verdict) -> None:
    file_type = BY_KEY[verdict.type_key]
    if not file_type.has_pictures:
        return
    file.seek(0)
    started = time.process_time()
    try:
        for picture in parser_of(file_type).pictures(file):
            size = len(picture.content)
            kind, width, height = picture.content_type, picture.width, picture.height
            _write_line(output, {"content_type": kind, "width": width, "height": height, "size": size})
            output.write(picture.content)
            if time.process_time() - started > DRAWING_SECONDS:
                return
    except Exception:  # the file opens; that it cannot be drawn is no reason to refuse it
        return


def _write_line(output, data: dict) -> None:
    output.write(json.dumps(data).encode() + b"\n")
    output.flush()


if __name__ == "__main__":
    main()
