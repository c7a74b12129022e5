"""Words that dates, terms and names are made of."""

import re


def in_order(words: str) -> dict[str, int]:
    """Words to the numbers from one on."""
    return {word: number for number, word in enumerate(words.split(), start=1)}


MONTHS = {
    **in_order("januar februar märz april mai juni juli august september oktober november dezember"),
    **in_order("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    **in_order("january february march april may june july august september october november december"),
    "jänner": 1, "feber": 2, "maerz": 3, "setiembre": 9,
    "jan": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11,
    "dez": 12, "ene": 1, "mar": 3, "abr": 4, "ago": 8, "oct": 10, "dic": 12, "dec": 12,
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

_DE = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig"
_ES = "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve treinta"
_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
NUMBERS = {
    word: number
    for text in (_DE, _ES, _EN)
    for number, word in enumerate(text.split())
    if number
} | {
    "einem": 1, "einer": 1, "eines": 1, "eine": 1, "einen": 1, "dreissig": 30, "dreißig": 30, "sechzig": 60,
    "uno": 1, "una": 1, "primero": 1, "veintiuno": 21, "treinta y uno": 31, "dieciseis": 16, "veintidos": 22,
    "veintitres": 23, "veintiseis": 26, "cuarenta": 40, "sesenta": 60, "noventa": 90, "a": 1, "thirty": 30, "sixty": 60,
}  # fmt: skip
NUMBER = "|".join(re.escape(word) for word in sorted(NUMBERS, key=len, reverse=True) if len(word) > 1)


def number_of(text: str) -> int | None:
    """ "14", "vierzehn", "catorce" -> 14."""
    text = text.strip().lower()
    return int(text) if text.isdecimal() else NUMBERS.get(text)


WEEKDAY = (
    r"(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di|mi|do|fr)\.?,?\s+)?(?:(?:dem|den|el|the|día)\s+)*"
)

UPPER = "A-ZÄÖÜÁÉÍÓÚÑÇ"
LOWER = "a-zäöüßáéíóúñçàèòï"
CAPITALISED = rf"[{UPPER}][{UPPER}{LOWER}'’\-]*\.?"
LEGAL_FORM = (
    r"(?:GmbH(?: & Co\. KGa?A?)?|gGmbH|AG|SE|KG|OHG|e\.\s?K\.|e\.\s?V\.|eG|UG(?: \(haftungsbeschränkt\))?|mbB|GbR|KGaA|VVaG"
    r"|S\.[ ]?A\.(?:[ ]?U\.)?|S\.[ ]?L\.(?:[ ]?[UPN]\.(?:[EP]\.)?)?|SLU|SLP|SAU|SL|SA|S\.\s?Coop\.|C\.\s?B\.|Ltd\.?|LLP|plc|Inc\.)"
)
TITLE = (
    r"(?:Herrn?|Frau|Dr\.|Prof\.|Rechtsanw(?:alt|ältin)|D\.ª?|D\.ª|Dña\.?|Doña|Don|Sr\.ª?|Sra\.?|Mr|Mrs|Ms)"
)
