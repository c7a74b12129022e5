"""Names with letters beyond the Western alphabet: in the filled form, in its values, under the firm's seal."""

import io
import re

import pytest
from pypdf import PdfReader, PdfWriter

from fixtures.acroform import Field, pdf
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.common.typesetting import FOREIGN
from portal_cms.documents.checking import check_due
from portal_cms.pdfforms.letters import page_of_letters, plain
from portal_cms.pdfforms.papers import paper_of, save_fields
from portal_cms.pdfforms.pdf import fonts, process
from tests.conftest import open_browser
from tests.pdfforms.papers import PLAIN, by_pdfium, by_pypdf, document, ink, kinds_form
from tests.pdfforms.test_filling import entry
from tests.pdfforms.test_pdfforms import RIGHT, address, ask, fill_in
from tests.signing import asking
from tests.signing.test_signing import check

pytestmark = pytest.mark.django_db
NAMES = "Łukasz Żółć, Şahin İğdır, Dvořák"
SCRIPTS = f"{NAMES}\nΓιώργος Παπαδόπουλος\nЮлия Щербакова, Київ, ґ\nĐỗ Nguyễn, Ștefan"


def test_the_font_has_every_letter_that_is_promised():
    letters = [
        char for char in map(chr, range(0x21, 0x3000)) if char.isprintable() and not FOREIGN.match(char)
    ]
    page = page_of_letters(letters)
    font = fonts.libertinus(PdfWriter(), page)
    assert not {*letters, " "} - set(font.codes)
    assert b"FontFile3" in page  # in the file, whatever the reader has
    western = fonts.helvetica(PdfWriter()).codes
    assert not [char for char in western if char.isprintable() and FOREIGN.match(char)]


@pytest.mark.feature("J6")
def test_names_of_many_countries_are_shown_kept_and_found(cast):
    paper = document(cast, kinds_form())
    filled = process.fill(
        paper,
        [
            entry("Name[0]", text=NAMES),
            entry("was_geschah", "multiline", SCRIPTS),
            entry("iban", text="ŁÓDŹ"),
            entry("anrede", "choice", "Frau", "f"),
            entry("placed-1", text=NAMES, page=1, box=[100, 220, 70, 8]),
        ],
    )
    kept = by_pypdf(filled)
    assert (kept["Name[0]"], kept["was_geschah"], kept["iban"]) == (NAMES, SCRIPTS, "ŁÓDŹ")
    reader = PdfReader(io.BytesIO(filled))
    assert reader.get_fields()["Name[0]"]["/V"].original_bytes == b"\xfe\xff" + NAMES.encode("utf-16-be")
    shown = by_pdfium(filled)
    assert shown.count(NAMES) == 3
    for line in SCRIPTS.splitlines():
        assert line in shown
    assert "Ł Ó D Ź" in shown
    assert ink(filled, [20, 31, 30, 5])
    assert ink(filled, [100, 220, 30, 8])
    assert reader.trailer["/Root"]["/AcroForm"]["/NeedAppearances"].value is False
    assert len(filled) < paper.size + 40_000  # only the letters that are needed


def test_a_western_form_carries_no_font(cast):
    filled = process.fill(document(cast, kinds_form()), [entry("Name[0]", text="Jörg Müßig, 5 €")])
    assert b"Libertinus" not in filled


@pytest.mark.feature("J6")
@pytest.mark.feature("J7")
def test_a_client_with_such_a_name_fills_in_and_signs_what_was_filled_in(cast):
    sheet = ask(cast, document(cast, kinds_form()))
    anna = open_browser(cast.anna)
    loose = "Łukasz\u00a0Z\u0307o\u0301łc\u0301\u00ad"
    assert plain(loose) == "Łukasz Żółć"
    done = fill_in(anna, sheet, {**RIGHT, "f0": loose, "f1": SCRIPTS})
    assert "is filled in. Thank you." in done.text
    check_due()
    filled = sheet.item.files.get()
    assert by_pypdf(vault.read_all(filled))["Name[0]"] == "Łukasz Żółć"
    signer = asking.ask(cast, cast.anna, filled)
    asking.sign(anna, signer, name=NAMES)
    content = vault.read_all(asking.finish(signer.signing))
    shown = by_pdfium(content)
    assert "Łukasz Żółć\n" in shown
    assert shown.count(NAMES) >= 3  # under the form, and twice in the evidence
    for line in SCRIPTS.splitlines():
        assert line in shown
    assert "Valid: the document is as it was sealed." in check(open_browser(site=cast.site), content)
    assert NAMES in PdfReader(io.BytesIO(content)).pages[-1].extract_text()


def test_letters_that_no_font_of_ours_has_are_named_and_refused(cast):
    sheet = ask(cast, document(cast, kinds_form()))
    anna = open_browser(cast.anna)
    page = anna.post(address(sheet), {**RIGHT, "f0": "Łukasz 王 (محمد)", "review": "1"})
    assert page.status_code == 422
    said = re.search(
        r"These characters can not be written into the PDF: (.+?)\. Please write it without", page.text
    )
    assert set(said[1].split()) == set("王محمد")
    assert anna.post(address(sheet, "finish")).status_code == 422
    assert "王" in anna.get(address(sheet)).text  # nothing that was typed is lost
    assert not sheet.item.files.exists()


def test_what_the_firm_fills_in_is_checked_before_it_is_sent(cast):
    paper = paper_of(document(cast, pdf([Field("text", "a", 20, 20, label="Name"), *PLAIN])))
    field = paper.fields.get()
    field.binding, field.filled_by = "client_name", "firm"
    save_fields(paper, [field], [], by=cast.carla)
    cast.anna.last_name = "王"
    cast.anna.save()
    with pytest.raises(PortalError) as refused:
        ask(cast, paper.document)
    assert "“Name” is filled in by the firm with characters the PDF can not show: 王." in str(
        refused.value.text
    )


def test_a_choice_whose_words_can_not_be_shown_is_refused_at_its_field(cast):
    rows = [Field("choice", "a", 20, 20, label="Language", options=(("zh", "中文"), ("pl", "Język polski")))]
    sheet = ask(cast, document(cast, pdf(rows)))
    anna = open_browser(cast.anna)
    page = fill_in(anna, sheet, {"f0": "zh"})
    assert page.status_code == 422
    assert "These characters can not be written into the PDF: 中 文." in page.text
    fill_in(anna, sheet, {"f0": "pl"})
    assert "Język polski" in by_pdfium(vault.read_all(sheet.item.files.get()))
