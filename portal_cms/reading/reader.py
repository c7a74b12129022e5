"""The parent's side of reading: one limited child process per file, and no trust in what it answers."""

import json
import sys
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field

from portal_cms.common import vault
from portal_cms.documents.inspection import runner
from portal_cms.documents.inspection.types import type_of
from portal_cms.reading import texts
from portal_cms.reading.extract.findings import KINDS, Finding
from portal_cms.reading.texts import ocr
from portal_cms.reading.texts.pages import MAX_CHARACTERS

COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.reading.child"]
WALL_SECONDS = 60
OCR_WALL_SECONDS = 300
MAX_ANSWER = 4 * 1024**2
MOST = 200
DATA_FIELDS = {
    "checksum": bool, "computed": bool, "is_nig": bool, "name": str, "street": str, "postal_code": str, "city": str, "country": str,
    "role": str, "time": str, "term": str, "number": str,
}  # fmt: skip


@dataclass
class Outcome:
    """What came of a file: findings with their contexts, or a reason (`wording.REASONS`)."""

    reason: str = ""
    how: str = ""
    pages: int = 0
    language: str = ""
    findings: list[tuple[Finding, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class Nonsense(ValueError):
    """The child's answer is not one."""


def can_read(document) -> bool:
    file_type = type_of(document.original_name)
    return file_type is not None and file_type.key in texts.MODULES


def read(
    document, *, language: str = "", wants_text: bool = False, wall_seconds: float | None = None
) -> Outcome:
    """Read a stored file. Never raises for what the file is; vault.VaultError if it can't be fetched."""
    if not can_read(document):
        return Outcome(reason="type")
    has_eyes = ocr.is_installed()
    request = {
        "name": document.original_name,
        "language": language,
        "wants_text": wants_text,
        "ocr": has_eyes,
    }
    answer = _ask(document, request, wall_seconds or (OCR_WALL_SECONDS if has_eyes else WALL_SECONDS))
    try:
        return _outcome(answer, wants_text)
    except (ValueError, LookupError, TypeError, RecursionError):
        return Outcome(reason="unreadable")


def _ask(document, request, wall_seconds) -> bytes:
    with closing(vault.open_range(document)) as content, runner.start(COMMAND) as child:
        timer = threading.Timer(wall_seconds, child.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(json.dumps(request).encode() + b"\n")
                for piece in content:
                    child.stdin.write(piece)
            with suppress(BrokenPipeError):  # closing writes what is still buffered
                child.stdin.close()
            return child.stdout.read(MAX_ANSWER + 1)
        finally:
            timer.cancel()
            child.kill()


def _outcome(answer: bytes, wants_text) -> Outcome:
    if len(answer) > MAX_ANSWER:
        raise Nonsense
    data = json.loads(answer)
    how = [word for word in data["how"] if word in ("text", "ocr")]
    findings = [_finding(row) for row in data["findings"][:MOST]]
    text = [page for page in data["text"] if isinstance(page, str)] if wants_text else []
    outcome = Outcome(
        how="+".join(how),
        pages=_number(data["pages"]),
        language=data["language"] if data["language"] in ("de", "es", "en") else "",
        findings=findings,
        text=text if sum(map(len, text)) <= 2 * MAX_CHARACTERS else [],
    )
    if data["needs_eyes"] is True:
        outcome.reason = "no_ocr"
    elif not how:
        outcome.reason = "no_text"
    return outcome


def _finding(row) -> tuple[Finding, str]:
    if row["kind"] not in KINDS or not isinstance(row["data"], dict):
        raise Nonsense
    data = {key: row["data"][key] for key, kind in DATA_FIELDS.items() if type(row["data"].get(key)) is kind}
    confidence = row["confidence"]
    if type(confidence) not in (int, float) or not 0 <= confidence <= 1:
        raise Nonsense
    finding = Finding(
        row["kind"], _words(row["value"], 300), _number(row["page"]), _number(row["start"]), _number(row["end"]),
        confidence, _words(row["cue"], 300), {key: value[:200] if isinstance(value, str) else value for key, value in data.items()},
    )  # fmt: skip
    return finding, _words(row["context"], 500)


def _words(text, length):
    if not isinstance(text, str) or "\x00" in text:
        raise Nonsense
    return text[:length]


def _number(value) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise Nonsense
    return value
