"""From the blocks of the admin to the plain values that are kept with what was sent."""

import hashlib
import json

from portal_cms.questionnaires.content import Condition, Question

PREFILLED = {"email": "email", "phone": "phone", "address": "address", "person": "person"}


def freeze(questionnaire) -> dict:
    """All a client can see of it, as JSON holds it."""
    return {
        "title": questionnaire.title,
        "language": questionnaire.language,
        "intro": questionnaire.intro,
        "pages": [_page(child.value) for child in questionnaire.pages],
    }


def digest_of(frozen: dict) -> str:
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _page(value):
    return {
        "title": value["title"],
        "text": value["text"] or "",
        "condition": _condition(value["condition"]),
        "questions": [_question(child) for child in value["questions"]],
    }


def _question(child):
    value, kind = child.value, child.block_type
    row = {
        "key": child.id or f"new-{id(child)}",
        "type": kind,
        "label": value["label"] or "",
        "help": value["help"] or "",
        "required": bool(value.get("required")),
        "condition": _condition(value["condition"]),
    }
    for name in ("options", "columns"):
        if name in value:
            row[name] = lines_of(value[name])
    for name in ("minimum", "maximum"):
        if value.get(name):
            row[name] = value[name]
    if value.get("rows"):
        row["rows"] = value["rows"]
    if value.get("currency"):
        row["currency"] = value["currency"]
    if value.get("prefill"):
        row["prefill"] = PREFILLED.get(kind) or value["prefill"]
    return row


def _condition(value):
    question = (value["question"] or "").strip()
    if not question:
        return None
    return {"question": question, "operator": value["operator"], "value": (value["value"] or "").strip()}


def condition_of(value) -> Condition | None:
    row = _condition(value)
    return Condition(**row) if row else None


def question_of(child) -> Question:
    row = _question(child)
    row["condition"] = Condition(**row["condition"]) if row["condition"] else None
    row |= {name: tuple(row[name]) for name in ("options", "columns") if name in row}
    return Question(**row)


def lines_of(text: str) -> list[str]:
    """The lines that are not empty, each once."""
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))
