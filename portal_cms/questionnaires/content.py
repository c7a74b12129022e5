"""What a questionnaire asks, as it was frozen: plain values read from a version's JSON. Knows no database."""

from dataclasses import dataclass, field

EXPLANATION = "explanation"


@dataclass(frozen=True)
class Condition:
    """`question` is the key of an earlier one; `operator` one of `conditions.OPERATORS`."""

    question: str
    operator: str
    value: str = ""


@dataclass(frozen=True)
class Question:
    """`key` stays the same over every edit of the questionnaire; `type` names a class of `types`."""

    key: str
    type: str
    label: str
    help: str = ""
    required: bool = False
    condition: Condition | None = None
    prefill: str = ""  # which of the client's data stand there at first
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 10
    minimum: str = ""
    maximum: str = ""
    currency: str = "EUR"

    @property
    def asks(self):
        return self.type != EXPLANATION


@dataclass(frozen=True)
class Page:
    number: int
    title: str
    text: str = ""
    condition: Condition | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Content:
    title: str
    language: str
    intro: str = ""
    pages: tuple[Page, ...] = field(default_factory=tuple)

    @property
    def questions(self):
        """All that want an answer, in their order."""
        return [question for page in self.pages for question in page.questions if question.asks]


def load(data: dict) -> Content:
    """The content of a version, or of a draft that is previewed."""
    pages = tuple(
        Page(
            number=number,
            title=page["title"],
            text=page["text"],
            condition=_condition(page["condition"]),
            questions=tuple(_question(row) for row in page["questions"]),
        )
        for number, page in enumerate(data["pages"], 1)
    )
    return Content(title=data["title"], language=data["language"], intro=data["intro"], pages=pages)


def _question(row):
    fixed = {"condition": _condition(row["condition"])}
    fixed |= {name: tuple(row[name]) for name in ("options", "columns") if name in row}
    return Question(**{**row, **fixed})


def _condition(row):
    return Condition(**row) if row else None
