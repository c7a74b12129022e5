"""Exactly one signature and one result, whatever happens: fifty at once against a real server, a killed worker."""

import http.client
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.conftest import open_browser
from tests.processes import PATIENCE, Elsewhere, with_processes
from tests.signing import asking

PAST = "2000-01-01 00:00:00+00:00"
AT_ONCE = 50


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for_server(server, port, world):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, world.log.read_text()
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(world.log.read_text())


@with_processes
def test_of_fifty_at_once_one_signs_and_each_of_the_others_is_told(cast, tmp_path):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    anna = open_browser(cast.anna)
    anna.get(asking.path(signer))
    port, world = free_port(), Elsewhere(tmp_path)
    server = world.start("runserver", f"127.0.0.1:{port}", "--noreload")
    try:
        wait_for_server(server, port, world)
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in anna.cookies.items())
        token = anna.cookies["csrftoken"].value
        body = urlencode({**asking.answer(signer), "csrfmiddlewaretoken": token})
        headers = {
            "Host": cast.site.hostname,
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }

        def post(_number):
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
                try:
                    connection.request("POST", asking.path(signer), body, headers)
                    answer = connection.getresponse()
                    answer.read()
                    return answer.status
                except ConnectionError:  # the little server has a short queue: it never saw this one
                    time.sleep(0.05)
                finally:
                    connection.close()
            return 0

        with ThreadPoolExecutor(AT_ONCE) as crowd:
            statuses = list(crowd.map(post, range(AT_ONCE)))
    finally:
        server.kill()
        server.wait(PATIENCE)
    assert sorted(statuses) == [302] + [422] * (AT_ONCE - 1), world.log.read_text()[-3000:]
    assert world.sql("SELECT count(*) FROM portal_signing_signature") == [(1,)]
    told = "SELECT count(*) FROM portal_audit_auditevent WHERE action = ?"
    assert world.sql(told, "signature.given") == [(1,)]
    assert world.sql(told, "signature.refused") == [(AT_ONCE - 1,)]
    assert world.sql("SELECT state FROM portal_signing_signing") == [("complete",)]


@with_processes
def test_a_worker_killed_while_sealing_leaves_one_result(cast, tmp_path):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    asking.sign(open_browser(cast.anna), signer)
    world = Elsewhere(tmp_path)
    for _kill in range(2):
        worker = world.start("worker")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert worker.poll() is None, world.log.read_text()
            if world.sql(
                "SELECT 1 FROM portal_signing_signing WHERE claimed_until IS NOT NULL OR state = 'done'"
            ):
                break
            time.sleep(0.02)
        time.sleep(random.uniform(0, 2))
        worker.kill()
        worker.wait(PATIENCE)
        world.sql("UPDATE portal_signing_signing SET claimed_until = ? WHERE claimed_until IS NOT NULL", PAST)
        world.sql(
            "UPDATE portal_documents_document SET claimed_until = ? WHERE claimed_until IS NOT NULL", PAST
        )
    world.run("worker", "--once")
    assert world.sql("SELECT state FROM portal_signing_signing") == [("done",)]
    assert world.sql(
        "SELECT count(*) FROM portal_documents_document WHERE upload_key LIKE ?", "signing:%"
    ) == [(1,)]
    assert world.sql("SELECT count(*) FROM portal_documents_share WHERE origin = 'signed'") == [(1,)]
    sealed = "SELECT count(*) FROM portal_audit_auditevent WHERE action = 'signing.sealed'"
    assert world.sql(sealed) == [(1,)]
