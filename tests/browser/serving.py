"""The portal on a port of its own, within the transaction of one test: real requests of real browsers, uploads
included, without a demo. One request, or one turn of the worker, happens at a time, as all share one connection.
"""

import re
from contextlib import contextmanager
from threading import RLock

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core import mail
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.testcases import LiveServerThread

from portal_cms.documents.checking import check_due
from portal_cms.notices.delivery import drain
from portal_cms.reading.queue import read_due
from portal_cms.requests.pages import merge_due
from portal_cms.signing.composing import compose_due


class Server(ThreadedWSGIServer):
    def _close_connections(self):
        """The connection is the test's."""


class Door:
    """What requests go through, one at a time; closed, nothing of the test is touched any more."""

    def __init__(self):
        self.lock, self.is_open = RLock(), True

    def close(self):
        with self.lock:
            self.is_open = False


class OneAtATime:
    """A WSGI application whose answers are complete before the next one begins."""

    def __init__(self, application, door):
        self.application, self.door = application, door

    def __call__(self, environ, start_response):
        with self.door.lock:
            if not self.door.is_open:
                start_response("503 Service Unavailable", [])
                return []
            answer = self.application(environ, start_response)
            try:
                return [b"".join(answer)]
            finally:
                answer.close()


class Thread(LiveServerThread):
    """Gives the test's connection to the threads that answer, and keeps none that it would close."""

    server_class = Server

    def __init__(self, door):
        self._connection = connections["default"]
        super().__init__("127.0.0.1", lambda application: OneAtATime(StaticFilesHandler(application), door))
        self.daemon = True

    def _create_server(self, connections_override=None):
        return super()._create_server({"default": self._connection})


class Portal:
    """The running portal: its `port`, its worker and the mails that have arrived."""

    def __init__(self, thread, door):
        self.port, self._lock = thread.port, door.lock

    def work(self):
        """What the worker does until nothing waits: files are checked, read, put together, sealed; mails leave."""
        with self._lock:
            while any([merge_due(), check_due(), compose_due(), read_due(), drain().handled]):
                pass

    def mails_to(self, person):
        return [message for message in mail.outbox if message.to == [person.email]]

    def link_in(self, message, pattern=r"http://\S+"):
        """The first such address in the text of the mail."""
        return re.search(pattern, message.body)[0]


@contextmanager
def serving():
    door, connection = Door(), connections["default"]
    connection.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(
            close_old_connections
        )  # as Django's test client does: the transaction would end with it
    thread = Thread(door)
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield Portal(thread, door)
    finally:
        door.close()
        thread.terminate()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()
