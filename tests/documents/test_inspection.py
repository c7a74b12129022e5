"""What may be uploaded: a file that is what its name says, and nothing that could hurt whoever opens it."""

import io
import os
import struct
import zipfile

import pytest

from portal_cms.documents.inspection.parsers import archive
from portal_cms.documents.inspection.reasons import REASONS
from portal_cms.documents.inspection.types import BY_EXTENSION, PROGRAMS, TYPES, WITH_MACROS
from portal_cms.documents.inspection.verdict import Verdict, inspect
from portal_cms.documents.inspection.wording import accept_attribute, describe_types, reason_text, type_label
from tests.documents import samples

MIB = 1024 * 1024


def look(name, content):
    return inspect(io.BytesIO(content), name)


@pytest.mark.parametrize("name", samples.GOOD)
def test_a_good_file_of_every_type_is_taken(name):
    verdict = look(name, samples.GOOD[name])
    assert (verdict.ok, verdict.reason) == (True, "")
    assert verdict.content_type == BY_EXTENSION[name.rpartition(".")[2].lower()].content_type


def test_every_type_has_a_good_sample():
    found = {look(name, content).type_key for name, content in samples.GOOD.items()}
    assert found == {file_type.key for file_type in TYPES}


def test_facts_of_the_file_are_told():
    assert look("a.pdf", samples.pdf(3)).pages == 3
    verdict = look("a.png", samples.picture("PNG", (40, 30)))
    assert (verdict.pages, verdict.width, verdict.height) == (1, 40, 30)


