"""What is answered and what is missing, computed from a version's content and what was kept. Knows no database."""

from dataclasses import dataclass

from portal_cms.questionnaires.conditions import visible
from portal_cms.questionnaires.content import Content, Page, Question
from portal_cms.questionnaires.forms import PageForm, as_data
from portal_cms.questionnaires.types import type_of


def values_of(entries: dict) -> dict:
    """The sound answers; one that is typed wrongly counts as none."""
    return {key: entry.get("value") for key, entry in entries.items()}


def shown_on(page: Page, content: Content, entries: dict) -> list[Question]:
    """The questions a page shows: those that are asked, and those whose condition is on one beside them, so that
    a reader without scripts can answer both at once. Empty if the page is not asked at all."""
    asked = visible(content, values_of(entries))
    if not any(question.key in asked for question in page.questions):
        return []
    shown = []
    for question in page.questions:
        beside = question.condition and question.condition.question in {row.key for row in shown}
        if question.key in asked or beside:
            shown.append(question)
    return shown


def shown_pages(content: Content, entries: dict) -> list[Page]:
    return [page for page in content.pages if shown_on(page, content, entries)]


@dataclass(frozen=True)
class Line:
    """One question with its answer as text (empty: none), and what is wrong with it."""

    question: Question
    text: str
    errors: tuple[str, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True)
class ReadPage:
    page: Page
    lines: tuple[Line, ...]


def read(content: Content, entries: dict) -> list[ReadPage]:
    """All that is asked with its answers, page by page, as somebody reads it before it is handed in."""
    asked = visible(content, values_of(entries))
    found = []
    for page in content.pages:
        questions = [question for question in page.questions if question.key in asked and question.asks]
        if questions:
            form = PageForm(questions, data=as_data(questions, entries), entries=entries, is_final=True)
            lines = tuple(_line(question, form, entries.get(question.key)) for question in questions)
            found.append(ReadPage(page, lines))
    return found


def _line(question, form, entry):
    entry = entry or {"value": None}
    errors = tuple(form.errors_of(question))
    if "typed" in entry:
        text = "\n".join(text for texts in entry["typed"].values() for text in texts if text)
        return Line(question, text, errors)
    value = entry["value"]
    text = "" if value is None else type_of(question).text(question, value)
    return Line(question, text, errors, is_missing=value is None and bool(errors))


def is_sound(pages: list[ReadPage]) -> bool:
    return not any(line.errors for page in pages for line in page.lines)


def is_ready(content: Content, entries: dict, saved_page: int) -> bool:
    """Whether only finishing is left: nothing is missing or wrong, and no page with an open question lies ahead of
    the one that was saved last (0: none yet)."""
    done, asked = progress(content, entries)
    is_through = all(page.number <= saved_page for page in shown_pages(content, entries))
    return saved_page > 0 and (done == asked or is_through) and is_sound(read(content, entries))


def final(content: Content, entries: dict) -> dict:
    """What stays once it is handed in: the answers to all that is asked, and nothing else."""
    asked = visible(content, values_of(entries))
    return {key: entry for key, entry in entries.items() if key in asked and entry.get("value") is not None}


def progress(content: Content, entries: dict) -> tuple[int, int]:
    """How many of the asked questions have a sound answer, and how many there are."""
    asked = visible(content, values_of(entries)) & {question.key for question in content.questions}
    done = sum(entries.get(key, {}).get("value") is not None for key in asked)
    return done, len(asked)


def file_uuids(entries: dict, content: Content) -> list[str]:
    keys = [question.key for question in content.questions if question.type == "file"]
    return [file["uuid"] for key in keys for file in (entries.get(key) or {}).get("value") or []]
