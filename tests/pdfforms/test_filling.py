"""PDFs that are read and written: every kind of field, every letter we promise, and the files that are refused."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from fixtures.acroform import Field, Text, pdf
from portal_cms.documents.inspection.parsers.pdf import pictures
from portal_cms.pdfforms.pdf import process, writing
from portal_cms.pdfforms.pdf.limits import Refused
from tests.pdfforms.papers import PLAIN, by_pdfium, by_pypdf, document, ink, kinds_form

pytestmark = pytest.mark.django_db
ACCENTS = "Jörg Müßig, Ñandú & Peña, 5 €"


def entry(name, kind="text", text="", value=None, **fields):
    return {"name": name, "kind": kind, "text": text, "value": text if value is None else value, **fields}


@pytest.mark.feature("J6")
def test_every_kind_of_field_is_read_and_written_so_that_two_engines_show_it(cast):
    paper = document(cast, kinds_form())
    found = {field["name"]: field for field in process.read(paper)["fields"]}
    assert {name: field["kind"] for name, field in found.items()} == {
        "Name[0]": "text", "was_geschah": "multiline", "datum": "date", "seit": "date", "iban": "text",
        "einverstanden": "checkbox", "stand": "radio", "anrede": "choice", "wege": "choices", "unterschrift": "signature",
    }  # fmt: skip
    assert found["Name[0]"]["label"] == "Ihr Name"
    assert found["Name[0]"]["required"]
    assert found["was_geschah"]["label"] == "Was geschah"
    assert found["seit"]["pattern"] == "dd.mm.yyyy"
    assert found["stand"]["options"] == [["led", "ledig"], ["verh", "verheiratet"]]
    assert found["iban"]["max_length"] == 22
    assert found["Name[0]"]["box"] == pytest.approx([20, 30, 80, 7], abs=0.1)
    filled = process.fill(
        paper,
        [
            entry("Name[0]", text=ACCENTS),
            entry("was_geschah", "multiline", f"{ACCENTS}\nZweite Zeile"),
            entry("datum", "date", "04.05.1980"),
            entry("iban", text="DE02120300000000202051"),
            entry("einverstanden", "checkbox", value=True),
            entry("stand", "radio", value="verh"),
            entry("anrede", "choice", "Frau", "f"),
            entry("wege", "choices", "Telefon\nBrief", ["t", "b"]),
        ],
    )
    kept = by_pypdf(filled)
    assert kept["Name[0]"] == ACCENTS
    assert kept["was_geschah"] == f"{ACCENTS}\nZweite Zeile"
    assert (kept["einverstanden"], kept["stand"], kept["anrede"]) == ("/Ja", "/verh", "f")
    assert list(kept["wege"]) == ["t", "b"]
    assert not kept["unterschrift"]
    shown = by_pdfium(filled)
    for words in (ACCENTS, "Zweite Zeile", "04.05.1980", "Frau", "Telefon", "Brief"):
        assert words in shown, words
    assert ink(filled, [21, 121, 3, 3])
    assert not ink(filled, [21, 131, 3, 3])
    assert ink(filled, [21, 141, 3, 3])
    flags = [field.get("/Ff", 0) for field in PdfReader(io.BytesIO(filled)).get_fields().values()]
    assert sum(flag & 1 for flag in flags) == 8
    assert b"AFDate_FormatEx" not in filled


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_what_goes_to_a_chosen_place_stands_there_however_the_page_is_turned(cast, rotate):
    paper = document(cast, pdf([], rotate=rotate))
    width, height = process.read(paper)["pages"][0]
    assert (width < height) == (rotate % 180 == 0)
    box = [30, 60, 60, 8]
    filled = process.fill(
        paper,
        [
            entry("placed-1", text=ACCENTS, page=1, box=box),
            entry("placed-2", "checkbox", value=True, page=1, box=[150, 20, 5, 5]),
        ],
    )
    assert ACCENTS in by_pdfium(filled)
    assert ink(filled, [30, 60, 20, 8])
    assert ink(filled, [150, 20, 5, 5])
    for empty in ([0, 0, width, 19], [0, 26, width, 33], [0, 70, width, height - 71], [91, 60, 40, 8]):
        assert not ink(filled, empty)


def test_long_text_becomes_smaller_or_wraps_and_is_never_cut(cast):
    paper = document(cast, pdf([Field("text", "a", 20, 20, 40, 7), Field("multiline", "b", 20, 40, 60, 20)]))
    long, longer = "Straße des siebzehnten Juni", "Wort für Wort steht alles da. " * 7
    shown = by_pdfium(process.fill(paper, [entry("a", text=long), entry("b", "multiline", longer + "Ende.")]))
    assert long in shown
    assert " ".join(shown.split()).count("Wort für Wort steht alles da.") == 7
    assert "Ende." in shown
    with pytest.raises(Refused) as refused:
        process.fill(paper, [entry("a", text=long * 9), entry("b", "multiline", longer)])
    assert (refused.value.reason, refused.value.names) == ("no_room", ["a"])


def test_the_picture_of_a_page_shows_what_was_filled_in():
    for text, is_dark in (("", False), ("MMMM", True)):
        [picture] = pictures(io.BytesIO(writing.fill(kinds_form(), [entry("Name[0]", text=text)])))
        image = Image.open(io.BytesIO(picture.content)).convert("L")
        scale = image.width / 210
        field = image.crop((round(20 * scale), round(31 * scale), round(60 * scale), round(36 * scale)))
        assert (min(field.tobytes()) < 128) is is_dark


def encrypted():
    writer = PdfWriter(clone_from=io.BytesIO(kinds_form()))
    writer.encrypt("", "owner", algorithm="AES-256")
    return written(writer)


def signed():
    writer = PdfWriter(clone_from=io.BytesIO(kinds_form()))
    [field] = [row for row in writer.root_object["/AcroForm"]["/Fields"] if row.get_object()["/FT"] == "/Sig"]
    field.get_object()[NameObject("/V")] = DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
    return written(writer)


def xfa_only():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(PLAIN)))
    form = {NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): TextStringObject("<xdp/>")}
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(form)
    return written(writer)


def too_many():
    return pdf([Field("text", f"f{number}", 20, 20) for number in range(401)])


def written(writer):
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("make_file", "reason"),
    [
        (encrypted, "encrypted"),
        (signed, "signed"),
        (xfa_only, "xfa"),
        (too_many, "too_many"),
        (lambda: b"%PDF-1.7 nonsense", "damaged"),
    ],
)
def test_a_file_that_can_not_be_filled_in_is_refused_with_its_reason(cast, make_file, reason):
    paper = document(cast, make_file())
    for attempt in (lambda: process.read(paper), lambda: process.fill(paper, [entry("Name[0]", text="x")])):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason == reason


def test_a_file_that_keeps_its_reader_busy_is_given_up(cast):
    with pytest.raises(Refused) as refused:
        process.read(document(cast, pdf([Text(20, 20, "x")])), wall_seconds=0.001)
    assert refused.value.reason == "timeout"
