"""Plain text, CSV and RTF: readable characters only, and no page or program in disguise."""

import codecs
import re

from portal_cms.documents.inspection.reasons import Rejected

PIECE = 1024**2
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
WEB_PAGE = re.compile(
    rb"\s*(<!doctype|<!--|<\?xml|<\?php|<(html|head|body|script|svg|iframe|style|img|a|div)\b)", re.I
)
RTF_OBJECT = re.compile(rb"\\obj(data|ocx|emb|link|autlink|html)\b", re.I)


def check(file, file_type) -> dict:
    head = file.read(PIECE)
    if not head:
        raise Rejected("damaged")
    if file_type.key == "rtf":
        _check_rtf(head, file)
    else:
        _check_text(head, file)
    return {}


def _check_text(head: bytes, file) -> None:
    if WEB_PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        raise Rejected("wrong_type")
    piece = head
    while piece:  # bytes above 127 are UTF-8 or Latin-1: either way they are letters
        if BINARY.search(piece):
            raise Rejected("wrong_type")
        piece = file.read(PIECE)


def _check_rtf(head: bytes, file) -> None:
    if not head.startswith(b"{\\rtf1"):
        raise Rejected("wrong_type")
    before, piece = b"", head
    while piece:
        if RTF_OBJECT.search(before[-16:] + piece):
            raise Rejected("macro")
        before, piece = piece, file.read(PIECE)
