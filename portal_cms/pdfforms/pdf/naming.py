"""What a field is called, and whether it asks for a date, by what the file says of it."""

import re

from portal_cms.pdfforms.pdf.limits import LABEL

INDEX = re.compile(r"\[\d+\]|#subform")
JOINTS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|[_.]+|(?<=[^\W\d_])(?=\d)")
DATE_WORDS = re.compile(
    r"\b(datum|geburtsdatum|date|birthday|fecha|birth date|date of birth)\b", re.IGNORECASE
)
NOT_ONLY_A_DATE = re.compile(r"\b(ort|place|lugar)\b|[,/]|\bund\b|\band\b|\by\b", re.IGNORECASE)
DATE_SCRIPT = re.compile(r"AFDate_Format(?:Ex)?\(\s*(?:\"([^\"]{4,30})\"|'([^']{4,30})')?")
DATE_PARTS = re.compile(r"y{2,4}|m{1,2}|d{1,2}")


def label_of(field):
    """What the form's maker says to people; without that, the name in words."""
    said = str(field.get("/TU", "") or "").strip()
    return (said or readable(field.name))[:LABEL]


def readable(name):
    """Words out of a name: "Page1[0].first_name[0]" is "First name"."""
    last = INDEX.sub("", name).strip(".").rpartition(".")[2] or name
    words = " ".join(JOINTS.sub(" ", last).split())
    return words[:1].upper() + words[1:]


def date_pattern(field, label):
    """None for a field that is no date; else the form's own pattern ("dd.mm.yyyy"), empty if it has none."""
    script = _script(field)
    if found := DATE_SCRIPT.search(script):
        pattern = (found[1] or found[2] or "").lower()
        kinds = {part[0] for part in DATE_PARTS.findall(pattern)}
        return pattern if kinds == {"d", "m", "y"} and not re.search(r"mmm|ddd|h", pattern) else ""
    if DATE_WORDS.search(label) and not NOT_ONLY_A_DATE.search(label):
        return ""
    return None


def _script(field):
    action = field.get("/AA") or {}
    for key in ("/F", "/K"):
        entry = action.get(key) if hasattr(action, "get") else None
        entry = entry.get_object() if entry is not None else {}
        script = entry.get("/JS") if hasattr(entry, "get") else None
        script = script.get_object() if script is not None else ""
        if hasattr(script, "get_data"):
            script = script.get_data()[:2000].decode("latin-1")
        if script:
            return str(script)[:2000]
    return ""
