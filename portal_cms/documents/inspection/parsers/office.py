"""Office files of today: archives that say what they are. Macros and passwords are refused."""

import re
from xml.etree import ElementTree

from portal_cms.documents.inspection.parsers import archive
from portal_cms.documents.inspection.reasons import Rejected

MAX_PART = 4 * 1024**2  # of the two parts we read ourselves
ACTIVE = re.compile(r"macro|vbaproject|activex", re.IGNORECASE)


def check(file, file_type) -> dict:
    package = archive.walk(file)
    if file_type.key in ("docx", "xlsx", "pptx"):
        _check_ooxml(package, file_type)
    else:
        _check_opendocument(package, file_type)
    return {}


def _check_ooxml(package, file_type) -> None:
    kinds = {element.get("ContentType", "") for element in _xml(package, "[Content_Types].xml").iter()}
    if any(ACTIVE.search(kind) for kind in kinds):
        raise Rejected("macro")
    if f"{file_type.content_type}.main+xml" not in kinds:
        raise Rejected("wrong_type")


def _check_opendocument(package, file_type) -> None:
    if _part(package, "mimetype").strip() != file_type.content_type.encode():
        raise Rejected("wrong_type")
    if any(
        element.tag.endswith("}encryption-data") for element in _xml(package, "META-INF/manifest.xml").iter()
    ):
        raise Rejected("encrypted_archive")
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.namelist()):
        raise Rejected("macro")


def _xml(package, name: str) -> ElementTree.Element:
    content = _part(package, name)
    if b"<!" in content.replace(b"<!--", b""):  # a document type is where entities come from
        raise Rejected("damaged")
    return ElementTree.fromstring(content)


def _part(package, name: str) -> bytes:
    try:
        info = package.getinfo(name)
    except KeyError:
        raise Rejected("wrong_type") from None
    if info.file_size > MAX_PART:
        raise Rejected("bomb")
    return package.read(info)
