"""The vault keeps client files sealed: what goes in comes out, anything else is noticed."""

import base64
import hashlib
import os
import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured

from portal_cms.common import vault
from portal_cms.common.checks import check_file_keys
from portal_cms.common.vault.sealing import CHUNK, HEADER, TAG

MIB = 1024 * 1024


pytestmark = pytest.mark.usefixtures("client_files")


def new_key():
    return base64.b64encode(os.urandom(32)).decode()


def put(content, max_bytes=10 * MIB):
    return vault.store([content], max_bytes=max_bytes)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 16 * CHUNK, 17 * CHUNK, 40 * CHUNK + 7])
def test_every_size_comes_back_as_it_went_in(size):
    content = os.urandom(size)
    stored = put(content)
    assert vault.read_all(stored) == content
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("cut", [1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_the_pieces_it_comes_in_do_not_matter(cut):
    content = os.urandom(3 * CHUNK + 5)
    pieces = [content[at : at + cut] for at in range(0, len(content), cut)]
    assert vault.read_all(vault.store(iter(pieces), max_bytes=MIB)) == content


@pytest.mark.parametrize("start", [0, 1, CHUNK - 1, CHUNK, 20 * CHUNK, 25 * CHUNK - 1, 25 * CHUNK])
@pytest.mark.parametrize("length", [0, 1, CHUNK, CHUNK + 1, 18 * CHUNK, None])
def test_any_range_reads_like_a_slice(start, length):
    content = os.urandom(25 * CHUNK)
    end = None if length is None else start + length
    assert b"".join(vault.open_range(put(content), start, end)) == content[start:end]


def test_a_range_touches_only_its_own_chunks(client_files):
    stored = put(os.urandom(4 * CHUNK))
    flip(files_in(client_files)[0], HEADER + 3 * (CHUNK + TAG))
    assert len(b"".join(vault.open_range(stored, CHUNK, 2 * CHUNK))) == CHUNK
    with pytest.raises(vault.Damaged):
        vault.read_all(stored)


def test_the_async_reader_gives_the_same_bytes():
    content = os.urandom(3 * MIB + 11)

    async def collect(stored):
        return [piece async for piece in vault.aopen_range(stored, 5)]

    pieces = async_to_sync(collect)(put(content))
    assert b"".join(pieces) == content[5:]
    assert max(map(len, pieces)) <= MIB


def test_nothing_readable_lies_on_the_disk(client_files):
    put(b"Confidential contract. " * 10_000)
    assert all(b"Confidential" not in path.read_bytes() for path in files_in(client_files))


def test_names_are_random_and_files_are_for_their_owner_only(client_files):
    first, second = put(b"same"), put(b"same")
    assert first.name != second.name
    assert first.wrapped_key != second.wrapped_key
    assert {path.relative_to(client_files).as_posix() for path in files_in(client_files)} == {
        first.name,
        second.name,
    }
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in client_files.rglob("*")} == {0}


def test_too_large_leaves_nothing_behind(client_files):
    put(b"x" * 100, max_bytes=100)
    with pytest.raises(vault.TooLarge):
        put(b"x" * 101, max_bytes=100)
    assert len(files_in(client_files)) == 1


def test_a_sender_who_breaks_off_leaves_nothing_behind(client_files):
    def broken():
        yield b"x" * CHUNK
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.store(broken(), max_bytes=MIB)
    assert files_in(client_files) == []


def test_without_a_key_nothing_is_stored(settings, client_files):
    settings.PORTAL_FILE_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        put(b"content")
    assert files_in(client_files) == []


def flip(path, position):
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_one_flipped_bit_anywhere_is_noticed(client_files):
    stored = put(os.urandom(2 * CHUNK + 100))
    path = files_in(client_files)[0]
    sealed = path.read_bytes()
    for position in [0, HEADER - 1, HEADER, HEADER + CHUNK, HEADER + CHUNK + TAG, len(sealed) - 1]:
        flip(path, position)
        with pytest.raises(vault.Damaged):
            vault.read_all(stored)
        path.write_bytes(sealed)
    assert len(vault.read_all(stored)) == stored.size


@pytest.mark.parametrize("size", [3 * CHUNK, 3 * CHUNK + 10])
def test_a_missing_end_is_noticed_even_if_the_row_agrees(client_files, size):
    stored = put(os.urandom(size))
    path = files_in(client_files)[0]
    path.write_bytes(path.read_bytes()[: HEADER + 2 * (CHUNK + TAG)])
    with pytest.raises(vault.Damaged):
        vault.read_all(stored)
    with pytest.raises(vault.Damaged):  # the row says what the shortened file would hold
        vault.read_all(replace(stored, size=2 * CHUNK - TAG))


def test_chunks_that_change_places_are_noticed(client_files):
    stored = put(os.urandom(2 * CHUNK + 10))
    path = files_in(client_files)[0]
    sealed, width = path.read_bytes(), CHUNK + TAG
    first, second = sealed[HEADER : HEADER + width], sealed[HEADER + width : HEADER + 2 * width]
    path.write_bytes(sealed[:HEADER] + second + first + sealed[HEADER + 2 * width :])
    with pytest.raises(vault.Damaged):
        vault.read_all(stored)


def test_files_that_change_places_are_noticed(client_files):
    first, second = put(b"one"), put(b"two")
    one, two = client_files / first.name, client_files / second.name
    sealed = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(sealed)
    for stored in (first, second):
        with pytest.raises(vault.Damaged):
            vault.read_all(stored)
    with pytest.raises(vault.Damaged):  # nor does the other row's key help
        vault.read_all(replace(first, wrapped_key=second.wrapped_key))


def test_a_missing_file_is_said_before_the_first_byte():
    stored = put(b"content")
    vault.delete(stored.name)
    vault.delete(stored.name)  # again, without complaint
    with pytest.raises(vault.Missing):
        vault.open_range(stored)


def test_a_new_master_key_takes_over_without_touching_files(settings, client_files):
    stored = put(b"content")
    before = files_in(client_files)[0].read_bytes()
    old = settings.PORTAL_FILE_KEYS[0]
    settings.PORTAL_FILE_KEYS = [new_key(), old]
    assert vault.read_all(stored) == b"content"
    key_id, wrapped_key = vault.rewrap(stored)
    moved = replace(stored, key_id=key_id, wrapped_key=wrapped_key)
    settings.PORTAL_FILE_KEYS = settings.PORTAL_FILE_KEYS[:1]
    assert vault.read_all(moved) == b"content"
    assert files_in(client_files)[0].read_bytes() == before
    with pytest.raises(vault.KeyMissing):
        vault.read_all(stored)


def test_the_sweeper_sees_finished_and_unfinished_files_once_they_are_old(client_files):
    stored = put(b"content")
    unfinished = client_files / "incoming" / "abc"
    unfinished.write_bytes(b"half")
    assert list(vault.names()) == []
    yesterday = time.time() - 25 * 3600
    for path in files_in(client_files):
        os.utime(path, (yesterday, yesterday))
    assert set(vault.names()) == {stored.name, "incoming/abc"}
    assert set(vault.names(older_than=timedelta(days=2))) == set()


def test_a_storage_that_is_not_a_disk_works_too(settings):
    settings.STORAGES = settings.STORAGES | {
        "client_files": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    content = os.urandom(2 * CHUNK + 3)
    stored = put(content)
    assert b"".join(vault.open_range(stored, CHUNK)) == content[CHUNK:]
    vault.delete(stored.name)
    with pytest.raises(vault.Missing):
        vault.open_range(stored)


def test_memory_does_not_grow_with_the_file():
    tracemalloc.start()
    try:
        stored = vault.store((bytes(CHUNK) for _ in range(1000)), max_bytes=100 * MIB)
        for _piece in vault.open_range(stored):
            pass
        assert tracemalloc.get_traced_memory()[1] < 6 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("keys", "errors"),
    [
        ([], ["portal_cms.E001"]),
        ("a string", ["portal_cms.E001"]),
        (["too short", new_key()], ["portal_cms.E002"]),
        ([base64.b64encode(b"x" * 31).decode(), None], ["portal_cms.E002", "portal_cms.E002"]),
        ([new_key()] * 2, ["portal_cms.E003"]),
        ([new_key(), new_key()], []),
    ],
)
def test_wrong_keys_are_found_by_the_system_check(settings, keys, errors):
    settings.PORTAL_FILE_KEYS = keys
    found = check_file_keys(None)
    assert [error.id for error in found] == errors
    assert all("base64" in error.hint for error in found)
