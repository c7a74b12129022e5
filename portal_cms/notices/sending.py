"""The way to the mail server, and what its answers mean."""

import smtplib
from contextlib import suppress
from enum import Enum

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import get_connection

ANSWER_LIMIT = 500


class Unreachable(Exception):
    """There is no way to the server (down, wrong password, no TLS): any other mail would fail too."""


class NotAnAddress(Exception):
    """What stands in the account is not one mail address."""


class Answer(Enum):
    """What to do with a mail after a failed try."""

    LATER = "later"  # the mail may still be taken
    NEVER = "never"  # the server said that this mail or this recipient will not be taken
    UNREACHABLE = "unreachable"  # leave the other mails of the batch alone


class Post:
    """One connection for a batch of mails, opened with the first; after a failure the next mail gets a new one."""

    def __init__(self):
        self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def send(self, mail):
        if self._connection is None:
            self._connection = _open()
        mail.connection = self._connection
        try:
            mail.send()
        except Exception:
            self.close()
            raise

    def close(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):  # smtplib's errors among them: a server that is gone needs no goodbye
                connection.close()


def _open():
    try:
        connection = get_connection()
        connection.open()
    except Exception as error:
        raise Unreachable(wording(error)) from error
    return connection


def meaning(error: Exception) -> Answer:
    """Only a clear refusal of this mail or its recipient is final; everything else may be over in an hour."""
    if isinstance(error, Unreachable | ConnectionError | TimeoutError):
        return Answer.UNREACHABLE
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Answer.NEVER if all(code >= 500 for code, _text in error.recipients.values()) else Answer.LATER
    if isinstance(error, smtplib.SMTPDataError):
        return Answer.NEVER if error.smtp_code >= 500 else Answer.LATER
    if isinstance(error, AnymailRecipientsRefused | NotAnAddress) or _has_a_bad_header(error):
        return Answer.NEVER
    return Answer.LATER


def _has_a_bad_header(error):
    """Django's BadHeaderError, which is a plain ValueError from 6.0 on."""
    return isinstance(error, ValueError) and "newlines" in str(error)


def wording(error: Exception) -> str:
    """The server's answer on one line, for the outbox list."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        text = " ".join(f"{code} {_decode(answer)}" for code, answer in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        text = f"{error.smtp_code} {_decode(error.smtp_error)}"
    elif isinstance(error, Unreachable | NotAnAddress):
        text = str(error)
    elif isinstance(error, OSError):
        text = f"{type(error).__name__}: {error}"
    else:
        text = type(error).__name__  # ours or a library's; its text may quote the mail
    return " ".join(text.split())[:ANSWER_LIMIT]


def _decode(answer):
    return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
