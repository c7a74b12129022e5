"""How much somebody may send. Django spools a whole body to disk before any view, or any rule of ours, sees it, so
the limit stands in front of it: a stranger sends a form, somebody signed in sends files."""

from importlib import import_module

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http.cookie import parse_cookie
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

STRANGERS_BYTES = 3 * 1024 * 1024  # more than any form without files


class BodyLimit:
    """ASGI application around Django's. It counts what really comes; a Content-Length only lets it refuse sooner."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        body = _Body(scope, receive)
        if await body.exceeds(_announced(scope)):
            return await _refuse(scope, send)
        await self.application(scope, body.receive, send)
        if body.is_too_large:
            await _refuse(scope, send)


class _Body:
    def __init__(self, scope, receive):
        self._scope, self._receive = scope, receive
        self._size, self._limit = 0, STRANGERS_BYTES
        self.is_too_large = False

    async def exceeds(self, size):
        """The session is looked up once, and only for what a stranger may not send."""
        if size > self._limit == STRANGERS_BYTES and await _is_signed_in(self._scope):
            self._limit = settings.PORTAL_REQUEST_MAX_BYTES
        return size > self._limit

    async def receive(self):
        """To Django a body that is too large is one whose sender hung up: it throws away what it has."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if await self.exceeds(self._size):
            self.is_too_large = True
            return {"type": "http.disconnect"}
        return message


def _announced(scope):
    text = _header(scope, b"content-length")
    return int(text) if text.isdecimal() else 0


def _header(scope, wanted):
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")


async def _is_signed_in(scope):
    key = parse_cookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    return bool(key) and await sync_to_async(_has_account)(key)


def _has_account(session_key):
    """Whose account, at which firm and whether it still may, the middleware asks; a made-up key ends here."""
    try:
        return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(session_key).load()
    finally:
        close_old_connections()


async def _refuse(scope, send):
    with override(_language(scope)):
        text = gettext("This is too much at once. Please sign in again and send smaller files.")
    headers = {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "private, no-store",
        "connection": "close",
    }
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 413, "headers": encoded})
    await send({"type": "http.response.body", "body": text.encode()})


def _language(scope):
    offered = dict(settings.LANGUAGES)
    asked = (code[:2] for code, _weight in parse_accept_lang_header(_header(scope, b"accept-language")))
    return next((code for code in asked if code in offered), settings.LANGUAGE_CODE)
