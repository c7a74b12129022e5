"""One event, one line, no secrets: how the portal writes its log."""

import logging
import re

SECRET_PATHS = re.compile(r"(/(?:password/set|link|calendar|r)/)[^/\s\"']+")
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLineFormatter(logging.Formatter):
    """Control characters become visible escapes, so no caller can write a second line or colour the terminal;
    the secret part of a mailed link, or of a calendar's address, is left out."""

    def format(self, record):
        text = SECRET_PATHS.sub(r"\1...", super().format(record))
        return UNSAFE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)
