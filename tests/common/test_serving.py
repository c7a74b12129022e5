"""Client files over HTTP: whole, in ranges, as one archive, never for others to keep."""

import io
import os
import tracemalloc
import zipfile

import pytest
from asgiref.sync import async_to_sync
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import AsyncRequestFactory, RequestFactory

from portal_cms.common import vault
from portal_cms.common.archive import unique_paths
from portal_cms.common.serving import disposition, file_response, zip_response

pytestmark = pytest.mark.usefixtures("client_files", "db")  # closing an answer looks at the connection
MIB = 1024 * 1024
CONTENT = os.urandom(2 * MIB + 77)


@pytest.fixture(autouse=True)
def _no_database():
    """Closing a response ends a request, and with it other tests' connections; Django's client does the same."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture
def stored():
    return vault.store([CONTENT], max_bytes=3 * MIB)


def serve(stored, method="GET", inline=False, **headers):
    request = RequestFactory().generic(method, "/", headers=headers)
    return file_response(
        request, stored, filename="Vertrag.pdf", content_type="application/pdf", inline=inline
    )


def body(response):
    content = response.getvalue() if response.streaming else response.content
    response.close()
    return content


def test_a_download_is_whole_and_private(stored):
    response = serve(stored)
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(CONTENT)),
        "Accept-Ranges": "bytes",
        "Content-Disposition": 'attachment; filename="Vertrag.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def test_it_opens_in_the_browser_only_when_asked(stored):
    response = serve(stored, inline=True)
    assert response["Content-Disposition"] == 'inline; filename="Vertrag.pdf"'
    response.close()


def test_head_tells_the_length_and_sends_nothing(stored):
    response = serve(stored, method="HEAD", Range="bytes=0-9")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(CONTENT))


SIZE = len(CONTENT)


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=0-", 0, SIZE),
        ("bytes=65535-65536", 65535, 65537),
        ("bytes=1000000-", 1000000, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        (f"bytes=10-{SIZE * 2}", 10, SIZE),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE),
    ],
)
def test_a_range_is_answered_with_its_bytes(stored, wanted, start, end):
    response = serve(stored, Range=wanted)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == CONTENT[start:end]


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", "bytes=99999999-99999999", "bytes=-0"])
def test_a_range_past_the_end_is_refused(stored, wanted):
    response = serve(stored, Range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,5-9"},
        {"Range": "bytes=9-1"},
        {"Range": "bytes=-"},
        {"Range": "items=0-1"},
        {"Range": "bytes=²-"},
        {"Range": "bytes=" + "9" * 50 + "-"},
        {"Range": "bytes=0-1", "If-Range": '"etag"'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"},
    ],
)
def test_what_is_not_one_clear_range_gets_the_whole_file(stored, headers):
    response = serve(stored, **headers)
    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.parametrize("wanted", ["bytes=0-", "bytes=5-", "bytes=-5"])
def test_an_empty_file_is_simply_empty(wanted):
    response = serve(vault.store([], max_bytes=1), Range=wanted)
    assert (response.status_code, body(response), response["Content-Length"]) == (200, b"", "0")


def test_a_lost_file_is_noticed_before_the_answer_begins(stored):
    vault.delete(stored.name)
    with pytest.raises(vault.Missing):
        serve(stored)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a b.pdf", 'filename="a b.pdf"'),
        ("Übergabe.pdf", "filename=\"Ubergabe.pdf\"; filename*=UTF-8''%C3%9Cbergabe.pdf"),
        ("Straße.pdf", "filename=\"Stra_e.pdf\"; filename*=UTF-8''Stra%C3%9Fe.pdf"),
        ("50%41.pdf", "filename=\"50_41.pdf\"; filename*=UTF-8''50%2541.pdf"),
        (
            'x"; filename="y.exe',
            "filename=\"x__ filename__y.exe\"; filename*=UTF-8''x_%3B%20filename%3D_y.exe",
        ),
        ("a\r\nX-Evil: 1.pdf", 'filename="a X-Evil_ 1.pdf"'),
    ],
)
def test_the_name_of_a_download_is_correct_and_cannot_break_the_header(name, header):
    assert disposition(name) == f"attachment; {header}"


def test_under_asgi_the_bytes_are_read_step_by_step(stored):
    request = AsyncRequestFactory().get("/", headers={"Range": "bytes=7-"})
    response = file_response(request, stored, filename="x.bin", content_type="application/octet-stream")
    assert response.is_async

    async def collect():
        return [piece async for piece in response]

    pieces = async_to_sync(collect)()
    response.close()
    assert b"".join(pieces) == CONTENT[7:]
    assert max(map(len, pieces)) <= MIB


@pytest.mark.parametrize("factory", [RequestFactory, AsyncRequestFactory])
def test_an_archive_holds_every_file_under_a_safe_name(stored, factory):
    other = vault.store([b"two"], max_bytes=10)
    empty = vault.store([], max_bytes=10)
    entries = [("Ordner/Übergabe.pdf", stored), ("ordner/übergabe.PDF", other), ("../../x", empty)]
    response = zip_response(factory().get("/"), iter(entries), "Akte.zip")
    assert response["Content-Disposition"] == 'attachment; filename="Akte.zip"'
    assert response["Content-Type"] == "application/zip"
    if response.is_async:

        async def collect():
            return b"".join([piece async for piece in response])

        content = async_to_sync(collect)()
    else:
        content = response.getvalue()
    response.close()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "Ordner/Übergabe.pdf": CONTENT,
            "ordner/übergabe (2).PDF": b"two",
            "x": b"",
        }


def test_an_archive_without_files_is_a_valid_one():
    content = zip_response(RequestFactory().get("/"), [], "x.zip").getvalue()
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == []


def test_an_archive_with_a_damaged_file_breaks_off(stored):
    vault.delete(stored.name)
    response = zip_response(RequestFactory().get("/"), [("a", stored)], "x.zip")
    with pytest.raises(vault.Damaged):
        response.getvalue()
    response.close()


def test_a_large_archive_needs_little_memory(stored):
    response = zip_response(RequestFactory().get("/"), [(f"{n}", stored) for n in range(20)], "x.zip")
    tracemalloc.start()
    try:
        assert sum(len(piece) for piece in response) > 40 * MIB
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()
        response.close()


def test_paths_in_an_archive_are_unique_and_stay_inside():
    raw = ["a.pdf", "A.PDF", "a (2).pdf", "a.pdf", "/etc/x", "..", "d\\e.txt", "README", "readme"]
    safe = ["a.pdf", "A (2).PDF", "a (2) (2).pdf", "a (3).pdf", "etc/x", "file", "d/e.txt", "README"]
    assert list(unique_paths(raw)) == [*safe, "readme (2)"]
