"""The verdict on a file. Whatever goes wrong while looking is a reason to reject it, never to let it pass."""

from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

import filetype

from portal_cms.common.names import extension
from portal_cms.documents.inspection.reasons import Rejected
from portal_cms.documents.inspection.types import WITH_MACROS, FileType, type_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file after looking into it; `ok` alone decides, `reason` says why not."""

    ok: bool
    type_key: str = ""
    content_type: str = ""
    reason: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    encrypted: bool = False  # only for PDF: allowed, but nobody can look inside, so it has no pictures

    @classmethod
    def rejected(cls, reason: str) -> "Verdict":
        return cls(ok=False, reason=reason)


def inspect(file: BinaryIO, name: str) -> Verdict:
    """Extension, sniffed type and parser must agree. Meant for the child process: parsers may take all it has."""
    try:
        file_type = _allowed_type(name)
        _check_magic_word(file, file_type)
        file.seek(0)
        facts = parser_of(file_type).check(file, file_type)
    except Rejected as error:
        return Verdict.rejected(error.reason)
    except MemoryError:
        return Verdict.rejected("too_large")
    except Exception:  # parsers raise whatever they like on hostile bytes
        return Verdict.rejected("damaged")
    return Verdict(ok=True, type_key=file_type.key, content_type=file_type.content_type, **facts)


def parser_of(file_type: FileType):
    """The module with `check(file, file_type) -> facts` and, for types that have pictures, `pictures(file)`."""
    return import_module(f"portal_cms.documents.inspection.parsers.{file_type.parser}")


def _allowed_type(name: str) -> FileType:
    if extension(name) in WITH_MACROS:
        raise Rejected("macro")
    if not (file_type := type_of(name)):
        raise Rejected("type_not_allowed")
    return file_type


def _check_magic_word(file: BinaryIO, file_type: FileType) -> None:
    if not file_type.sniffed:
        return  # text: its parser refuses everything binary
    head = file.read(8192)
    if not head:
        raise Rejected("damaged")
    if head.startswith(OLE) and file_type.parser == "office":
        raise Rejected("encrypted_archive" if ENCRYPTED_PACKAGE in head + file.read() else "wrong_type")
    if filetype.guess_mime(head) not in file_type.sniffed:
        raise Rejected("wrong_type")
