"""The web server as the README starts it, and the threads its requests work in."""

import asyncio
import contextvars
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from asgiref.sync import sync_to_async

from portal_cms.common.asgi import IDLE_THREADS, KeptThreads

PATIENCE = 60  # seconds
COMMAND = re.search(
    r"^MALLOC_ARENA_MAX=2 gunicorn (.+) --bind 127\.0\.0\.1:8000$", Path("README.md").read_text(), re.M
)[1]


def request(application, context=None):
    """A request as a task in the context its server gives it."""
    return asyncio.get_running_loop().create_task(application({"type": "http"}, None, None), context=context)


def test_requests_one_after_the_other_work_in_the_same_thread_whatever_context_they_begin_in():
    threads, contexts = [], []

    async def application(scope, receive, send):
        threads.append(await sync_to_async(threading.get_ident)())
        contexts.append(contextvars.copy_context())

    async def connection():
        kept = KeptThreads(application)
        await request(kept)
        await request(kept, contexts[0])  # as on a kept connection: in the context of a request that is over
        await request(kept)

    asyncio.run(connection())
    assert len(threads) == 3
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_requests_at_once_work_in_threads_of_their_own_and_only_some_are_kept():
    crowd = IDLE_THREADS + 4
    together = threading.Barrier(crowd)

    async def application(scope, receive, send):
        await sync_to_async(together.wait)(PATIENCE)

    kept = KeptThreads(application)

    async def rush():
        await asyncio.gather(*(request(kept) for _number in range(crowd)))

    before = threading.active_count()
    asyncio.run(rush())
    deadline = time.monotonic() + PATIENCE
    while threading.active_count() > before + IDLE_THREADS and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() == before + IDLE_THREADS


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_the_command_of_the_readme_starts_two_workers_that_answer_and_stop(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal_cms.conf.dev",
        "PORTAL_DATA_DIR": str(tmp_path),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *COMMAND.split(), "--bind", f"127.0.0.1:{port}"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        answer = _answer(server, f"http://127.0.0.1:{port}/healthz")
    finally:
        server.send_signal(signal.SIGTERM)
        output, _none = server.communicate(timeout=PATIENCE)
    assert answer.json()["failed"] == ["migrations"]  # of a database that is still empty
    assert output.count("Booting worker") == 2
    assert server.returncode == 0, output
    assert "Traceback" not in output


def _answer(server, address):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return requests.get(address, timeout=10)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("The server did not answer.")
