"""File numbers: of courts, of the other side, of invoices. A number without a label counts only if it has the shape
of a court's."""

import re

from portal_cms.reading.extract.findings import LIKELY, POSSIBLE, Finding, Letter

REGISTERS = (
    "AR AS AZR BvR BvL C Ca BV BVGa Cs Ds DGZ E EK F FH Ga Gs H HKO IE IK IN Js K KH KLs KR KA Ks L Ls Lw M MK N O OH OWi P Qs R S "
    "SB Sa SF Ss StR StVK T Ta U UF UJs UKl V VG VI VR W WEG WF WLw Ws X XI XIV XVI XVII Z ZB ZR AL BA EG SO AY U KS RJ VH VS ABR AZN AZB BvQ"
)
REGISTER = "|".join(sorted(set(REGISTERS.split()), key=len, reverse=True))
GERMAN = re.compile(
    rf"(?<![\w/.-])(?P<ref>(?:(?:[LSB] |B )?\d{{1,4}} ?[a-z]? ?|(?:[IVX]{{1,5}}[a-z]? )|[LS] )(?:HK )?(?:{REGISTER}) (?:\([A-Za-z]{{1,5}}\) ?)?\d{{1,6}}/\d{{2}}(?:\.[A-Z]{{1,2}})?(?: ?\([A-Z0-9]{{1,4}}\))?)(?![\w/])"
)
GERMAN_LABEL = re.compile(
    r"(?:Aktenzeichen|Az\.?|Gesch(?:äfts)?\.?-?\s?(?:zeichen|nummer|nr\.?|Z\.)|Gz\.?)[^\n]{0,12}$",
    re.IGNORECASE,
)
DUNNING = re.compile(r"Gesch(?:äfts)?\.?-?\s?(?:nummer|nr\.?)[^\d\n]{0,40}(?P<ref>\d{2}-\d{7}-\d-\d)")
SPANISH = re.compile(
    r"\b(?P<ref>(?P<kind>(?:Procedimiento|Juicio|Autos?|Diligencias|Ejecución|Recurso|Rollo|Proceso|Concurso|Expediente de dominio|Despido|Monitorio|Demanda|Sumario|Pieza|Ordinario|Verbal)"
    r"(?:[ \n](?:de|del|la|los|las|y|e|en|por|[a-záéíóúñ./A-ZÁÉÍÓÚÑ()]{2,24})){0,7}?)[ \n,:]*(?:n\.?\s?[º°o.]+|núm(?:ero|\.)?|nº|NÚM\.?|N\.?º|#)?[ \n:]*(?P<number>\d{1,7}/(?:19|20)\d{2}(?:-[A-Z0-9]{1,3})?))(?![\d/])",
    re.IGNORECASE,
)
NIG = re.compile(
    r"\bN\.?\s?I\.?\s?G\.?\s*:?\s*(?P<ref>\d{5}[\d .\-/]{12,20}\d|\d{2}\.\d{3}[\d .\-/]{10,18}\d)"
)
OTHER_SIDE = re.compile(
    r"(?<![\w/])(?P<label>(?:Unser|Mein)e?\s?(?:Zeichen|Az\.?|Aktenzeichen|Referenz|Nr\.?|Geschäftszeichen)|U\.?\s?Z\.|(?:Schaden|Schadens|Versicherungs|Vertrags|Kunden|Vorgangs|Mitglieds|Mandats|Darlehens|Mieter|Fall|Forderungs|Personal|Bescheid|Betriebs|Konto|Referenz)-?\s?(?:nummer|Nr\.?|nr\.?)|Schaden-Nr\.?|Versicherungsschein(?:-?nummer|-Nr\.?)?|Kassenzeichen|Vertragskonto|Ordnungsbegriff|Unsere Referenz"
    r"|N\.?\s?/\s?R(?:ef)?\.?|N(?:uestra|tra\.?|/) ?ref(?:erencia|\.)?|(?:N[.º°úm]*\s(?:de )?)?(?:Expediente|Expte\.?|Exp\.)(?:\s(?:administrativo|sancionador))?(?:\sn[.º°úm]*)?|(?:N[.º°úm]*\s(?:de )?)?(?:Siniestro|Póliza|Contrato|Préstamo|Reclamación)(?:\sn[.º°úm]*)?|Número de (?:expediente|siniestro|póliza|contrato|préstamo|referencia|reclamación)|Referencia(?: del expediente)?"
    r"|Our ref(?:erence)?\.?|Claim (?:no|number)\.?|Policy (?:no|number)\.?)\s*[:.#]?\s*(?P<ref>[A-Za-zÄÖÜ0-9][\w/.\-–]*(?:[ ]?[/.\-–][ ]?[\w/.\-–]+|[ ](?=[\w/.\-]*\d)[\w/.\-–]+){0,4})",
    re.IGNORECASE,
)
INVOICE = re.compile(
    r"(?<![\w])(?P<label>Rechnungs?-?\s?(?:nummer|nr\.?|no\.?)|Rechnung\s(?:Nr\.?|Nummer|No\.?)|Re\.?-?Nr\.?|Beleg-?(?:nummer|nr\.?)|Honorarrechnung\s(?:Nr\.?)|Kostennote\s(?:Nr\.?)|Invoice\s(?:no\.?|number|#)|(?:N[.º°úm]*\s(?:de\s)?|Número\sde\s)factura|Factura(?:\s(?:proforma|simplificada|rectificativa))?\s(?:n\.?\s?[.º°]+|núm(?:ero|\.)?|número|nº)|Factura:)"
    r"\s*[:.]?\s*(?P<ref>[A-Za-z0-9][\w/\-–]*(?:[./\-–][\w/\-–]+)*(?: \d[\w/\-]*)?)",
    re.IGNORECASE,
)


def find(letter: Letter):
    yield from _courts(letter)
    for kind, pattern in (("invoice_number", INVOICE), ("reference", OTHER_SIDE)):
        for page, match in letter.matches(pattern):
            value = match["ref"].strip(" .,-–/:")
            if not re.search(r"\d", value) or len(value) < 3 or _is_day(value) or _is_courts(value):
                continue
            yield Finding(kind, value, page, *match.span("ref"), LIKELY, cue=" ".join(match["label"].split()))


def _courts(letter):
    for page, match in letter.matches(DUNNING):
        yield Finding("court_reference", match["ref"], page, *match.span("ref"), LIKELY)
    for page, match in letter.matches(GERMAN):
        is_labelled = GERMAN_LABEL.search(letter.before(page, match.start("ref")))
        if is_labelled or letter.language == "de":
            value = " ".join(match["ref"].split())
            confidence = LIKELY if is_labelled else POSSIBLE
            yield Finding("court_reference", value, page, *match.span("ref"), confidence)
    for page, match in letter.matches(SPANISH):
        kind = " ".join(match["kind"].split())
        yield Finding("court_reference", f"{kind} {match['number']}", page, *match.span("ref"), LIKELY, data={"number": match["number"]})  # fmt: skip
    for page, match in letter.matches(NIG):
        value = " ".join(match["ref"].split())
        if 15 <= len(re.sub(r"\D", "", value)) <= 20:
            yield Finding("court_reference", f"NIG {value}", page, *match.span("ref"), LIKELY, data={"is_nig": True})  # fmt: skip


def _is_day(value):
    return re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", value) is not None


def _is_courts(value):
    return GERMAN.fullmatch(value) is not None
