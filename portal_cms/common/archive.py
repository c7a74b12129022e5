"""ZIP archives made while they are sent, with the standard library alone.

zipstream-ng and stream-zip do the same; the first is LGPL, the second brings a second crypto library.
"""

import re
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing

from portal_cms.common import vault
from portal_cms.common.names import display_name, extension

PIECE = 256 * 1024


def zip_pieces(rows: list[tuple[str, vault.StoredLike]]) -> Iterator[bytes]:
    """The archive of (path, file) pairs in pieces. Nothing is compressed: most of it is already."""
    outbox = _Outbox()
    now = time.localtime()[:6]
    paths = unique_paths(path for path, stored in rows)
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:
        for path, (_path, stored) in zip(paths, rows, strict=True):
            entry = zipfile.ZipInfo(path, date_time=now)
            entry.file_size = stored.size
            entry.external_attr = 0o644 << 16
            with closing(vault.open_range(stored)) as content, archive.open(entry, "w") as target:
                for piece in content:
                    target.write(piece)
                    if outbox.size >= PIECE:
                        yield outbox.take()
    yield outbox.take()


def unique_paths(paths: Iterable[str]) -> Iterator[str]:
    """Safe relative paths for an archive, none twice even where upper and lower case are the same."""
    taken = set()
    for raw in paths:
        path = "/".join(display_name(part) for part in re.split(r"[/\\]", raw) if part.strip(". "))
        path = candidate = path or display_name("")
        number = 1
        while candidate.casefold() in taken:
            number += 1
            cut = len(path) - len(extension(path)) - 1 if extension(path) else len(path)
            candidate = f"{path[:cut]} ({number}){path[cut:]}"
        taken.add(candidate.casefold())
        yield candidate


class _Outbox:
    """What the archive has written and nobody has sent yet. It cannot seek, so sizes follow the content."""

    def __init__(self):
        self._parts = []
        self.size = 0

    def write(self, data) -> int:
        self._parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self):
        pass

    def take(self) -> bytes:
        content = b"".join(self._parts)
        self.__init__()
        return content
