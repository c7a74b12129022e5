"""XML from strangers, and text for XML of our own. No Django here: the reading side runs in the child process."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from portal_cms.billing.einvoice.codec import MAX_TEXT, amount

MAX_XML = 5 * 1024 * 1024
MAX_ELEMENTS = 100_000
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


class Unreadable(Exception):
    """Raised by every reader; `reason` is one of `codec.REASONS`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def legal_text(text: str) -> str:
    """Without the signs XML can not hold."""
    return ILLEGAL.sub("", text).strip()


def parse(content: bytes):
    """The root, its names without namespaces. No entities, no document type, no network, no huge trees."""
    if len(content) > MAX_XML:
        raise Unreadable("too_large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("damaged") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("document_type")
    for count, element in enumerate(root.iter(), 1):
        if count > MAX_ELEMENTS:
            raise Unreadable("too_large")
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def first(node, *paths: str):
    """The first element one of the paths leads to, or None."""
    if node is None:
        return None
    return next((found for path in paths if (found := node.find(path)) is not None), None)


def text(node, *paths: str) -> str:
    """The text there in one line, shortened; empty where there is none."""
    found = first(node, *paths)
    return " ".join((found.text or "").split())[:MAX_TEXT] if found is not None else ""


def number(node, *paths: str) -> Decimal | None:
    """None where nothing stands there. What stands there and is no number makes the file a damaged one."""
    said = text(node, *paths)
    if not said:
        return None
    try:
        return amount(said)
    except (ValueError, InvalidOperation):
        raise Unreadable("damaged") from None


def per(amount: Decimal, basis: Decimal | None) -> Decimal:
    """The price of one, where a file names that of ten or a hundred."""
    return round(amount / basis, 8) if basis else amount


def day(node, *paths: str) -> date | None:
    """Of 20261102, 2026-11-02 and the like; None for what is no day."""
    match = DAY.match(text(node, *paths))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
