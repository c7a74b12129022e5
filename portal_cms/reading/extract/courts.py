"""Courts and public prosecutors by the names they carry."""

import re

from portal_cms.reading.extract.findings import LIKELY, Finding, Letter
from portal_cms.reading.extract.words import LOWER, UPPER

PLACE = rf"[{UPPER}][{LOWER}{UPPER}]+(?:-[{UPPER}][{LOWER}]+)*"
GERMAN = re.compile(
    rf"\b(?P<name>(?:Hanseatisches |Thüringer |Brandenburgisches |Saarländisches |Pfälzisches )?(?:(?:Amts|Land|Oberlandes|Arbeits|Landesarbeits|Sozial|Landessozial|Verwaltungs|Oberverwaltungs|Finanz|Kammer|Mahn|Familien|Insolvenz|Vollstreckungs|Nachlass|Betreuungs)gericht(?:s)?|Verwaltungsgerichtshof|Staatsanwaltschaft|Generalstaatsanwaltschaft)"
    rf"(?: (?:Bad |Sankt |St\. |in ){PLACE}|[ \n]{PLACE})(?: (?:am|an der|in der|im|in|ob der|vor der|a\. ?d\.) {PLACE})?(?:/{PLACE})?(?: \({PLACE}\))?)"
)
NO_PLACE = {"Der", "Die", "Das", "Den", "In", "Im", "Az", "Aktenzeichen", "Geschäftsstelle", "Abteilung", "Kammer", "Telefon", "Postfach",
            "Termin", "Und", "Beschluss", "Urteil", "Verfügung"}  # fmt: skip
FEDERAL = re.compile(
    r"\b(?P<name>Bundesgerichtshof|Bundesarbeitsgericht|Bundessozialgericht|Bundesverwaltungsgericht|Bundesfinanzhof|Bundesverfassungsgericht|Kammergericht(?: Berlin)?|Tribunal Supremo|Tribunal Constitucional|Audiencia Nacional)"
)
OF = r"(?:de|del|DE|DEL)"
THE = r"(?:(?:la|las|los|el|LA|LAS|LOS|EL)[ ])?"
TOWN = rf"{THE}{PLACE}(?:[ ]{OF}[ ]{THE}{PLACE}|[ ]{PLACE})*"
SPANISH = re.compile(
    r"\b(?P<name>(?:Juzgado|JUZGADO)(?i: (?:Central )?de (?:lo |la )?(?:Primera Instancia(?: e Instrucción)?|Instrucción|Social|Mercantil|Penal|Contencioso[- ]Administrativo|Familia|Violencia sobre la Mujer|Paz|Menores)"
    rf"(?:\s?(?:n\.?\s?[º°o.]+|núm(?:ero|\.)?|número)\s?\d{{1,3}})?)(?:(?:,| \([^)\n]{{2,20}}\))?\s{OF}\s{TOWN})?"
    rf"|(?:Audiencia Provincial|AUDIENCIA PROVINCIAL|Tribunal Superior de Justicia|Tribunal de Instancia|Fiscalía Provincial)\s{OF}\s{TOWN})"
)


def find(letter: Letter):
    for page, match in letter.matches(GERMAN):
        place = match["name"].split()[-1]
        if place not in NO_PLACE:
            yield _court(page, match)
    for pattern in (FEDERAL, SPANISH):
        for page, match in letter.matches(pattern):
            yield _court(page, match)


def _court(page, match):
    name = " ".join(match["name"].split())
    name = re.sub(r"^(\w+gericht)s ", r"\1 ", name)  # "des Amtsgerichts Köln"
    if name.isupper():
        name = name.title()
    return Finding("court", name, page, *match.span("name"), LIKELY)
