"""Who is who in a dispute: the words courts and lawyers put beside a name."""

import re

from portal_cms.reading.extract.findings import LIKELY, POSSIBLE, Finding, Letter
from portal_cms.reading.extract.words import LEGAL_FORM, LOWER, UPPER

GERMAN_ROLE = r"Kläger(?:in)?|Beklagte[rn]?|Antragsteller(?:in)?|Antragsgegner(?:in)?|Gläubiger(?:in)?|Schuldner(?:in)?|Berufungskläger(?:in)?|Berufungsbeklagte[rn]?|Nebenkläger(?:in)?|Angeklagte[rn]?|Beschuldigte[rn]?|Beschwerdeführer(?:in)?|Drittschuldner(?:in)?|Streithelfer(?:in)?"
SPANISH_ROLE = r"(?:parte )?(?:demandante|demandad[oa]|actora?|ejecutante|ejecutad[oa]|apelante|apelad[oa]|recurrente|recurrid[oa]|denunciante|denunciad[oa]|querellante|querellad[oa])|Procurador(?:a|/a)?|Abogado|Abogada|Letrado|Letrada|arrendador(?:a)?|arrendatari[oa]|tomador(?:a)?|asegurad[oa]|perjudicad[oa]|solicitante|trabajador(?:a)?|empresa|interesad[oa]|deudora?|acreedora?|requirente|requerid[oa]|reclamante|opositora?|contra|Abogad[oa]/[oa]|Procurador/a|Letrad[oa]/[oa]"
LABEL_ROLE = rf"{GERMAN_ROLE}|Vermieter(?:in)?|Mieter(?:in)?|Versicherungsnehmer(?:in)?|Arbeitgeber(?:in)?|Arbeitnehmer(?:in)?|Anspruchsteller(?:in)?|Geschädigte[rn]?|Unfallgegner(?:in)?|Zeuge|Zeugin|Darlehensnehmer(?:in)?|Auftraggeber(?:in)?|Steuerpflichtige[rn]?|Betroffene[rn]?|Beteiligte[rn]?|Verfügungs(?:kläger(?:in)?|beklagte[rn]?)|Käufer(?:in)?|Verkäufer(?:in)?|Pächter(?:in)?|Verpächter(?:in)?|Erblasser(?:in)?|Gegner(?:in)?|Gegenseite|{SPANISH_ROLE}"
WORD = rf"(?:Dr\. |Prof\. )?[{UPPER}][{UPPER}{LOWER}'’.\-&]*"
LINK = r"(?:&|und|u\.|von|van|der|den|zu|für|de|del|la|las|los|y|e|i|da|di)"
NAME = rf"{WORD}(?:[ ](?:{LINK}[ ])*{WORD}){{0,8}}(?:[ ]?,?[ ]{LEGAL_FORM})?"
PREFIX = r"(?:(?:des|der|die|den|dem|das|Herrn?|Frau|Firma|Fa\.|el|la|los|D\.ª|D\.|Dña\.|Doña|Don|D/Dª|Sr\.|Sra\.|entidad|mercantil|compañía)[ ])*"
MARKED = re.compile(
    rf"(?P<name>{NAME}),?(?P<between>[^–\n]{{0,140}}(?:\n[^–\n]{{1,140}}){{0,3}}?)[\n ]*[–-] ?(?P<role>{GERMAN_ROLE})(?:,? (?:und|u\.|zu) [^–\n]{{1,40}})? ?[–-]"
)
LABELLED = re.compile(
    rf"(?:^|(?<=[\n•·|;(]))[ ]*(?:-[ ])?(?P<role>(?i:{LABEL_ROLE}))[ ]*(?:\([^)\n]{{1,20}}\))?:[ ]*\n?[ ]*{PREFIX}(?P<name>{NAME})"
)
VERSUS = re.compile(
    rf"(?:In (?:dem Rechtsstreit|der (?:Rechtssache|Sache|Zwangsvollstreckungssache|Familiensache|Angelegenheit|Nachlasssache)|Sachen)|Betreff|Betr\.|wegen|Rechtsstreit)[: ]*\n?[ ]*{PREFIX}(?P<one>{NAME})[ ]*(?:\./\.|/\.|gegen|gg\.|-/-)[ ]*{PREFIX}(?P<two>{NAME})"
)
IN_SHORT = re.compile(rf"^[ ]*{PREFIX}(?P<one>{NAME})[ ]*\./\.[ ]*{PREFIX}(?P<two>{NAME})", re.MULTILINE)
SUIT = re.compile(
    rf"(?:a instancias? de|promovid[oa]s? por|seguid[oa]s? (?:a instancias? de|por)|interpuest[ao]s? por|formulad[ao]s? por|presentad[ao]s? por)[ \n]{PREFIX}(?P<one>{NAME})[^.;]{{0,160}}?(?:,? contra| frente a)[ \n]{PREFIX}(?P<two>{NAME})"
)
SUBJECT = re.compile(
    rf"^[ ]*(?:Asunto|Ref(?:erencia)?\.?|S/ref\.?|Autos):[ ]*{PREFIX}(?P<one>{NAME})[ ]*(?:/|c/|vs\.?|contra|frente a)[ ]+{PREFIX}(?P<two>{NAME})",
    re.MULTILINE,
)
CLIENT_OF_SENDER = re.compile(
    rf"(?:in Vollmacht|namens|Interessen|Vertretung|vertreten wir|vertrete ich|Mandant(?:in|en|schaft)?,?)[^.;]{{0,60}}?\b(?:der Firma|des Herrn|der Frau|der|des|Herrn?|Frau|Firma|die|den)[ \n](?P<name>{NAME})[^.;]{{0,80}}?(?:angezeigt|zeigen|bestellt|vertrete|vertreten|wahr|,|an\b)"
)
CLIENT_OF_SENDER_ES = re.compile(
    rf"(?:en nombre y representación de|en representación de|nuestr[oa] (?:cliente|representad[oa])|mi (?:cliente|representad[oa]|mandante)),?[ \n](?:la entidad |la mercantil |la compañía )?{PREFIX}(?P<name>{NAME})"
)
WE_SHOW = re.compile(
    rf"(?:wir|ich)[^.;\n]{{0,40}}(?:die rechtlichen Interessen|die Interessen)[ \n](?:der Firma|des Herrn|der Frau|der|des|von Herrn|von Frau|von)[ \n](?P<name>{NAME})"
)
STOP = re.compile(
    rf"[ ,]+(?:gegen|contra|wegen|durch|vertreten|con|mit|wohnhaft|Aktenzeichen|Az|NIF|CIF|DNI|Prozessbevollm\w+|sobre|Sitz)\b.*$|[ ](?:{LINK})$|\.$(?<!\bS\.A\.)(?<!\bS\.L\.)(?<!\be\.V\.)(?<!\be\.K\.)",
    re.IGNORECASE,
)
NOBODY = {"Der", "Die", "Das", "Ihre", "Ihr", "Wir", "Sie", "Herr", "Herrn", "Frau", "Firma", "Prozessbevollmächtigte", "Rechtsanwälte", "Rechtsanwalt",
          "Unser", "Unsere", "Mandantschaft", "Mandantin", "Mandanten", "Mandant", "El", "La", "Su", "Usted"}  # fmt: skip


