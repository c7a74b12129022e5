"""Where a signature stands in a paper that has no field for it: on its line, or where it covers nothing."""

import io

import pypdfium2 as pdfium
import pytest
from PIL import ImageChops

from fixtures.acroform import Text, pdf
from portal_cms.common import vault
from portal_cms.documents.checking import check_due
from portal_cms.signing import evidence, ink
from portal_cms.signing.pdf import room, stamping
from tests.signing import asking

pytestmark = pytest.mark.feature("J8")

RULE = "_" * 30
FOOTER = Text(20, 285, "Kanzlei Nord, Hafenstraße 1, 20457 Hamburg, IBAN DE89 3704 0044 0532 0130 00", 8)
CLAUSES = [
    Text(20, 30 + 6 * row, "Die Vollmacht umfasst alle Handlungen in dieser Sache.") for row in range(5)
]
FULL = [Text(20, 15 + 5 * row, "Die Vollmacht umfasst alle Handlungen in dieser Sache.") for row in range(53)]


def marks(count):
    """Pages like those of the evidence, with signatures as they are drawn."""
    strokes = [[[0.05, 0.1, 0.5, 0], [0.5, 0.9, 0.5, 10], [0.95, 0.1, 0.5, 20]]]
    mark = {
        "name": "Anna Client",
        "when": "22.11.2026",
        "picture": list(ink.svg(strokes).encode()),
        "size": None,
    }
    empty = {"title": "", "rows": []}
    look = {"name": "", "brand": "#000000", "accent": "#000000", "logo": None}
    return evidence.render({
        "lang": "en", "look": look, "title": "", "lede": "", "document": empty, "marks": [mark] * count, "signers": [],
        "events": empty, "page": "||",
    })  # fmt: skip


def pictures(content):
    with pdfium.PdfDocument(content) as file:
        file.init_forms()
        return [page.render(scale=2).to_pil().convert("L") for page in file]


def added(original, stamped):
    """Where each page of the original shows something new, (left, top, right, bottom) in points or None; fails if anything
    that was printed there is covered."""
    boxes = []
    for before, after in zip(pictures(original), pictures(stamped), strict=False):
        changed = ImageChops.difference(before, after).point(lambda value: 255 if value > 16 else 0)
        printed = before.point(lambda value: 255 if value < 160 else 0)
        assert ImageChops.multiply(changed, printed).getbbox() is None
        box = changed.getbbox()
        boxes.append(box and tuple(value / 2 for value in box))
    return boxes


@pytest.mark.parametrize("count", [1, 2, 5])
def test_signatures_stand_below_the_text_and_above_the_foot_of_the_page(count):
    original = pdf([*CLAUSES, FOOTER])
    stamped = stamping.stamp(original, marks(count), places=[None] * count)
    [(left, top, right, bottom)] = added(original, stamped)
    assert 54 * stamping.MM < top < 75 * stamping.MM  # the last clause is at 54 mm
    assert bottom < 280 * stamping.MM
    assert left > 15 * stamping.MM
    assert right < 200 * stamping.MM


def test_a_full_page_is_left_alone_and_a_page_of_signatures_follows():
    original = pdf([*FULL, FOOTER])
    stamped = stamping.stamp(original, marks(2), places=[None, None])
    assert added(original, stamped) == [None]
    own = pictures(stamped)[1]
    assert own.point(lambda value: 255 if value < 160 else 0).getbbox() is not None


def test_a_scan_on_grey_paper_is_no_different():
    from PIL import Image, ImageDraw

    scan = Image.new("L", (1240, 1754), 214)
    pen = ImageDraw.Draw(scan)
    for row in range(12):
        pen.line((150, 200 + 40 * row, 1090, 200 + 40 * row), fill=40, width=14)
    pen.line((150, 1690, 1090, 1690), fill=40, width=14)
    output = io.BytesIO()
    scan.save(output, "PDF", resolution=150)
    [(_left, top, _right, bottom)] = added(
        output.getvalue(), stamping.stamp(output.getvalue(), marks(1), places=[None])
    )
    assert top / 842 > 640 / 1754
    assert bottom / 842 < 1690 / 1754


def lines(*texts):
    return room.line_of(pdf([*CLAUSES, *texts, FOOTER]))


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        ((Text(110, 100, RULE), Text(110, 105, "Unterschrift")), 110),  # the label is below
        ((Text(20, 100, "Unterschrift:"), Text(48, 100, RULE)), 48),  # or in front
        ((Text(20, 100, RULE), Text(20, 105, "Unterschrift Mandant:in")), 20),
        ((Text(20, 100, RULE), Text(20, 105, "Ort, Datum"), Text(110, 100, RULE), Text(110, 105, "Unterschrift")), 110),
        ((Text(20, 100, RULE), Text(20, 105, "Unterschrift Rechtsanwältin"), Text(110, 100, RULE), Text(110, 105, "Unterschrift")), 110),
    ],
)  # fmt: skip
def test_the_line_for_signing_is_found(texts, left):
    place = lines(*texts)
    assert place["page"] == 1
    x, y, width, height = (value / stamping.MM for value in place["box"])
    assert left - 1 <= x <= left + 2
    assert 98 < y + height < 101.5
    assert width > 40
    assert height > 6


@pytest.mark.parametrize(
    "texts",
    [
        (Text(20, 100, "Die Unterschrift ist zu beglaubigen."),),  # nothing to sign on
        (Text(20, 100, "Firma:"), Text(48, 100, RULE)),  # a company, in German
        (
            Text(20, 100, RULE),
            Text(20, 105, "Unterschrift"),
            Text(110, 100, RULE),
            Text(110, 105, "Unterschrift"),
        ),
        (Text(20, 100, RULE), Text(20, 105, "Unterschrift Rechtsanwältin")),
        (Text(110, 97, "schon beschrieben"), Text(110, 100, RULE), Text(110, 105, "Unterschrift")),
    ],
)
def test_what_is_no_line_for_the_client_or_one_of_several_is_not_taken(texts):
    assert lines(*texts) is None


def test_a_spanish_line_is_called_firma():
    page = [
        Text(20, 30, "Autorizo al despacho a representarme."),
        Text(20, 100, RULE),
        Text(20, 105, "Firma"),
    ]
    assert room.line_of(pdf(page)) is not None


@pytest.mark.django_db
@pytest.mark.feature("J7")
def test_whoever_is_asked_sees_the_line_first_and_signs_on_it(cast):
    paper = [*CLAUSES, Text(20, 100, RULE), Text(20, 105, "Unterschrift"), FOOTER]
    letter = asking.document(cast, pdf(paper), released=False)
    check_due()
    letter.refresh_from_db()
    first, second = asking.ask(cast, cast.anna, letter), asking.ask(cast, cast.ben, letter)
    visitor = asking.by_link(cast, cast.anna)
    assert "Your signature will stand in the marked place on page 1." in visitor.get(asking.path(first)).text
    asking.sign(visitor, first, how="drawn", drawing=asking.DRAWING, name="")
    visitor = asking.by_link(cast, cast.ben)
    assert "on the last page where there is room" in visitor.get(asking.path(second)).text
    asking.sign(visitor, second)
    content = vault.read_all(asking.finish(first.signing))
    [(_left, top, _right, bottom)] = added(vault.read_all(letter), content)
    assert 80 * stamping.MM < top < 100 * stamping.MM
    assert 106 * stamping.MM < bottom < 140 * stamping.MM
