"""Django's handler under ASGI, set up for views and middleware that are all plain functions."""

import gc

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.urls import get_resolver

NEW_OBJECTS = (
    20_000  # between two searches for garbage; a page makes some thousand, nearly all gone without one
)


class Handler(ASGIHandler):
    """One trip to a thread per request. By default Django makes one for each middleware that could be asynchronous,
    and one for each thing between them."""

    chunk_size = 256 * 1024  # of a streamed answer in one message, instead of 64 KiB

    def load_middleware(self, is_async=False):
        super().load_middleware(is_async=False)
        self._middleware_chain = sync_to_async(self._middleware_chain, thread_sensitive=True)


def settle():
    """Load what the first page would load. All of it stays, so it is not searched for garbage while pages are made."""
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
