"""Postal addresses with the names above them: of who wrote, of who is written to, of others."""

import re

from portal_cms.reading.extract.findings import DOUBTFUL, LIKELY, POSSIBLE, Finding, Letter
from portal_cms.reading.extract.words import LOWER, UPPER

SEPARATOR = r"(?:[ ]*(?:,|·|•|\||[–-](?= ))[ ]*|[ ]*\n[ ]*|[ ]{2,})"
GERMAN_STREET = rf"(?:(?:Postfach \d[\d ]{{1,12}})|(?:[{UPPER}][{LOWER}{UPPER}.\-]*(?: (?:der|den|dem|des|am|an|im|in|zum|zur|[{UPPER}][{LOWER}{UPPER}.\-]*)){{0,4}}|(?:Am|An|Im|In|Zum|Zur|Auf|Unter)(?: (?:der|den|dem|des))?(?: [{UPPER}][{LOWER}\-]+){{1,3}}) \d{{1,4}} ?[a-z]?(?: ?[-–/] ?\d{{1,4}} ?[a-z]?)?)"
GERMAN = re.compile(
    rf"(?P<street>{GERMAN_STREET}){SEPARATOR}(?:D-|DE-)?(?P<code>\d{{5}})[ ](?P<city>[{UPPER}][{LOWER}{UPPER}\-]+(?:[ ](?:am|an der|im|in|bei|ob der|vor der|a\. ?d\.|[{UPPER}][{LOWER}\-]+))*(?:[ ]?\([{UPPER}][{LOWER}]+\)|/[{UPPER}][{LOWER}]+)?)"
)
SPANISH_WAY = r"(?:C/|C\.|Calle|Avda?\.?|Avenida|Av\.|Plaza|Pza\.?|Pl\.|Paseo|P\.?º|Pº|Ronda|Carrer|Camino|Ctra\.?|Carretera|Gran Vía|Rambla|Travesía|Trav\.|Polígono|Pol\.|Urbanización|Urb\.|Glorieta|Cuesta|Passeig|Alameda)"
SPANISH = re.compile(
    rf"(?P<street>{SPANISH_WAY}[ ]?[^\n@|•·]{{2,70}}?)(?:,|[ ]*[\n|•·–-])[ ]*(?:E-)?(?P<code>(?:0[1-9]|[1-4]\d|5[0-2])\d{{3}})[ ,–-]+(?P<city>[{UPPER}][{LOWER}{UPPER}'’\-]+(?:[ ](?:de|del|la|las|los|el|d'|[{UPPER}][{LOWER}'’\-]+))*(?:[ ]?\([{UPPER}][{LOWER}{UPPER} ]+\))?)",
)
TO = re.compile(
    r"^(?:Herrn?|Frau|Firma|Eheleute|An (?:das|die|den)|An|Familie|D\.ª?|D\.|Dña\.?|Doña|Don|Sr\.?|Sra\.?|Sres\.?|A la atención de:?|Att?\.?:?|Mr\.?|Mrs\.?|Ms\.?)(?: |$)",
)
NO_NAME = re.compile(
    r"(?:^\d|@|www\.|Tel|Fax|Fon\b|IBAN|Seite \d|\bNIF|\bCIF|\d{5}|^(?:Einschreiben|Persönlich|Per |Vorab|Datum|Fecha|Betreff|Asunto|Ref)|:$)",
    re.IGNORECASE,
)
HEAD_LINES = 22


def find(letter: Letter):
    for page, text in enumerate(letter.pages, start=1):
        patterns = (("DE", GERMAN), ("ES", SPANISH))
        for country, pattern in patterns:
            for match in pattern.finditer(text):
                if country == "DE" and _is_spanish(match["street"]):
                    continue
                yield _address(text, page, match, country)


def _is_spanish(street):
    return re.match(SPANISH_WAY + r"\b|C/", street) is not None and not street.startswith("Av. ")


def _address(text, page, match, country):
    street = " ".join(match["street"].split()).rstrip(" ,")
    city = re.sub(r"[ ](?:de|del|la|las|los|el|am|an der|im|in|bei)$", "", " ".join(match["city"].split()))
    lines = text[: match.start()].split("\n")
    on_the_line = lines.pop().strip(" ,·•|–-")
    names = [] if on_the_line else _lines_above(lines)
    name = _name_in(on_the_line) if on_the_line else _joined(names)
    role = _role(on_the_line, names, page, len(lines))
    end = match.start("city") + len(city)
    data = {
        "name": name,
        "street": street,
        "postal_code": match["code"],
        "city": city,
        "country": country,
        "role": role,
    }
    confidence = LIKELY if name and role else POSSIBLE if name else DOUBTFUL
    return Finding(
        "address", f"{street}, {match['code']} {city}", page, match.start(), end, confidence, data=data
    )


def _lines_above(lines):
    """Up to three lines right above, the topmost first."""
    found = []
    for line in reversed(lines[-4:]):
        line = line.strip()
        if not line or NO_NAME.search(line) or len(line) > 80 or len(found) == 3:
            break
        found.insert(0, line)
    return found


def _name_in(line):
    """ "Hanse Versicherung AG" of "Hanse Versicherung AG · Elbweg 3 · 20095 Hamburg"."""
    piece = re.split(r"\s*[·•|–]\s*|,\s+|\s{2,}", line)[0].strip()
    piece = re.sub(
        r"^(?:Absender|Remitente|Domicilio|Domicilio social|Anschrift|Adresse|Dirección):?\s*", "", piece
    )
    words = piece.split()
    return piece if 1 < len(words) <= 9 and piece[:1].isupper() and not NO_NAME.search(piece) else ""


def _joined(lines):
    """Who is named in the lines above a street, without the words a letter begins with."""
    kept = [re.sub(TO, "", line).strip() for line in lines]
    kept = [line for line in kept if line]
    return ", ".join(kept[:2])[:160]


def _role(on_the_line, names, page, line_number):
    if page > 1 or line_number > HEAD_LINES:
        return ""
    if any(TO.match(line) for line in names):
        return "addressee"
    if on_the_line or line_number <= 4:
        return "sender"
    return ""
