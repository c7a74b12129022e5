"""Files come, go and are listed. A file exists before its row: temporary file, fsync, rename."""

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

from portal_cms.common.vault.errors import VaultError
from portal_cms.common.vault.keys import wrap
from portal_cms.common.vault.sealing import seal

INCOMING = "incoming"  # folder of unfinished files, on the same disk so that the rename is atomic


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The outcome of `store`: what a row has to remember of its file."""

    name: str
    key_id: str
    wrapped_key: bytes
    size: int
    sha256: str

    @property
    def storage_name(self) -> str:
        """The name under which rows carry `name`, so that a fresh file opens like a row."""
        return self.name


def store(chunks: Iterable[bytes], *, max_bytes: int) -> StoredFile:
    """Seal the bytes under a new random name; memory stays at one chunk whatever the size.

    Raises TooLarge, and leaves nothing behind, when more than `max_bytes` come.
    """
    token = secrets.token_hex(16)
    name = f"{token[:2]}/{token[2:4]}/{token[4:]}"
    key = AESGCM.generate_key(256)
    key_id, wrapped_key = wrap(key, name)
    size, sha256 = _write(name, lambda file: seal(chunks, file, key, name, max_bytes))
    return StoredFile(name=name, key_id=key_id, wrapped_key=wrapped_key, size=size, sha256=sha256)


def delete(storage_name: str) -> None:
    """Remove a file; one that is gone already is no error."""
    storages["client_files"].delete(storage_name)


def names(*, older_than: timedelta = timedelta(days=1)) -> Iterator[str]:
    """All names in the vault, unfinished uploads included, whose last change is `older_than` ago.

    For the sweeper: a name without a row, a day old, belongs to an upload that died.
    """
    storage = storages["client_files"]
    before = timezone.now() - older_than
    for name in _walk(storage, ""):
        with suppress(FileNotFoundError):  # another sweeper was quicker
            if storage.get_modified_time(name) <= before:
                yield name


def _walk(storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{file}" for file in files)
    for child in folders:
        yield from _walk(storage, f"{folder}{child}/")


def _write(name: str, fill):
    """Let `fill` write a file and put it in its place at once; a failure leaves nothing behind."""
    storage = storages["client_files"]
    if isinstance(storage, FileSystemStorage):
        return _write_to_disk(storage, name, fill)
    with tempfile.TemporaryFile() as file:  # holds sealed bytes only
        outcome = fill(file)
        file.seek(0)
        kept_as = storage.save(name, File(file))
    if kept_as != name:  # the name is part of the seal
        storage.delete(kept_as)
        raise VaultError("The storage changed the name of a new file; it must keep names.")
    return outcome


def _write_to_disk(storage: FileSystemStorage, name: str, fill):
    target = Path(storage.path(name))
    unfinished = Path(storage.path(f"{INCOMING}/{secrets.token_hex(16)}"))
    _make_folder(storage, unfinished.parent)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        mode = storage.file_permissions_mode or 0o600
        with open(os.open(unfinished, flags, mode), "wb") as file:
            outcome = fill(file)
            file.flush()
            os.fsync(file.fileno())
        _make_folder(storage, target.parent)
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return outcome


def _make_folder(storage: FileSystemStorage, folder: Path) -> None:
    if folder.is_dir():
        return
    root = Path(storage.location)
    root.mkdir(parents=True, exist_ok=True)
    level = root
    for part in folder.relative_to(root).parts:  # mkdir(parents=True) gives the mode to the last one only
        level = level / part
        if not level.is_dir():
            level.mkdir(mode=storage.directory_permissions_mode or 0o700, exist_ok=True)
            _sync_folder(level.parent)


def _sync_folder(folder: Path) -> None:
    """Make new entries survive a power cut, where folders can be synced."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
