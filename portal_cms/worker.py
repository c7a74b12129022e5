"""The process beside the web: checks files, sends mails, runs Wagtail's tasks, and minds the clock.

Its queues are rows of the database, so it keeps nothing in memory that could be lost: it can be killed at
any moment, started twice, or find the database gone for a while.
"""

import logging
import signal
import time

from django.db import DatabaseError, InterfaceError, connections
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from portal_cms.documents.checking import check_due
from portal_cms.notices.delivery import drain
from portal_cms.reading.queue import read_due
from portal_cms.signing.composing import compose_due
from portal_cms.tick import tick

log = logging.getLogger(__name__)
IDLE = 0.5  # seconds between two looks at empty queues
NAP = 0.2
MINUTE = 60
SERVER_GONE = 30  # seconds until a mail server that was not there is tried again
MAILS = 20  # per turn, so that files and mails take turns
TASKS = 20
FAILURE_PAUSES = (1, 2, 5, 10)  # seconds, after a turn that failed


class Worker:
    def __init__(self):
        self._is_stopping = False
        self._mail_at = self._tick_at = 0.0
        self._failures = 0

    def stop_on_signals(self):
        """Finish what is in hand, then go. A second signal does not wait."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number, _frame):
        signal.signal(number, signal.SIG_DFL)
        self.stop()

    def stop(self):
        self._is_stopping = True  # a plain flag: locks are not safe in a signal handler

    def run(self):
        """Work until told to stop."""
        log.info("The worker has started.")
        while not self._is_stopping:
            pause = 0 if self.turn() else IDLE
            if self._failures:
                pause = FAILURE_PAUSES[min(self._failures, len(FAILURE_PAUSES)) - 1]
            self._sleep(pause)
        connections.close_all()
        log.info("The worker has stopped.")

    def _sleep(self, seconds):
        """In short naps, as a signal does not wake a sleeper."""
        until = time.monotonic() + seconds
        while not self._is_stopping and (rest := until - time.monotonic()) > 0:
            time.sleep(min(rest, NAP))

    def run_once(self):
        """Work until the queues are empty, for cron and tests."""
        while self.turn() and not self._is_stopping:
            pass

    def turn(self):
        """A little of everything; returns whether there was something to do."""
        _let_go_of_connections()
        busy = False
        try:
            for job in (self._tick, check_due, compose_due, read_due, self._send_mails, run_tasks):
                if self._is_stopping:
                    return False
                busy = bool(job()) or busy
        except (DatabaseError, InterfaceError) as error:
            return self._note_failure("The database does not answer: %s", error)
        except Exception:
            log.exception("A turn of the worker failed.")
            return self._note_failure()
        self._failures = 0
        return busy

    def _note_failure(self, message="", *args):
        if message:
            log.warning(message, *args)
        self._failures += 1
        connections.close_all()  # the next turn gets new connections
        return False

    def _tick(self):
        if time.monotonic() >= self._tick_at:
            self._tick_at = time.monotonic() + MINUTE
            tick()

    def _send_mails(self):
        if time.monotonic() < self._mail_at:
            return False
        outcome = drain(limit=MAILS)
        if outcome.is_unreachable:
            self._mail_at = time.monotonic() + SERVER_GONE
            return False
        return outcome.handled


def run_tasks():
    """Wagtail's own tasks (search index, references, renditions), by the worker of django-tasks-db."""
    if not DBTaskResult.objects.ready().exists():
        return False
    TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS,
        worker_id="portal-cms",
    ).run()
    return True


def _let_go_of_connections():
    """Each turn begins with new ones, so that a database that was away or replaced is noticed; web keeps them a while."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
