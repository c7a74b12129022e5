"""Django's handler under ASGI, set up for views and middleware that are all plain functions."""

import gc
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.urls import get_resolver

NEW_OBJECTS = (
    20_000  # between two searches for garbage; a page makes some thousand, nearly all gone without one
)


IDLE_THREADS = 16  # that wait for the next request


class KeptThreads:
    """ASGI application around another: what a request does in a thread, it does in one that was there before and keeps its
    connection to the database. By default Django starts and ends two threads and opens a connection for each request.

    It is the outermost: a server may begin a request in the context of the one before, whose thread is another's by then.
    """

    def __init__(self, application):
        self.application = application
        self._idle = []

    async def __call__(self, scope, receive, send):
        thread = self._idle.pop() if self._idle else ThreadPoolExecutor(max_workers=1)
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.application(scope, receive, send)
        finally:
            self._rest(thread)

    def _rest(self, thread):
        if len(self._idle) < IDLE_THREADS:
            self._idle.append(thread)
        else:
            thread.submit(connections.close_all)
            thread.shutdown(wait=False)


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
