"""Master keys and the wrapping of each file's own key."""

import base64
import hashlib
import secrets
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal_cms.common.vault.errors import Damaged, KeyMissing


class StoredLike(Protocol):
    """What a row must carry so that its file can be opened."""

    storage_name: str
    key_id: str
    wrapped_key: bytes
    size: int


def rewrap(stored: StoredLike) -> tuple[str, bytes]:
    """The file's key under the first master key: `(key_id, wrapped_key)` for the row. The file stays."""
    return wrap(unwrap(stored), stored.storage_name)


def parse_key(text: str) -> bytes:
    """The master key a setting spells; raises ValueError for anything but base64 of 32 bytes."""
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != 32:
        raise ValueError(f"{len(key)} bytes instead of 32")
    return key


def wrap(key: bytes, name: str) -> tuple[str, bytes]:
    ring = _ring()
    if not ring:
        raise ImproperlyConfigured("PORTAL_FILE_KEYS is empty; files cannot be encrypted without a key.")
    key_id, master = next(iter(ring.items()))
    nonce = secrets.token_bytes(12)
    return key_id, nonce + master.encrypt(nonce, key, name.encode())


def unwrap(stored: StoredLike) -> bytes:
    try:
        master = _ring()[stored.key_id]
    except KeyError:
        raise KeyMissing(f"PORTAL_FILE_KEYS has no key {stored.key_id}; put the old key back.") from None
    try:
        wrapped = bytes(stored.wrapped_key)  # some databases answer with a memoryview
        return master.decrypt(wrapped[:12], wrapped[12:], stored.storage_name.encode())
    except (InvalidTag, ValueError):
        raise Damaged("The key of the file was changed or belongs to another file.") from None


def _ring() -> dict[str, AESGCM]:
    return _ring_of(tuple(settings.PORTAL_FILE_KEYS))


@lru_cache(maxsize=8)
def _ring_of(texts: tuple[str, ...]) -> dict[str, AESGCM]:
    keys = [parse_key(text) for text in texts]
    return {hashlib.sha256(b"portal file key:" + key).hexdigest()[:16]: AESGCM(key) for key in keys}
