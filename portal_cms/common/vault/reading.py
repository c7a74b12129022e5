"""Plain bytes out of the vault, from anywhere in a file and in constant memory."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from asgiref.sync import sync_to_async
from django.core.files.storage import storages

from portal_cms.common.vault.errors import Damaged, Missing
from portal_cms.common.vault.keys import StoredLike, unwrap
from portal_cms.common.vault.sealing import CHUNK, Opener, sealed_length

STEP = 4  # chunks that one turn of a reader joins; 256 KiB beat 64 KiB and 1 MiB
TURN = 4  # pieces read in one trip to a thread: 1 MiB, as each trip costs more than the reading


def open_range(stored: StoredLike, start: int = 0, end: int | None = None) -> "Reader":
    """Iterate over the plain bytes `start` to `end` (exclusive), reading only the chunks they lie in.

    Raises before the first byte when the file is missing, has the wrong length or its key is unknown;
    other damage shows while reading.
    """
    return Reader(stored, start, stored.size if end is None else min(end, stored.size))


def aopen_range(stored: StoredLike, start: int = 0, end: int | None = None) -> "AsyncReader":
    """The same for ASGI, where a response would read a plain iterator whole before sending it."""
    return AsyncReader(open_range(stored, start, end))


def read_all(stored: StoredLike) -> bytes:
    """The whole plain content, for small files."""
    return b"".join(open_range(stored))


class Reader:
    """A file being read; an object rather than a generator so that `close` works before the first byte."""

    def __init__(self, stored: StoredLike, start: int, end: int):
        key = unwrap(stored)
        self._start, self._end = start, end
        self._next = start // CHUNK
        # A reading to the end includes the last chunk even if it is empty: it proves that this is the end.
        self._stop = stored.size // CHUNK + 1 if end == stored.size else -(-end // CHUNK)
        self._file = _open_sealed(stored)
        try:
            self._opener = Opener(self._file, key, stored.storage_name, stored.size)
        except Damaged:
            self.close()
            raise

    def __iter__(self) -> "Reader":
        return self

    def __next__(self) -> bytes:
        """The next piece, at most 256 KiB."""
        while self._next < self._stop:
            if piece := self._read_step():
                return piece
        self.close()
        raise StopIteration

    def close(self) -> None:
        self._file.close()
        self._stop = 0

    def _read_step(self) -> bytes:
        first = self._next
        count = min(STEP, self._stop - first)
        self._next += count
        try:
            plain = self._opener.chunks(first, count)
        except Damaged:
            self.close()
            raise
        begin = first * CHUNK
        return plain[max(self._start - begin, 0) : self._end - begin]


class AsyncReader:
    """Pieces made in a thread, about 1 MiB ahead of the sender: memory stays the same whatever the size."""

    def __init__(self, pieces: Iterator[bytes]):
        self._pieces = pieces
        self._ready = deque()
        self._fetch = sync_to_async(self._take_turn, thread_sensitive=False)

    def __aiter__(self) -> "AsyncReader":
        return self

    async def __anext__(self) -> bytes:
        if not self._ready:
            self._ready.extend(await self._fetch())
        if not self._ready:
            raise StopAsyncIteration
        return self._ready.popleft()

    def close(self) -> None:
        self._pieces.close()

    def _take_turn(self) -> list[bytes]:
        return list(islice(self._pieces, TURN))


def _open_sealed(stored: StoredLike) -> BinaryIO:
    storage = storages["client_files"]
    try:
        file = storage.open(stored.storage_name, "rb")
        length = file.size
    except FileNotFoundError:
        raise Missing("The file is missing.") from None
    if length != sealed_length(stored.size):
        file.close()
        raise Damaged("The file is longer or shorter than it was.")
    return file
