"""Numbers of the tax office: Steuernummer, Steuer-ID, USt-IdNr., and the Spanish NIF, NIE and CIF."""

import re

from stdnum.de import idnr, stnr
from stdnum.es import nif
from stdnum.eu import vat

from portal_cms.reading.extract.findings import CERTAIN, LIKELY, POSSIBLE, Finding, Letter

VAT = re.compile(r"(?<![A-Za-z0-9])(?:DE ?\d{3} ?\d{3} ?\d{3}|ES[ -]?[A-Z]?\d{7,8}[A-Z]?|ATU ?\d{8}|(?:FR|IT|NL|BE|PL|PT|LU|DK)[ ]?[A-Z0-9]{8,12})(?![A-Za-z0-9])")  # fmt: skip
TAX_NUMBER = re.compile(
    r"\b(?:Steuer-?\s?(?:nummer|nr\.?)|St\.?\s?-?\s?Nr\.?|StNr\.?)[:\s]*(?:lautet\s*)?(\d{2,4}\s?/\s?\d{3,4}\s?/\s?\d{4,5}|\d{2,3} \d{3} \d{5}|\d{10,13})(?!\d)",
    re.IGNORECASE,
)
BARE_TAX_NUMBER = re.compile(r"(?<![\d/])\d{2,3}/\d{3}/\d{5}(?![\d/])")
TAX_ID = re.compile(
    r"\b(?:Steuer-?\s?ID(?:-?Nr\.?)?|IdNr\.?|(?:Steuer-?\s?)?Identifikations-?nummer|Steuerliche Identifikationsnummer)[^\d\n]{0,25}(\d{2} ?\d{3} ?\d{3} ?\d{3})(?!\d)",
    re.IGNORECASE,
)
SPANISH = re.compile(
    r"(?<![A-Za-z0-9])(?:[XYZ][-. ]?\d{7}[-. ]?[A-Z]|\d{8}[-. ]?[A-Z]|\d{1,2}\.\d{3}\.\d{3}[-. ]?[A-Z]"
    r"|[A-HJNP-SUVW][-. ]?\d{7}[-. ]?[0-9A-J]|[A-HJNP-SUVW][-. ]?\d{2}\.\d{3}\.\d{3})(?![A-Za-z0-9])"
)
SPANISH_LABEL = re.compile(
    r"(?:N\.?I\.?F|C\.?I\.?F|N\.?I\.?E|D\.?N\.?I|identidad|identificación fiscal)\.?\b", re.IGNORECASE
)


def find(letter: Letter):
    yield from _vat_numbers(letter)
    yield from _german(letter)
    yield from _spanish(letter)


def _vat_numbers(letter):
    for page, match in letter.matches(VAT):
        number = re.sub(r"[ -]", "", match[0])
        if vat.is_valid(number):
            yield Finding("vat_id", number, page, *match.span(), CERTAIN, data={"checksum": True})


def _german(letter):
    for page, match in letter.matches(TAX_NUMBER):
        number = re.sub(r"\s", "", match[1])
        if stnr.is_valid(number):
            yield Finding(
                "tax_number", number, page, *match.span(1), LIKELY, cue=_label(match), data={"country": "DE"}
            )
    for page, match in letter.matches(BARE_TAX_NUMBER):
        if stnr.is_valid(match[0]):
            yield Finding("tax_number", match[0], page, *match.span(), POSSIBLE, data={"country": "DE"})
    for page, match in letter.matches(TAX_ID):
        number = match[1].replace(" ", "")
        if idnr.is_valid(number):
            data = {"country": "DE", "checksum": True}
            yield Finding("tax_id", number, page, *match.span(1), CERTAIN, cue=_label(match), data=data)


def _spanish(letter):
    for page, match in letter.matches(SPANISH):
        number = re.sub(r"[-. ]", "", match[0])
        if not nif.is_valid(number):
            continue
        is_labelled = SPANISH_LABEL.search(letter.before(page, match.start()))
        if not (
            is_labelled or letter.language == "es"
        ):  # one in 23 numbers with a letter would pass by chance
            continue
        data = {"country": "ES", "checksum": True}
        confidence = CERTAIN if is_labelled else LIKELY
        cue = is_labelled[0] if is_labelled else ""
        yield Finding("tax_number", number, page, *match.span(), confidence, cue=cue, data=data)


def _label(match):
    return match[0][: match.start(1) - match.start()].strip(" :\n")
