"""A real SMTP server on loopback whose mood a test chooses, and the mails that came through."""

import asyncio
import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.utils import timezone

from portal_cms.notices.models import OutboxMessage


class Mailbox:
    """`moods` answers the next tries in turn; when it is empty, mails are accepted."""

    def __init__(self):
        self.mails, self.moods, self.connections, self.seconds = [], [], 0, 0
        self.port = free_port()
        self.come_back()

    def come_back(self):
        self._server = Server(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def go_down(self):
        if self._server:
            self._server.stop()
        self._server = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.moods and self.moods[0].startswith("rcpt "):
            return self.moods.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        mood = self.moods.pop(0) if self.moods else "accept"
        await asyncio.sleep(self.seconds)
        if mood.startswith("accept"):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            mail.envelope_to, mail.raw = envelope.rcpt_tos, envelope.content
            self.mails.append(mail)
        if mood in ("drop", "accept-and-drop"):
            server.transport.abort()
        return "250 taken" if mood in ("accept", "accept-and-drop", "drop") else mood


class Server(Controller):
    """Hangs up on everybody before it goes: connections it left behind would be warnings of some later test."""

    def __init__(self, handler, **options):
        super().__init__(handler, **options)
        self._sessions = []

    def factory(self):
        self._sessions.append(SMTP(self.handler, hostname="mail.test", ident="test", enable_SMTPUTF8=True))
        return self._sessions[-1]

    def stop(self, no_assert=False):
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(60)
        super().stop(no_assert)

    async def _hang_up(self):
        await asyncio.sleep(0.02)  # who knocked is let in first
        while talking := asyncio.all_tasks() - {asyncio.current_task()}:
            for session in self._sessions:
                if session.transport is not None:
                    session.transport.abort()
            await asyncio.wait(talking, timeout=0.05)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def mailbox(settings):
    """The server runs and accepts everything, until the test says otherwise."""
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    yield box
    box.go_down()


@pytest.fixture
def hurry():
    """Let every waiting mail be due now, as if the pause between tries were over."""

    def make_due():
        OutboxMessage.objects.filter(state="waiting").update(next_attempt_at=timezone.now())

    return make_due
