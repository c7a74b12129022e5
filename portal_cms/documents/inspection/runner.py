"""The parent's side: one limited child process per file, and no trust in what it answers."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

import portal_cms
from portal_cms.common import vault
from portal_cms.documents.inspection.pictures import Picture
from portal_cms.documents.inspection.reasons import REASONS
from portal_cms.documents.inspection.types import type_of
from portal_cms.documents.inspection.verdict import Verdict

WALL_SECONDS = 60  # from start to end; the child's own limit is on processor time
LINE = 4096
MAX_PICTURES = 50
MAX_PICTURE_BYTES = 8 * 1024**2
MAGIC_WORDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.documents.inspection.child"]
CODE_FOLDER = str(Path(portal_cms.__file__).parent.parent)


def run(
    stored: vault.StoredLike, name: str, *, wall_seconds: float = WALL_SECONDS
) -> tuple[Verdict, list[Picture]]:
    """Inspect a stored file in a child process; returns the verdict and the pictures made of it.

    A child that crashes, hangs or talks nonsense means "rejected". If the verdict was good and only the
    drawing takes too long, the verdict stands. Raises vault.VaultError if the file cannot be read: that is
    our fault, not the sender's.
    """
    pictures = []
    with closing(vault.open_range(stored)) as content, start(COMMAND) as child:
        expired = threading.Event()
        timer = threading.Timer(wall_seconds, lambda: (expired.set(), child.kill()))
        timer.start()
        try:
            _send(child.stdin, name, content)
            verdict = _receive_verdict(child.stdout, name)
            complete = verdict is not None and _receive_pictures(child.stdout, pictures)
        except BaseException:
            child.kill()
            raise
        finally:
            timer.cancel()
        if not complete:
            child.kill()  # no effect on one that died by itself
    if complete:
        return verdict, pictures
    if not expired.is_set() and not _used_up_its_time(child):
        return Verdict.rejected("damaged"), []
    return (verdict, pictures) if verdict else (Verdict.rejected("timeout"), [])


def start(command: list[str]) -> subprocess.Popen:
    """A child for bytes of strangers. Its environment holds no settings and no secrets."""
    environment = {"PYTHONPATH": CODE_FOLDER, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    environment |= {key: os.environ[key] for key in ("SYSTEMROOT", "TMPDIR", "TEMP") if key in os.environ}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaint may quote the file
        env=environment,
        start_new_session=True,  # Ctrl-C at a terminal must not look like a file that kills its parser
    )


def _used_up_its_time(child: subprocess.Popen) -> bool:
    return child.returncode == -getattr(signal, "SIGXCPU", 0) != 0


def _send(stdin: BinaryIO, name: str, content) -> None:
    with suppress(BrokenPipeError):  # it died; how, its exit code says
        stdin.write(json.dumps({"name": name}).encode() + b"\n")
        for piece in content:
            stdin.write(piece)
    with suppress(BrokenPipeError):  # closing writes what is still buffered
        stdin.close()


def _receive_verdict(stdout: BinaryIO, name: str) -> Verdict | None:
    """None for anything but a verdict. What file it is, we know ourselves by its name."""
    try:
        data = json.loads(stdout.readline(LINE))
        if data["ok"] is not True:
            return Verdict.rejected(data["reason"] if data["reason"] in REASONS else "damaged")
        file_type = type_of(name)
        return Verdict(
            ok=True,
            type_key=file_type.key,
            content_type=file_type.content_type,
            encrypted=data["encrypted"] is True,
            **{fact: _number(data[fact]) for fact in ("pages", "width", "height")},
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _receive_pictures(stdout: BinaryIO, pictures: list[Picture]) -> bool:
    """Fill the list; whether the answer came to its proper end."""
    try:
        while len(pictures) <= MAX_PICTURES:
            line = stdout.readline(LINE)
            if line == b"\n":
                return True
            pictures.append(_receive_picture(stdout, json.loads(line)))
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    return False


def _receive_picture(stdout: BinaryIO, data: dict) -> Picture:
    size = _number(data["size"])
    if size is None or size > MAX_PICTURE_BYTES:
        raise ValueError("too large")
    content = stdout.read(size)
    if len(content) < size or not content.startswith(MAGIC_WORDS[data["content_type"]]):
        raise ValueError("not a picture")
    return Picture(data["content_type"], _number(data["width"]), _number(data["height"]), content)


def _number(value) -> int | None:
    if value is None or (type(value) is int and 0 <= value < 2**31):
        return value
    raise ValueError("not a number")
