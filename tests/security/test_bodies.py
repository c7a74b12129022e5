"""A stranger can not fill the disk with the body of a request that no view has asked for."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal_cms.common.bodies import STRANGERS_BYTES
from portal_cms.conf.asgi import application

PIECE = 256 * 1024


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch):
    """It holds the transaction of the test; a real request has its own."""
    monkeypatch.setattr("portal_cms.common.bodies.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def post(path, host, size, *, cookie="", announced=None):
    """Send that many bytes and return (status, how many were taken)."""
    headers = [
        (b"host", host.encode()),
        (b"content-type", b"application/octet-stream"),
        (b"accept-language", b"en"),
    ]
    headers += [(b"cookie", cookie.encode())] if cookie else []
    headers += [(b"content-length", str(announced).encode())] if announced is not None else []
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "client": ("203.0.113.9", 1), "server": (host, 80), "scheme": "http",
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip
    taken, answers = 0, []

    async def receive():
        nonlocal taken
        if taken >= size:
            await asyncio.sleep(60)  # nothing more comes; Django stops listening when it has answered
        taken += PIECE
        return {"type": "http.request", "body": b"x" * PIECE, "more_body": taken < size}

    async def send(message):
        answers.append(message)

    async_to_sync(application.application)(
        scope, receive, send
    )  # in this thread, which holds the test's transaction
    return answers[0]["status"], taken, b"".join(answer.get("body", b"") for answer in answers)


@pytest.mark.parametrize("announced", [None, 10])
@pytest.mark.parametrize("cookie", ["", "sessionid=made-up", "sessionid=" + "a" * 32])
def test_a_stranger_can_not_send_without_end(nord, cookie, announced):
    """Also not with an understated length, or a cookie that is no session."""
    status, taken, text = post("/sign-in/", nord.hostname, 10**9, cookie=cookie, announced=announced)
    assert status == 413
    assert taken <= STRANGERS_BYTES + PIECE
    assert b"sign in again" in text


def test_a_length_that_is_too_much_is_refused_before_the_first_byte(nord):
    assert post("/sign-in/", nord.hostname, 10**9, announced=10**12)[:2] == (413, 0)


def test_somebody_signed_in_sends_files_up_to_the_limit(cast, browser, settings):
    settings.PORTAL_REQUEST_MAX_BYTES = 5 * 1024 * 1024
    cookie = browser(cast.anna).cookies.output(header="", sep=";").strip().split(";")[0]
    path = f"/matters/{cast.matter.uuid}/files/raw/"
    assert post(path, cast.site.hostname, 4 * 1024 * 1024, cookie=cookie)[0] != 413
    status, taken, _text = post(path, cast.site.hostname, 10**9, cookie=cookie)
    assert status == 413
    assert taken <= settings.PORTAL_REQUEST_MAX_BYTES + PIECE


def test_a_session_that_has_ended_is_a_strangers(cast, browser):
    driver = browser(cast.anna)
    cookie = driver.cookies.output(header="", sep=";").strip().split(";")[0]
    driver.post("/sign-out/")
    assert post("/sign-in/", cast.site.hostname, 10**9, cookie=cookie)[0] == 413
