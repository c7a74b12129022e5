"""Responses that carry client files. The view has decided by now: session, site, object, state.

The type comes from our table, never from the sender; browsers are told not to guess, not to run, not to
keep. There are no validators (ETag, Last-Modified), so no answer leaks through a conditional request.
Under ASGI the bytes come from an async iterator: Django would read a plain one whole before sending.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from portal_cms.common import vault
from portal_cms.common.archive import zip_pieces
from portal_cms.common.names import display_name

RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def file_response(
    request: HttpRequest, stored: vault.StoredLike, *, filename: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """The file, or the one range of it that was asked for; a download unless `inline`.

    Raises vault.Damaged or vault.KeyMissing before the answer begins if the file cannot be opened.
    """
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
        return _finish(response, filename, inline, length=stored.size)
    wanted = _wanted_range(request, stored.size)
    start, end = wanted or (0, stored.size)
    if wanted and start >= end:
        return _unsatisfiable(stored.size)
    content = _iterator(request, vault.open_range(stored, start, end))
    response = StreamingHttpResponse(content, content_type=content_type)
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return _finish(response, filename, inline, length=end - start)


def begins_later(request: HttpRequest, stored: vault.StoredLike) -> bool:
    """Whether what is asked for lacks the beginning of the file, as the later parts of one download do."""
    wanted = _wanted_range(request, stored.size)
    return wanted is not None and wanted[0] > 0


def zip_response(
    request: HttpRequest, entries: Iterable[tuple[str, vault.StoredLike]], filename: str
) -> HttpResponseBase:
    """A ZIP of (path in the archive, file) pairs, made while it is sent: nothing is stored, little is held.

    A file that cannot be opened breaks the transfer off, so that a partial archive never looks complete.
    """
    if request.method == "HEAD":
        return _finish(HttpResponse(content_type="application/zip"), filename, inline=False)
    rows = list(entries)  # read the database now: the archive is made in another thread
    content = _iterator(request, zip_pieces(rows))
    return _finish(StreamingHttpResponse(content, content_type="application/zip"), filename, inline=False)


def disposition(filename: str, *, inline: bool = False) -> str:
    """The Content-Disposition of RFC 6266: a plain name for all, the true one for those who can read it."""
    name = display_name(filename)
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", "".join(map(_nearest_ascii, name)))
    header = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"


def _nearest_ascii(char: str) -> str:
    return unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode() or "_"


def _finish(response, filename, inline, length=None):
    for header, value in HEADERS.items():
        response[header] = value
    response["Content-Disposition"] = disposition(filename, inline=inline)
    if length is not None:
        response["Accept-Ranges"] = "bytes"
        response["Content-Length"] = str(length)
    return response


def _unsatisfiable(size: int) -> HttpResponse:
    headers = HEADERS | {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(status=416, headers=headers, content_type="text/plain")


def _iterator(request, pieces):
    return vault.AsyncReader(pieces) if isinstance(request, ASGIRequest) else pieces


def _wanted_range(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """The single range asked for, as (start, end), with nothing in it if it cannot be satisfied.

    None means the whole file: also for several ranges, for nonsense and for If-Range, as no validator of
    ours could match it.
    """
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or not size or "If-Range" in request.headers:
        return None
    first, last, suffix = match.groups()
    if suffix:
        return max(size - int(suffix), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size
