"""A mail server made of files: every message is one real .eml file, in the order of its sending."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify


class EmailBackend(BaseEmailBackend):
    """For the demo and for trying things out. A file appears under its name only when it is complete."""

    def __init__(self, *args, file_path=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, messages):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sent = [self._write(message) for message in messages if message.recipients()]
        return len(sent)

    def _write(self, message):
        content = b"\r\n".join(message.message().as_bytes().splitlines()) + b"\r\n"
        target = self.folder / f"{self._name(message)}.eml"
        unfinished = target.with_suffix(".part")
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
        unfinished.rename(target)
        return target

    def _name(self, message):
        """The time sorts; the recipient helps to find a mail; four random bytes keep two of a moment apart."""
        at = f"{timezone.now():%Y-%m-%dT%H-%M-%S.%f}"
        recipient = slugify(message.to[0].replace("@", "-at-").replace(".", "-"))[:60] if message.to else ""
        return f"{at}-{recipient or 'nobody'}-{secrets.token_hex(4)}"
