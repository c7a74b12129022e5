"""Plain text, e-mails and RTF."""

import re
from email import message_from_binary_file, policy

from portal_cms.reading.texts.pages import MAX_CHARACTERS, TEXT, Text

RTF_GROUPS = re.compile(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info|pict)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def read(file, type_key, eyes) -> Text:
    text = Text(page_count=1)
    text.add(_mail(file) if type_key == "eml" else _words(file, type_key), TEXT)
    return text


def _words(file, type_key):
    words = _decoded(file.read(4 * MAX_CHARACTERS))
    return _without_marks(words) if type_key == "rtf" else words


def _decoded(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _without_marks(words):
    words = RTF_GROUPS.sub("", words)
    words = re.sub(r"\\(?:par|line|row)\b ?", "\n", words)
    words = re.sub(r"\\(?:tab|cell)\b ?", "  ", words)
    words = re.sub(
        r"\\'([0-9a-fA-F]{2})", lambda match: bytes.fromhex(match[1]).decode("cp1252", "replace"), words
    )
    words = re.sub(r"\\u(-?\d{1,6}) ?\??", lambda match: chr(int(match[1]) % 65536), words)
    return re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}]", "", words)


def _mail(file):
    """The head people see, and the plain body."""
    message = message_from_binary_file(file, policy=policy.default)
    head = [f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name]]
    body = message.get_body(preferencelist=("plain",))
    return "\n".join([*head, "", body.get_content() if body else ""])[:MAX_CHARACTERS]
