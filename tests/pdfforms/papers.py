"""PDFs the tests fill in, and what two engines read in the result."""

import io

import pypdfium2 as pdfium
from pypdf import PdfReader

from fixtures.acroform import Field, Text, pdf
from tests import make

KINDS = [
    Text(20, 15, "Mandantenbogen", 16, is_bold=True),
    Field("text", "Name[0]", 20, 30, label="Ihr Name", is_required=True),
    Field("multiline", "was_geschah", 20, 45, 120, 30),
    Field("text", "datum", 20, 85, label="Geburtsdatum"),
    Field("text", "seit", 20, 95, label="Tag des Vertrags", pattern="dd.mm.yyyy"),
    Field("comb", "iban", 20, 105, 120, 7, label="IBAN", max_length=22),
    Field("checkbox", "einverstanden", 20, 120, 5, 5, label="Ich bin einverstanden"),
    Field("radio", "stand", 20, 130, 5, 5, options=(("led", "ledig"), ("verh", "verheiratet"))),
    Field("choice", "anrede", 20, 155, label="Anrede", options=(("f", "Frau"), ("h", "Herr"))),
    Field(
        "choices",
        "wege",
        20,
        165,
        60,
        20,
        label="Wege",
        options=(("t", "Telefon"), ("m", "E-Mail"), ("b", "Brief")),
    ),
    Field("signature", "unterschrift", 20, 200, 70, 12, label="Unterschrift"),
]
PLAIN = [Text(20, 20, "Vollmacht"), Text(20, 40, "Name:"), Text(20, 60, "Ort, Datum:")]


def document(cast, content, name="Mandantenbogen.pdf", **fields):
    return make.document(cast.matter, content=content, name=name, **fields)


def kinds_form():
    return pdf(KINDS)


def by_pypdf(content):
    """{name: value} of the fields."""
    return {name: field.get("/V") for name, field in PdfReader(io.BytesIO(content)).get_fields().items()}


def by_pdfium(content):
    """The text of all pages as they are shown, with what stands in the fields."""
    texts = []
    with pdfium.PdfDocument(content) as file:
        file.init_forms()
        for number in range(len(file)):
            page = file[number]
            if page.formenv:
                page.flatten()
            page.close()
            texts.append(file[number].get_textpage().get_text_range())
    return "\n".join(texts).replace("\r\n", "\n")


def ink(content, box, *, page=0):
    """Whether something dark stands in this box (mm from the top left of the page as it is shown)."""
    with pdfium.PdfDocument(content) as file:
        file.init_forms()
        picture = file[page].render(scale=2).to_pil().convert("L")
    scale = 2 * 72 / 25.4
    x, y, width, height = (value * scale for value in box)
    return min(picture.crop((round(x), round(y), round(x + width), round(y + height))).tobytes()) < 128