def find(letter: Letter):
    for page, match in letter.matches(MARKED):
        yield from _party(page, match, "name", match["role"], LIKELY)
    for page, match in letter.matches(LABELLED):
        yield from _party(page, match, "name", match["role"], LIKELY)
    for pattern, roles in (
        (VERSUS, ("Kläger", "Beklagte")),
        (IN_SHORT, ("Kläger", "Beklagte")),
        (SUIT, ("Demandante", "Demandado")),
        (SUBJECT, ("Demandante", "Demandado")),
    ):
        for page, match in letter.matches(pattern):
            yield from _party(page, match, "one", roles[0], POSSIBLE)
            yield from _party(page, match, "two", roles[1], POSSIBLE)
    for pattern, role in (
        (CLIENT_OF_SENDER, "Gegner"),
        (WE_SHOW, "Gegner"),
        (CLIENT_OF_SENDER_ES, "Parte contraria"),
    ):
        for page, match in letter.matches(pattern):
            yield from _party(page, match, "name", role, POSSIBLE)


def _party(page, match, group, role, confidence):
    name = re.sub(STOP, "", " ".join(match[group].split())).strip(" ,-–")
    if len(name) < 4 or name.split()[0].rstrip(".") in NOBODY or " " not in name:
        return
    role = " ".join(role.split())
    role = role[0].upper() + role[1:].lower() if role.isupper() else role[0].upper() + role[1:]
    yield Finding("party", name, page, *match.span(group), confidence, data={"role": role})
