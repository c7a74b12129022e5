"""What people read about files: which are taken, and what to do about one that is not."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.documents.inspection.types import BY_KEY, TYPES

REASON_TEXTS = {
    "wrong_type": gettext_lazy(
        "The content of the file does not fit its name. Please open it, save it again and send the new file."
    ),
    "type_not_allowed": gettext_lazy(
        "We cannot take files of this type. Please send a PDF, a picture or an office document."
    ),
    "damaged": gettext_lazy(
        "The file cannot be opened; it may be damaged. Please check that it opens for you and send it again."
    ),
    "too_large": gettext_lazy("The file is too large to be checked. Please make it smaller or send it in parts."),
    "too_many_entries": gettext_lazy(
        "The archive contains too many files. Please split it into several smaller ones."
    ),
    "bomb": gettext_lazy(
        "The archive becomes far too large when it is unpacked. Please send the files in it one by one."
    ),
    "macro": gettext_lazy(
        "The file contains programs (macros). Please save it without them, best as a PDF, and send it again."
    ),
    "encrypted_archive": gettext_lazy(
        "The file is protected by a password, so we cannot check it. Please send it without a password."
    ),
    "unsafe_archive": gettext_lazy(
        "The archive is built in an unusual way. Please send the files in it one by one."
    ),
    "virus": gettext_lazy(
        "The virus scanner found something harmful in the file. Please check your device and send a clean copy."
    ),
    "timeout": gettext_lazy(
        "Checking the file took too long. Please send it in another format, best as a PDF, or in parts."
    ),
}  # fmt: skip


def reason_text(code: str) -> str:
    """A sentence for a client: what is wrong and what to do. An unknown code is told as "damaged"."""
    return str(REASON_TEXTS.get(code, REASON_TEXTS["damaged"]))


def type_label(key: str) -> str:
    """The name of a type ("Word document"), by the key of a verdict."""
    return _(BY_KEY[key].label) if key in BY_KEY else ""


def accept_attribute() -> str:
    """For `<input type="file" accept="...">`."""
    return ",".join(f".{ending}" for file_type in TYPES for ending in file_type.extensions)


def describe_types() -> str:
    """The list of types for the hint below an upload field."""
    return ", ".join(file_type.key.upper() for file_type in TYPES)
