"""The parent's side: one limited child process per file, and no trust in what it answers.

`read` and `fill` raise `limits.Refused`; `wording.reason_text` says it to people. vault.VaultError means that our own
copy of the file can not be read.
"""

import base64
import json
import sys
import threading
from contextlib import closing, suppress

from portal_cms.common import vault
from portal_cms.documents.inspection import runner
from portal_cms.pdfforms.letters import page_of_letters
from portal_cms.pdfforms.pdf.limits import (
    LABEL,
    MAX_BYTES,
    MAX_FIELDS,
    MAX_OPTIONS,
    MAX_PAGES,
    NAME,
    REASONS,
    TEXT,
    Refused,
)

WALL_SECONDS = 30
MOST_JSON = 8 * 1024**2
COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.pdfforms.pdf.child"]
KINDS = ("text", "multiline", "date", "checkbox", "radio", "choice", "choices", "signature")


def read(document, *, wall_seconds=WALL_SECONDS):
    """{"pages": [[width, height] in mm], "fields": [...]} of a stored PDF, see `reading`."""
    answer, _rest = _ask(document, {"do": "read"}, wall_seconds)
    try:
        pages = [[_length(width), _length(height)] for width, height in answer["pages"]]
        fields = [_field(field, len(pages)) for field in answer["fields"]]
    except (LookupError, TypeError, ValueError):
        raise Refused("damaged") from None
    if not pages or len(pages) > MAX_PAGES or len(fields) > MAX_FIELDS:
        raise Refused("damaged")
    return {"pages": pages, "fields": fields}


def fill(document, entries, *, wall_seconds=WALL_SECONDS):
    """The bytes of the filled copy of a stored PDF; for `entries` see `writing.fill`."""
    letters = base64.b64encode(page_of_letters([entry["text"] for entry in entries])).decode()
    answer, filled = _ask(document, {"do": "fill", "entries": entries, "letters": letters}, wall_seconds)
    if not filled.startswith(b"%PDF-") or answer.get("size") != len(filled):
        raise Refused("damaged")
    return filled


def _ask(document, order, wall_seconds):
    if document.size > MAX_BYTES:
        raise Refused("too_large")
    expired = threading.Event()
    with closing(vault.open_range(document)) as content, runner.start(COMMAND) as child:
        timer = threading.Timer(wall_seconds, lambda: (expired.set(), child.kill()))
        timer.start()
        try:
            _send(child.stdin, order, content)
            line = child.stdout.readline(MOST_JSON)
            rest = child.stdout.read(2 * MAX_BYTES)
        finally:
            timer.cancel()
            child.kill()
    if expired.is_set():
        raise Refused("timeout")
    try:
        answer = json.loads(line)
        if answer["ok"] is True:
            return answer, rest
        reason = answer["reason"] if answer["reason"] in REASONS else "damaged"
        names = [str(name)[:NAME] for name in answer["names"]][:MAX_FIELDS]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Refused("damaged") from None
    raise Refused(reason, names)


def _send(stdin, order, content):
    with suppress(BrokenPipeError):  # it died; that shows in its answer
        stdin.write(json.dumps(order).encode() + b"\n")
        for piece in content:
            stdin.write(piece)
    with suppress(BrokenPipeError):  # closing writes what is still buffered
        stdin.close()


def _field(said, pages):
    """One field with the types it must have."""
    if said["kind"] not in KINDS or not 1 <= int(said["page"]) <= pages or len(said["options"]) > MAX_OPTIONS:
        raise ValueError("not a field")
    return {
        "name": _exact(said["name"], NAME),
        "kind": said["kind"],
        "page": int(said["page"]),
        "box": [_length(value) for value in said["box"]],
        "label": _text(said["label"], LABEL),
        "pattern": _text(said["pattern"], 30),
        "required": said["required"] is True,
        "max_length": min(max(int(said["max_length"]), 0), TEXT),
        "options": [[_exact(value, LABEL), _text(label, LABEL)] for value, label in said["options"]],
        "value": _text(said["value"], TEXT),
    }


def _text(value, most):
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("not a text")
    return "".join(char for char in value if char.isprintable() or char in "\n\t").strip() if value else ""


def _exact(value, most):
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= most:
        raise ValueError("not a name")
    return value


def _length(value):
    value = float(value)
    if not -100_000 < value < 100_000:
        raise ValueError("not a length")
    return value
