"""The vault: client files at rest, sealed, on the storage alias "client_files".

Each file has its own random AES-256 key. That key lies in the file's row, wrapped by a master key of
PORTAL_FILE_KEYS (the first wraps, all unwrap): rotating a master key rewrites rows, not files.
The content is sealed in chunks: a part of a large file is read without the rest, and a flipped bit, a
missing end, a changed order or two files in each other's place raise `Damaged`.

A row keeps `storage_name`, `key_id`, `wrapped_key` (60 bytes), `size` and `sha256`.
"""

from portal_cms.common.vault.errors import Damaged, KeyMissing, Missing, TooLarge, VaultError
from portal_cms.common.vault.keys import StoredLike, parse_key, rewrap
from portal_cms.common.vault.reading import AsyncReader, Reader, aopen_range, open_range, read_all
from portal_cms.common.vault.storing import StoredFile, delete, names, store

__all__ = [
    "AsyncReader",
    "Damaged",
    "KeyMissing",
    "Missing",
    "Reader",
    "StoredFile",
    "StoredLike",
    "TooLarge",
    "VaultError",
    "aopen_range",
    "delete",
    "names",
    "open_range",
    "parse_key",
    "read_all",
    "rewrap",
    "store",
]
