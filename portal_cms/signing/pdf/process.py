"""The parent's side of the child process: hands over the files, answers its questions, trusts nothing it says."""

import base64
import json
import sys
import threading
from contextlib import suppress

from portal_cms.documents.inspection import runner

WALL_SECONDS = 90
LINE = 1024 * 1024
MOST_QUESTIONS = 20
COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.signing.pdf.child"]
REASONS = {"signed", "encrypted", "unusual"}


class Refused(Exception):
    """The child can't work with this file; `code` is one of REASONS, "timeout" or "failed"."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def run(task, parts, *, answer=None, most=0, wall_seconds=WALL_SECONDS, **options):
    """`(outcome, content)` of one task. `answer(question, data)` returns bytes; what it raises ends the child and comes
    out here. `most` is the largest file that is taken back. Raises Refused."""
    child = runner.start(COMMAND)
    expired = threading.Event()
    timer = threading.Timer(wall_seconds, lambda: (expired.set(), child.kill()))
    timer.start()
    try:
        head = {"task": task, "parts": [len(part) for part in parts], **options}
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(head).encode() + b"\n")
            for part in parts:
                child.stdin.write(part)
            child.stdin.flush()
        outcome, content = _talk(child, answer, most)
    except (ValueError, LookupError, TypeError, AttributeError, BrokenPipeError, RecursionError):
        raise Refused("timeout" if expired.is_set() else "failed") from None
    finally:
        timer.cancel()
        child.kill()
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()
        child.wait()
    if "refused" in outcome:
        raise Refused(outcome["refused"] if outcome["refused"] in REASONS else "failed")
    return outcome, content


def _talk(child, answer, most):
    for _question in range(MOST_QUESTIONS):
        said = json.loads(child.stdout.readline(LINE))
        if "done" in said:
            size = said["size"]
            if not 0 <= size <= most or not isinstance(said["done"], dict):
                raise ValueError
            content = child.stdout.read(size)
            if len(content) != size:
                raise ValueError
            return said["done"], content
        data = answer(said["ask"], base64.b64decode(said["data"]))
        child.stdin.write(json.dumps({"answer": base64.b64encode(data).decode()}).encode() + b"\n")
        child.stdin.flush()
    raise ValueError
