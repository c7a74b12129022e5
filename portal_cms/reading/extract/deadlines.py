"""Deadlines and hearings: a day, or a term, behind a cue that makes it one.

A day is named only if the text names it, or if the term counts in calendar days, weeks or months from a day the text
states, like that of the letter. Most terms count from service, or in working days of a place: those are quoted, and
somebody has to work the day out.
"""

import re
from datetime import date, timedelta

from portal_cms.reading.extract.dates import DATE, day_of, days_in
from portal_cms.reading.extract.findings import LIKELY, POSSIBLE, Finding, Letter
from portal_cms.reading.extract.words import NUMBER, WEEKDAY, number_of

CUES = (
    r"bis (?:spätestens |einschließlich )?(?:zum |am )?(?:Ablauf des )?|spätestens (?:bis )?(?:zum |am )?|(?:Ablauf|Ende) der Frist:? (?:am )?|Frist(?:ablauf|ende)?:? (?:bis )?(?:zum |am )?"
    r"|(?:zahlbar|fällig|Zahlungsziel|Fälligkeit)(?: bis| am| zum)*:? (?:zum |am )?|(?:endet|läuft|abläuft)(?: mit Ablauf des)?(?: am)? |mit Ablauf des "
    r"|hasta (?:el )?(?:próximo )?(?:día )?|antes del? (?:próximo )?(?:día )?|a más tardar,? (?:hasta )?(?:el )?(?:día )?|no más tarde del (?:día )?|como (?:máximo|muy tarde),? (?:hasta )?(?:el )?(?:día )?"
    r"|fecha límite(?: (?:de|para) \w+(?: \w+)?)?:? (?:es |será )?(?:el )?(?:día )?|(?:vence|expira|finaliza|termina|vencimiento|vencerá|finalizará)(?: el plazo)?:? (?:el )?(?:próximo )?(?:día )?"
    r"|by (?:no later than )?|no later than |until |on or before |before |due (?:on |by )?|deadline:? "
)
EXACT = re.compile(rf"(?<!\w)(?P<cue>{CUES})(?P<week>{WEEKDAY})(?:{DATE})", re.IGNORECASE)
COUNT = rf"(?P<count>\d{{1,3}}|treinta y uno|{NUMBER}|a)(?:\s*\(\s*(?:\d{{1,3}}|\w+)\s*\))?"
UNIT = (
    r"(?P<unit>Werktagen?|Arbeitstagen?|Kalendertagen?|Tagen?|Wochen?|Monat(?:en|es|s)?|días?\s+(?:hábiles|naturales|laborables|de calendario)"
    r"|días?|semanas?|mes(?:es)?|working days?|business days?|days?|weeks?|months?)(?!\w)"
)
TERM = re.compile(
    r"(?<!\w)(?P<cue>(?:innerhalb|binnen)(?: einer)?(?: gesetzlichen)?(?: (?:Frist|Notfrist|Ausschlussfrist))?(?: von)?(?: der nächsten)?|(?:Not|Zahlungs|Widerrufs|Einspruchs|Widerspruchs|Klage|Stellungnahme|Nach)?frist(?: für [^.\n]{1,60})?(?: beträgt)?(?: von)?:?"
    r"|(?:en|dentro de) (?:el|un|los|las) (?:improrrogable |máximo )?(?:plazo|término)(?: \w+){0,2} de|(?:el |un )?plazo (?:\w+ ){0,3}(?:de|es de|será de)|plazo:|dentro de (?:los|las) (?:próximos |siguientes )?|en (?:los|las) (?:próximos |siguientes )?|en el (?:plazo|término)(?: \w+){0,2} de"
    rf"|dispone de(?: un plazo de)?|within(?: a period of)?|period of)\s+{COUNT}\s+{UNIT}(?P<anchor>[^.;\n]*(?:\n[^.;\n]+)?)",
    re.IGNORECASE,
)
FROM_THE_LETTER = re.compile(
    r"(?:Datum dies(?:es|er) \w+|Briefdatum|Rechnungsdatum|ab heute|von heute|fecha (?:de )?(?:la presente|esta carta|este escrito|emisión|factura)|fecha de la (?:presente|carta|factura)|date of this letter|invoice date)",
    re.IGNORECASE,
)
FROM_SOMETHING = re.compile(
    r"(?:\b(?:ab|nach|seit|from|after|of)\b[^.;]{0,30}(?:Zustellung|Zugang|Erhalt|Bekanntgabe|Empfang|Eingang|receipt|service)|(?:notificación|recepción|recibo|publicación|siguiente))",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"\b(?:vom|von|ab|seit|zwischen|del|desde(?: el)?|from|between)\b[^.;\n]{0,30}$", re.IGNORECASE
)
HEARING_CUES = re.compile(
    r"\b(?:(?:Güte|Verhandlungs|Orts|Anhörungs|Kammer|Beweis|Verkündungs|Haupt|Erörterungs|Versteigerungs|Besichtigungs|Notar|Fort\w*)?termin|Verhandlung|Erörterung|geladen|Ladung|Güteverhandlung|mündlichen? Verhandlung|Anhörung|Vernehmung|Hauptverhandlung"
    r"|acto (?:del|de) (?:juicio|la vista|conciliación)|juicio(?: oral)?|vista(?: oral)?|audiencia previa|comparecencia|comparecer|señala(?:do|da|miento)?|señálese|citaci[óo]n|cítese|se le cita|conciliación|subasta|reconocimiento|ratificación|firma de la escritura|hearing)\b",
    re.IGNORECASE,
)  # fmt: skip
CLOCK = re.compile(
    r"(?:,\s*(?:um|a las?|at)?|um|a las?|at)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr|horas|h\b|hs\b)?",
    re.IGNORECASE,
)
NEAR = 160
MOST_DAYS = 366


