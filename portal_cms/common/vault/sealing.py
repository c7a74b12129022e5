"""The format of a sealed file, as functions of bytes.

`header | chunk | chunk | ... | last chunk`. The header is a magic word and seven random bytes. Each chunk
is followed by its 16-byte tag; its nonce is `random 7 | counter 4 | 1 if last`, and the storage name is
authenticated with it. Only the last chunk is shorter than CHUNK, and it may be empty.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal_cms.common.vault.errors import Damaged, TooLarge

CHUNK = 64 * 1024  # 256 KiB and 1 MiB were no quicker, and cost more for a small range
TAG = 16
MAGIC = b"PCV1\n"
HEADER = len(MAGIC) + 7


def sealed_length(size: int) -> int:
    """How long the sealed file of `size` plain bytes is."""
    return HEADER + size + TAG * (size // CHUNK + 1)


def seal(chunks: Iterable[bytes], file: BinaryIO, key: bytes, name: str, max_bytes: int) -> tuple[int, str]:
    """Write the sealed chunks to `file`; returns the plain size and SHA-256."""
    prefix = secrets.token_bytes(HEADER - len(MAGIC))
    cipher = AESGCM(key)
    digest = hashlib.sha256()
    size = 0
    file.write(MAGIC + prefix)
    for number, block in enumerate(_blocks(chunks)):
        size += len(block)
        if size > max_bytes:
            raise TooLarge(f"More than {max_bytes} bytes.")
        digest.update(block)
        last = len(block) < CHUNK
        file.write(cipher.encrypt(_nonce(prefix, number, last), block, name.encode()))
    return size, digest.hexdigest()


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut any stream into full chunks and one shorter last one."""
    rest = b""
    for chunk in chunks:
        if not rest and len(chunk) == CHUNK:  # what Django's upload handlers send
            yield chunk
            continue
        buffer = memoryview(rest + bytes(chunk))
        full = len(buffer) - len(buffer) % CHUNK
        for start in range(0, full, CHUNK):
            yield bytes(buffer[start : start + CHUNK])
        rest = bytes(buffer[full:])
    yield rest


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Opener:
    """Opens runs of chunks of one sealed file."""

    def __init__(self, file: BinaryIO, key: bytes, name: str, size: int):
        self._file = file
        self._cipher = AESGCM(key)
        self._name = name.encode()
        self._last = size // CHUNK
        header = file.read(HEADER)
        if not header.startswith(MAGIC):
            raise Damaged("The file was not sealed by this vault.")
        self._prefix = header[len(MAGIC) :]

    def chunks(self, first: int, count: int) -> bytes:
        """The plain bytes of `count` chunks, proven to be the ones that were sealed there."""
        width = CHUNK + TAG
        self._file.seek(HEADER + first * width)
        sealed = memoryview(self._file.read(count * width))
        pieces = [self._open(first + at, sealed[at * width : (at + 1) * width]) for at in range(count)]
        return b"".join(pieces)

    def _open(self, number: int, chunk: memoryview) -> bytes:
        nonce = _nonce(self._prefix, number, number == self._last)
        try:
            return self._cipher.decrypt(nonce, chunk, self._name)
        except InvalidTag:
            raise Damaged(f"Chunk {number} is not the one that was sealed.") from None
