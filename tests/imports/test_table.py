"""Files as other programs write them become rows of text; files that mean harm become a sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from portal_cms.common.errors import PortalError
from portal_cms.imports.table import MAX_ROWS, read

pytestmark = pytest.mark.feature("S38")
UMLAUTS = "Nummer;Nachname;Ort\r\n7;Müller;Köln\r\n"


def xlsx(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_letters_survive_every_usual_encoding(encoding):
    table = read(UMLAUTS.encode(encoding))
    assert table.headers == ["Nummer", "Nachname", "Ort"]
    assert table.rows == [(2, ["7", "Müller", "Köln"])]


def test_the_euro_sign_of_windows_is_read():
    assert read("A;B\nx;5 €\n".encode("cp1252")).rows == [(2, ["x", "5 €"])]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator):
    text = f'Number{separator}Name\n1{separator}"Smith{separator} Ltd; x, y"\n'
    assert read(text.encode()).rows == [(2, ["1", " ".join(f"Smith{separator} Ltd; x, y".split())])]


def test_excels_own_first_line_names_the_separator():
    assert read(b"sep=|\r\nA|B,C\r\n1|2,3\r\n").rows == [(3, ["1", "2,3"])]


def test_line_numbers_are_those_of_the_file():
    table = read(b'A;B\n\n1;"two\nlines"\n;;\n3;4\n')
    assert [line for line, _cells in table.rows] == [3, 6]
    assert table.rows[0][1] == ["1", "two lines"]


def test_rows_may_be_shorter_or_longer_than_the_headers():
    table = read(b"A;B\n1\n1;2;3\n")
    assert table.headers == ["A", "B", ""]
    assert table.rows == [(2, ["1", "", ""]), (3, ["1", "2", "3"])]


def test_a_sheet_of_excel_is_read_as_text():
    from datetime import date

    table = read(xlsx(["Nr", "Name", "Since"], [1001, "Brandt", date(2026, 5, 3)], [1002.0, True, 1.5]))
    assert table.headers == ["Nr", "Name", "Since"]
    assert table.rows == [(2, ["1001", "Brandt", "2026-05-03"]), (3, ["1002", "1", "1.5"])]


def test_a_formula_is_not_calculated():
    assert read(xlsx(["A", "B"], ["x", "=1+1"], ["y", '=HYPERLINK("http://evil.example","z")'])).rows == [
        (2, ["x", ""]),
        (3, ["y", ""]),
    ]


def test_what_our_exports_write_comes_back_as_it_was():
    assert read(b"A;B\n'+49 40 1;'=x\n").rows == [(2, ["+49 40 1", "=x"])]
    assert read(b"A;B\n'quoted;x\n").rows == [(2, ["'quoted", "x"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n;;\n", "is empty"),
        (b"A;B\n", "no row below"),
        (b'A;B\n1;"open\n', "quotation mark"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old Excel file"),
        (b"PK\x03\x04 broken", "no table"),
        (b"%PDF-1.7\n" + b"x" * 300 + b"\0\1\2", "no table"),
        (b"A;B\n" + b"1;2\n" * (MAX_ROWS + 1), "more than"),
        (b";".join(b"H%d" % n for n in range(80)) + b"\n" + b"x;" * 80 + b"\n", "columns"),
        (b"A;B\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
    ],
)
def test_what_can_not_be_read_says_why(content, sentence):
    with pytest.raises(PortalError, match=sentence):
        read(content)


def repacked(content, name, change):
    """An XLSX with one part changed."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            archive.writestr(part, change(source.read(part)) if part == name else source.read(part))
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_file_that_unpacks_without_end_is_refused():
    bomb = repacked(xlsx(["A"], ["1"]), SHEET, lambda old: old + b" " * (61 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(PortalError, match="unpacks to too much"):
        read(bomb)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le"])
def test_a_part_that_declares_entities_is_refused(encoding):
    declaration = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'.encode(encoding)
    evil = repacked(xlsx(["A"], ["1"]), SHEET, lambda old: declaration + old)
    with pytest.raises(PortalError, match="no table"):
        read(evil)


def test_a_sheet_that_claims_a_million_rows_costs_nothing():
    def far(old):
        cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
        return old.replace(b"</sheetData>", cell + b"</sheetData>")

    assert read(repacked(xlsx(["A"], ["1"]), SHEET, far)).rows == [(2, ["1"])]
