"""How well the rules read letters they were not written for, and the few things they must never get wrong."""

import io
import zipfile

import pytest
from PIL import Image, ImageDraw, ImageFont

from portal_cms.reading import texts
from portal_cms.reading.extract import find_all
from portal_cms.reading.texts import ocr
from tests.reading.measure import FRESH, PEOPLE, letters, measure, precision, recall

# kind -> floors of precision and recall, a little below what was measured
FLOORS = {
    "address": (0.94, 0.92),
    "amount": (0.94, 0.95),
    "date": (0.97, 0.97),
    "deadline": (0.9, 0.85),
    "email": (0.97, 0.97),
    "iban": (1.0, 1.0),
    "tax_number": (0.97, 0.97),
    "all": (0.95, 0.92),
}
FRESH_FLOORS = (0.97, 0.9)
PEOPLE_FLOORS = {"party": (0.93, 0.75), "hearing": (0.97, 0.72)}


@pytest.mark.feature("J13")
def test_the_rules_read_letters_they_were_not_written_for():
    found = letters()
    assert len(found) >= 30
    figures = measure(found.values())
    low = {
        kind: (precision(figures[kind]), recall(figures[kind]))
        for kind, (least_precise, least_found) in FLOORS.items()
        if precision(figures[kind]) < least_precise or recall(figures[kind]) < least_found
    }
    assert not low
    fresh = measure(letters(FRESH).values())["all"]
    assert precision(fresh) >= FRESH_FLOORS[0]
    assert recall(fresh) >= FRESH_FLOORS[1]


@pytest.mark.feature("J13")
@pytest.mark.parametrize("kind", PEOPLE_FLOORS)
def test_the_rules_find_who_is_who_and_when_it_is_heard(kind):
    figures = measure(letters(PEOPLE).values())[kind]
    least_precise, least_found = PEOPLE_FLOORS[kind]
    assert precision(figures) >= least_precise
    assert recall(figures) >= least_found


def one(text, kind, language=""):
    return [finding for finding in find_all([text], language) if finding.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IBAN DE89 3704 0044 0532 0130 01", "iban"),  # a digit was misread
        ("NIF: 12345678A", "tax_number"),
        ("Der Vertrag lief vom 01.01.2026 bis zum 31.12.2026.", "deadline"),  # a time, nothing to be done
        ("am 30.02.2026", "date"),
        ("Telefax: 0421 361-6713", "phone"),
    ],
)
def test_what_only_looks_like_it_is_not_found(text, kind):
    assert not one(text, kind, "de")


@pytest.mark.parametrize(
    ("text", "value", "computed"),
    [
        ("Berlin, den 02.11.2026\nBitte zahlen Sie innerhalb von 14 Tagen ab Datum dieses Schreibens.", "2026-11-16", True),
        ("Berlin, den 02.11.2026\nbinnen zwei Wochen ab Zustellung dieses Urteils", "", False),
        ("Madrid, a 2 de noviembre de 2026\nen el plazo de veinte días hábiles desde la notificación", "", False),
        ("Madrid, a 31 de enero de 2027\nen el plazo de un mes desde la fecha de la presente", "2027-02-28", True),
        ("Kindly answer no later than 5 March 2027.", "2027-03-05", False),
        ("Bitte antworten Sie bis zum 09.03.2037.", "2037-03-09", False),
    ],
)  # fmt: skip
def test_a_day_is_worked_out_only_where_everybody_would_come_to_the_same(text, value, computed):
    deadline = one(text, "deadline")[0]
    assert (deadline.value, deadline.data["computed"]) == (value, computed)
    assert deadline.cue


@pytest.mark.parametrize("name", ["long.docx", "long.odt"])
def test_texts_of_office_files_are_read_line_by_line(name):
    ending = name.rpartition(".")[2]
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = {
        "docx": ("word/document.xml", f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>Zahlen Sie</w:t></w:r><w:r><w:tab/><w:t>bis 01.03.2027.</w:t></w:r></w:p><w:p><w:r><w:t>Gruß</w:t></w:r></w:p></w:body></w:document>'),
        "odt": ("content.xml", '<o:d xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:p>Zahlen Sie<t:s/><t:span>bis 01.03.2027.</t:span></t:p><t:p>Gruß</t:p></o:d>'),
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(*xml[ending])
    file.seek(0)
    assert texts.read(file, ending).pages == ["Zahlen Sie  bis 01.03.2027.\nGruß"]


@pytest.mark.skipif(
    not ocr.is_installed(), reason="the extra is not installed: pip install 'portal-cms[ocr]'"
)
def test_a_photo_of_a_letter_is_read():
    picture = Image.new("RGB", (1240, 420), "white")
    words = "Hanse Versicherung AG\nZahlen Sie bis zum 09.03.2037 auf\nDE89 3704 0044 0532 0130 00"
    ImageDraw.Draw(picture).text(
        (60, 60), words, font=ImageFont.load_default(size=36), fill="black", spacing=24
    )
    file = io.BytesIO()
    picture.save(file, "PNG")
    text = texts.read(file, "png", ocr.Eyes())
    found = {(finding.kind, finding.value) for finding in find_all(text.pages)}
    assert {("iban", "DE89370400440532013000"), ("deadline", "2037-03-09")} <= found