OLD_MACRO_TYPES = samples.content_types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")
BAD = {
    "wrong_type": {
        "html.jpg": b"<html><script>alert(1)</script></html>",
        "script.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        "program.pdf": b"MZ\x90\x00" + bytes(100),
        "late.pdf": b"<html>\n" + samples.pdf(),
        "png.jpg": samples.picture("PNG"),
        "gif.png": samples.picture("GIF", mode="L"),
        "pdf.docx": samples.pdf(),
        "xlsx.docx": samples.office("xlsx"),
        "zip.docx": samples.archive({"a.txt": b"text"}),
        "ods.odt": samples.opendocument("ods"),
        "old.docx": samples.OLE + bytes(600),
        "page.txt": b"\xef\xbb\xbf  <!DOCTYPE html><p>",
        "picture.txt": b"<svg onload=alert(1)>",
        "binary.txt": b"text\x00text",
        "late_binary.csv": b"a;b\n" * 500_000 + b"\x00",
        "text.rtf": b"not rich",
        "text.eml": b"just a text\n",
        "selfextracting.zip": b"MZ" + bytes(50) + samples.archive({"a.txt": b"text"}),
    },
    "type_not_allowed": {
        "page.html": b"<p>",
        "logo.svg": b"<svg/>",
        "tool.exe": b"MZ",
        "old.doc": samples.OLE,
        "invoice.pdf.exe": b"MZ",
        "noextension": b"text",
        ".pdf": samples.pdf(),
        "a.pdf ": samples.pdf(),
        "tools.zip": samples.archive({"setup.exe": b"x"}),
        "disguised.zip": samples.archive({"photo.jpg": b"MZ\x90\x00"}),
        "deep.zip": samples.archive({"in.zip": samples.archive({"run.bat": b"x"})}),
        "mail.eml": samples.email(b"setup.exe"),
        "disguised.eml": samples.email(b"photo.jpg", b"MZ program"),
    },
    "damaged": {
        "empty.pdf": b"",
        "empty.txt": b"",
        "start.pdf": b"%PDF-1.7\nnothing follows",
        "half.pdf": samples.pdf(30)[:2000],
        "half.jpg": samples.picture("JPEG", (1000, 1000))[:4000],
        "half.png": samples.picture("PNG", (1000, 1000))[:1500],
        "half.heic": samples.picture("HEIF", (500, 500))[:600],
        "half.zip": samples.archive({"a.txt": os.urandom(5000)})[:3000],
        "entities.docx": samples.archive({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'}),
    },
    "macro": {
        "letter.docm": samples.office("docx"),
        "letter.docx": samples.office("docx", parts={"word/vbaProject.bin": "x"}),
        "renamed.docx": samples.office("docx", "application/vnd.ms-office.vbaProject"),
        "sheet.xlsx": samples.office("xlsx", "application/vnd.ms-excel.macrosheet+xml"),
        "control.pptx": samples.office("pptx", "application/vnd.ms-office.activeX+xml"),
        "enabled.xlsx": samples.archive({"[Content_Types].xml": OLD_MACRO_TYPES}),
        "basic.odt": samples.opendocument("odt", parts={"Basic/Standard/Module1.xml": "x"}),
        "inside.zip": samples.archive({"letter.docm": b"x"}),
        "object.rtf": rb"{\rtf1{\object\objemb{\*\objdata 0105}}}",
        "letter.eml": samples.email(b"letter.docm"),
    },
    "encrypted_archive": {
        "secret.docx": samples.OLE + "EncryptedPackage".encode("utf-16-le"),
        "secret.odt": samples.opendocument("odt", "<m:file-entry><m:encryption-data/></m:file-entry>"),
    },
    "unsafe_archive": {
        "up.zip": samples.archive({"../../etc/passwd": b"x"}),
        "root.zip": samples.archive({"/etc/passwd": b"x"}),
        "drive.zip": samples.archive({"C:evil.txt": b"x"}),
        "windows.zip": samples.archive({"..\\evil.txt": b"x"}),
        "lzma.zip": samples.archive({"a.txt": b"x"}, zipfile.ZIP_LZMA),
    },
    "too_large": {"wide.png": samples.picture("PNG", (50_000, 2_000), "1")},
}


@pytest.mark.parametrize(
    ("reason", "name"), [(reason, name) for reason, files in BAD.items() for name in files]
)
def test_a_bad_file_is_refused_with_its_reason(reason, name):
    assert look(name, BAD[reason][name]) == Verdict.rejected(reason)


def test_legacy_office_programs_and_pages_are_on_no_list():
    allowed = {ending for file_type in TYPES for ending in file_type.extensions}
    assert not allowed & (
        PROGRAMS | WITH_MACROS | {"doc", "xls", "ppt", "html", "htm", "xhtml", "svg", "xml"}
    )


def test_a_link_in_an_archive_is_refused():
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    assert look("a.zip", samples.archive({link: "/etc/passwd"})).reason == "unsafe_archive"


def test_an_archive_with_a_password_is_refused():
    content = bytearray(samples.archive({"a.txt": b"text"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert look("a.zip", bytes(content)).reason == "encrypted_archive"


def test_a_pdf_with_a_password_is_taken_unseen_and_one_with_restrictions_is_open():
    verdict = look("a.pdf", samples.pdf(password="geheim"))
    assert (verdict.ok, verdict.encrypted, verdict.pages) == (True, True, None)
    verdict = look("a.pdf", samples.pdf(password="", owner_password="x"))
    assert (verdict.ok, verdict.encrypted, verdict.pages) == (True, False, 1)


def test_bombs_are_stopped_whatever_way_they_are_built(monkeypatch):
    monkeypatch.setattr(archive, "SMALL", MIB)
    zeros = samples.archive({"zeros": bytes(8 * MIB)})
    assert look("a.zip", zeros).reason == "bomb"
    assert look("a.zip", samples.archive({"in.zip": zeros})).reason == "bomb"
    assert look("a.docx", samples.office("docx", parts={"word/zeros": bytes(8 * MIB)})).reason == "bomb"
    nested = samples.archive({"a.txt": b"x"})
    for _ in range(archive.MAX_DEPTH):
        nested = samples.archive({"in.zip": nested})
    assert look("a.zip", nested).reason == "bomb"


def test_an_archive_of_archives_shares_one_limit_of_entries(monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 25)
    ten = samples.archive({f"{n}.txt": b"" for n in range(10)})
    assert look("a.zip", samples.archive({"1.zip": ten, "2.zip": ten})).ok
    three = samples.archive({"1.zip": ten, "2.zip": ten, "3.zip": ten})
    assert look("a.zip", three).reason == "too_many_entries"


def test_entries_that_lie_on_top_of_each_other_are_a_bomb():
    content = bytearray(samples.archive({"a.txt": b"x" * 1000, "b.txt": b"x" * 1000}))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 1)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]  # both begin where the first does
    assert look("a.zip", bytes(content)).reason == "bomb"


def test_a_directory_that_lies_about_the_size_is_noticed():
    content = bytearray(samples.archive({"a.txt": b"x" * 100_000}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)
    assert look("a.zip", bytes(content)).reason == "damaged"


def test_any_truncation_or_bit_flip_of_an_archive_ends_in_a_verdict():
    content = samples.office("docx")
    for position in range(0, len(content), 7):
        assert isinstance(look("a.docx", content[:position]), Verdict)
        flipped = bytearray(content)
        flipped[position] ^= 0x41
        assert isinstance(look("a.docx", bytes(flipped)), Verdict)


def test_every_reason_tells_a_client_what_to_do():
    texts = {reason_text(reason) for reason in REASONS}
    assert len(texts) == len(REASONS)
    assert all("Please" in text or "Bitte" in text for text in texts)
    assert reason_text("something new") == reason_text("damaged")


def test_the_upload_field_names_the_types():
    assert accept_attribute().startswith(".pdf,.docx,")
    assert describe_types().startswith("PDF, DOCX, XLSX")
    assert {type_label(file_type.key) for file_type in TYPES} & {"PDF document", "PDF-Dokument"}
    assert type_label("exe") == ""
