"""The process that reads what strangers sent: `python -m portal_cms.reading.child`.

In: a line of JSON (name of the file, language, whether the text is wanted and pictures may be looked at), then the file.
Out: one line of JSON. It runs under the limits of `documents.inspection`; nothing here imports Django.
"""

import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, replace

from portal_cms.documents.inspection import limits
from portal_cms.documents.inspection.types import type_of
from portal_cms.reading import texts
from portal_cms.reading.extract import find_all
from portal_cms.reading.extract.findings import Letter
from portal_cms.reading.texts import ocr
from portal_cms.reading.texts.pages import OCR

CPU_SECONDS, MEMORY = 20, 512 * 1024**2
OCR_CPU_SECONDS, OCR_MEMORY = 600, 4 * 1024**3  # address space; onnxruntime reserves far more than it uses
OF_A_PICTURE = 0.8  # what is read off a picture is less sure, unless check digits say otherwise


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    eyes = ocr.Eyes() if request["ocr"] and ocr.is_installed() else None
    if eyes:
        limits.apply(cpu_seconds=OCR_CPU_SECONDS, memory=OCR_MEMORY)
    else:
        limits.apply(cpu_seconds=CPU_SECONDS, memory=MEMORY)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 256 * 1024)
        file.seek(0)
        answer = read(file, request, eyes)
    output.write(json.dumps(answer).encode() + b"\n")
    output.flush()


def read(file, request: dict, eyes) -> dict:
    """The whole answer for one file."""
    text = texts.read(file, type_of(request["name"]).key, eyes)
    letter = Letter(text.pages, request["language"])
    findings = [_weighed(finding, text) for finding in find_all(text.pages, letter.language)]
    return {
        "how": sorted(set(text.how) - {""}),
        "pages": text.page_count,
        "needs_eyes": text.needs_eyes,
        "language": letter.language,
        "findings": [{**asdict(finding), "context": letter.around(finding)} for finding in findings],
        "text": letter.pages if request["wants_text"] else [],
    }


def _weighed(finding, text):
    if text.how[finding.page - 1] != OCR or finding.is_checksummed:
        return finding
    return replace(finding, confidence=finding.confidence * OF_A_PICTURE * text.scores.get(finding.page, 1))


if __name__ == "__main__":
    main()
