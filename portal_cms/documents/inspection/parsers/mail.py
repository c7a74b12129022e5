"""E-mails as files. What is attached to them must not be a program either."""

from email import message_from_binary_file

from portal_cms.common.names import display_name, extension
from portal_cms.documents.inspection.reasons import Rejected
from portal_cms.documents.inspection.types import PROGRAMS, WITH_MACROS

MAX_BYTES = 40 * 1024**2  # a message is parsed in memory
HEADERS = ("From", "Date", "Subject", "Message-ID", "Received", "To")


def check(file, file_type) -> dict:
    if file.seek(0, 2) > MAX_BYTES:
        raise Rejected("too_large")
    file.seek(0)
    message = message_from_binary_file(file)
    if sum(header in message for header in HEADERS) < 2:
        raise Rejected("wrong_type")
    for part in message.walk():
        _check_part(part)
    return {}


def _check_part(part) -> None:
    ending = extension(display_name(part.get_filename() or ""))
    if ending in WITH_MACROS:
        raise Rejected("macro")
    content = b"" if part.is_multipart() else part.get_payload(decode=True) or b""
    if ending in PROGRAMS or content.startswith((b"MZ", b"\x7fELF")):
        raise Rejected("type_not_allowed")