def find(letter: Letter):
    taken = set()
    for finding in _hearings(letter):
        taken.add((finding.page, finding.value))
        yield finding
    yield from (finding for finding in _exact(letter) if (finding.page, finding.value) not in taken)
    yield from _terms(letter)


def _exact(letter):
    for page, match in letter.matches(EXACT):
        found = day_of(match, letter.language)
        if found is None or _is_past(found[0], letter):
            continue
        before = letter.before(page, match.start(), 60)
        if _ends_a_range(before):
            continue
        confidence = LIKELY if found[1] else POSSIBLE
        yield Finding("deadline", found[0].isoformat(), page, *match.span(), confidence, cue=" ".join(match[0].split()), data={"computed": False})  # fmt: skip


def _ends_a_range(before):
    """ "vom 1. Januar bis 31. Dezember": the second day ends a time, nobody has to do anything by then."""
    days = list(days_in(before))
    return bool(days) and bool(RANGE.search(before[: days[-1][1]])) and len(before) - days[-1][2] <= 3


def _is_past(day, letter):
    return letter.written_on is not None and day < letter.written_on


def _terms(letter):
    for page, match in letter.matches(TERM):
        count = number_of(match["count"])
        if not count:
            continue
        anchor, unit = " ".join(match["anchor"].split()), " ".join(match["unit"].lower().split())
        if _names_a_day(anchor, letter.language):
            continue  # "binnen zwei Wochen, also bis zum 3. März": the day itself is found by its own cue
        day = _last_day(count, unit, anchor, letter.written_on)
        end = match.end("unit") + (len(match["anchor"]) if FROM_SOMETHING.search(anchor) or day else 0)
        text = " ".join(letter.pages[page - 1][match.start() : end].split()).rstrip(" ,:")
        data = {"computed": bool(day), "term": f"{count} {unit}"}
        yield Finding("deadline", day.isoformat() if day else "", page, match.start(), end, LIKELY if day else POSSIBLE, cue=text[:200], data=data)  # fmt: skip


def _names_a_day(anchor, language):
    return any(True for _found in EXACT.finditer(anchor)) and any(True for _day in days_in(anchor, language))


def _last_day(count, unit, anchor, written_on):
    """The last day of the term, if it counts from the day of the letter in a way everybody counts."""
    if written_on is None or not FROM_THE_LETTER.search(anchor):
        return None
    if unit.startswith(("woche", "semana", "week")):
        return written_on + timedelta(weeks=count)
    if unit.startswith(("monat", "mes", "month")):
        return _months_later(written_on, count)
    if unit in ("tag", "tage", "tagen", "kalendertage", "kalendertagen", "days", "day") or unit.endswith(
        ("naturales", "de calendario")
    ):
        return written_on + timedelta(days=count) if count <= MOST_DAYS else None
    return None


def _months_later(day: date, count: int) -> date | None:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)


def _hearings(letter):
    for number, text in enumerate(letter.pages, start=1):
        for day, start, end, _clear in days_in(text, letter.language):
            if _is_past(day, letter):
                continue
            cue = _last(HEARING_CUES, text[max(0, start - NEAR) : start])
            clock = CLOCK.match(text[end : end + 30].lstrip(" \n"))
            if clock is None or cue is None or int(clock[1]) > 23 or int(clock[2] or 0) > 59:
                continue
            time = f"{int(clock[1]):02}:{clock[2] or '00'}"
            yield Finding("hearing", day.isoformat(), number, start, end + clock.end(), LIKELY, cue=cue[0], data={"time": time, "term": time})  # fmt: skip


def _last(pattern, text):
    return next(reversed(list(pattern.finditer(text))), None)
