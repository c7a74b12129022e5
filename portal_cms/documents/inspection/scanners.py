"""Virus scanners behind PORTAL_SCANNER: "off", "clamd:HOST:PORT" or "clamd:/path/to/socket".

Only a clear "clean" releases a file. No answer is not an answer: ScannerUnavailable lets the caller keep
the file where it is and ask again later.
"""

import re
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

FOUND = re.compile(r"stream: ([^\0\n]+) FOUND")


class ScannerUnavailable(Exception):
    """The scanner gave no verdict. The file stays unreleased until it does."""


@contextmanager
def _its_fault():
    """Errors of the connection. Those of reading our own file are not the scanner's and pass."""
    try:
        yield
    except OSError as error:
        raise ScannerUnavailable(f"clamd cannot be reached: {error}") from error


@dataclass(frozen=True, slots=True)
class ScanResult:
    clean: bool
    found: str = ""  # the scanner's name for what it found


class Off:
    """No scanner: everything passes, and the staff's screens say so."""

    is_on = False

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        return ScanResult(clean=True)

    def version(self) -> str:
        return ""

    def __str__(self):
        return _("No virus scanner is set up. Files are checked for their type and structure only.")


class Clamd:
    """ClamAV's daemon, asked with zINSTREAM; the file goes over the wire, clamd needs no access to it.

    clamd must take files as large as ours: StreamMaxLength, MaxFileSize and MaxScanSize above
    PORTAL_UPLOAD_MAX_BYTES, and `AlertExceedsMax yes`, or it calls what it skipped OK. A stream above
    StreamMaxLength is answered with an ERROR, so such a file waits for ever instead of being released.
    """

    is_on = True

    def __init__(self, address: str | tuple[str, int], *, timeout: float = 60):
        self._address = address
        self._timeout = timeout  # for connecting, for each piece sent, and for the whole answer

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        answer = self._ask(b"zINSTREAM\0", chunks)
        if answer == "stream: OK":
            return ScanResult(clean=True)
        if match := FOUND.fullmatch(answer):
            return ScanResult(clean=False, found=match[1])
        raise ScannerUnavailable(f"clamd answered {answer[:200]!r}")

    def version(self) -> str:
        """Engine and signatures, to be kept with a verdict."""
        return self._ask(b"zVERSION\0")

    def _ask(self, command: bytes, chunks: Iterable[bytes] | None = None) -> str:
        with _its_fault():
            connection = self._connect()
        with connection:
            for frame in _frames(command, chunks):
                if not self._send(connection, frame):  # it may have said why, but it has not seen all
                    raise ScannerUnavailable(f"clamd broke off: {self._receive(connection)[:200]!r}")
            return self._receive(connection)

    def _send(self, connection: socket.socket, frame: bytes) -> bool:
        """False when the other side has hung up."""
        with _its_fault():
            try:
                connection.sendall(frame)
            except (BrokenPipeError, ConnectionResetError):
                return False
        return True

    def _connect(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=self._timeout)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._timeout)
        try:
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection

    def _receive(self, connection: socket.socket) -> str:
        answer = b""
        deadline = time.monotonic() + self._timeout
        while not answer.endswith(b"\0") and len(answer) < 4096:
            with _its_fault():
                connection.settimeout(max(deadline - time.monotonic(), 0.01))
                piece = connection.recv(4096)
            if not piece:
                raise ScannerUnavailable("clamd closed the connection without an answer")
            answer += piece
        return answer.removesuffix(b"\0").decode(errors="replace")

    def __str__(self):
        return "ClamAV"


def _frames(command: bytes, chunks: Iterable[bytes] | None) -> Iterator[bytes]:
    yield command
    if chunks is not None:
        for chunk in filter(None, chunks):  # an empty one would end the stream
            yield struct.pack(">I", len(chunk)) + chunk
        yield bytes(4)


def get_scanner() -> Off | Clamd:
    return scanner_from(settings.PORTAL_SCANNER)


def scanner_from(text: str) -> Off | Clamd:
    """The scanner a setting spells; raises ValueError with what is wrong."""
    if text == "off":
        return Off()
    kind, _colon, address = text.partition(":")
    if kind != "clamd" or not address:
        raise ValueError(f"{text!r} is none of: off, clamd:HOST:PORT, clamd:/path/to/socket")
    if address.startswith("/"):
        return Clamd(address)
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{address!r} is not HOST:PORT with a port from 1 to 65535")
    return Clamd((host.strip("[]"), int(port)))
