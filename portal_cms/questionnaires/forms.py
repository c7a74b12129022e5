"""One page of a questionnaire as a form. It takes whatever is typed: what is wrong is kept beside what is right."""

from dataclasses import dataclass, field

from django import forms
from django.utils.datastructures import MultiValueDict

from portal_cms.questionnaires import conditions
from portal_cms.questionnaires.content import Question
from portal_cms.questionnaires.types import type_of

LONGEST = 20_000  # signs of one wrong answer that are kept
LEAST_ROWS, SPARE_ROWS = 3, 2  # of a table: shown at first, empty ones below those with words


@dataclass
class Ask:
    """One question as a template shows it."""

    question: Question
    fields: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    files: list = field(default_factory=list)  # kept so far
    rows: list = field(default_factory=list)  # of a table
    condition: object = None  # on a question of the same page; the page's script follows it
    hint: str = ""  # that condition in words, for readers without scripts

    @property
    def is_optional(self):
        return not self.question.required

    @property
    def template(self):
        kind = self.question.type
        if kind in ("explanation", "table", "file"):
            return f"portal_questionnaires/questions/{kind}.html"
        if kind in ("choice", "several", "yes_no"):
            is_list = self.fields[0].widget_type == "select"
            return f"portal_questionnaires/questions/{'line' if is_list else 'choice'}.html"
        is_group = type_of(self.question).is_group
        return f"portal_questionnaires/questions/{'group' if is_group else 'line'}.html"


class PageForm(forms.Form):
    """`questions` are those the page shows, `entries` what is kept of them. Unanswered ones are an error only if
    `is_final`."""

    use_required_attribute = False

    def __init__(self, questions, *, data, files=None, entries=None, is_final=False):
        super().__init__(data, files or MultiValueDict(), label_suffix="")
        self.questions, self.entries, self.is_final = questions, entries or {}, is_final
        self.names = {}
        for question in questions:
            if not question.asks:
                continue
            parts = type_of(question).fields(question)
            self.names[question.key] = {part: name_of(question, part) for part in parts}
            for part, part_field in parts.items():
                self.fields[name_of(question, part)] = part_field
            if question.type == "file" and self.kept_files(question):
                self.fields[name_of(question)].required = False

    def kept_files(self, question):
        return (self.entries.get(question.key) or {}).get("value") or []

    def full_clean(self):
        super().full_clean()
        if self.is_final:
            self._ask_for_rows()
            return
        for name, errors in list(self._errors.items()):
            if all(error.code == "required" for error in errors.as_data()):
                del self._errors[name]

    def _ask_for_rows(self):
        for question in self.questions:
            if question.type == "table" and question.required and self._value(question) is None:
                error = forms.ValidationError(forms.Field.default_error_messages["required"], "required")
                self.add_error(name_of(question, "0-0"), error)

    def _value(self, question):
        cleaned = {part: self.cleaned_data.get(name) for part, name in self.names[question.key].items()}
        return type_of(question).value(question, cleaned)

    def errors_of(self, question):
        """Sentences, each once; of several lines, as an address has, each says which line it is about."""
        names = self.names.get(question.key, {}).values()
        found = [(name, error) for name in names for error in self.errors.get(name, [])]
        if len(names) > 1 and question.type != "table":
            return [f"{self.fields[name].label}: {error}" for name, error in found]
        return list(dict.fromkeys(error for _name, error in found))

    def forget_errors(self, keys):
        """Of questions that turned out not to be asked."""
        for key in keys:
            for name in self.names.get(key, {}).values():
                self.errors.pop(name, None)

    def answers(self):
        """What to keep, by key; files are kept one by one, elsewhere."""
        self.errors  # noqa: B018 - cleans
        asked = [question for question in self.questions if question.asks and question.type != "file"]
        return {question.key: self._entry(question) for question in asked}

    def _entry(self, question):
        if not self.errors_of(question):
            return {"value": self._value(question)}
        return {
            "typed": {
                part: [text.replace("\0", "")[:LONGEST] for text in self.data.getlist(name)]
                for part, name in self.names[question.key].items()
            }
        }

    def new_files(self):
        """Pairs of a question and the files chosen for it."""
        for question in self.questions:
            if question.type == "file":
                yield question, self.cleaned_data.get(name_of(question)) or []

    def asks(self):
        """The questions as the template shows them."""
        here = {question.key: question for question in self.questions}
        for question in self.questions:
            names = self.names.get(question.key, {})
            ask = Ask(question, fields=[self[name] for name in names.values()])
            ask.errors = self.errors_of(question)
            ask.files = self.kept_files(question) if question.type == "file" else []
            if question.type == "table":
                ask.rows = self._rows(question)
            if question.condition and question.condition.question in here:
                ask.condition = question.condition
                ask.hint = conditions.in_words(ask.condition, here[ask.condition.question])
            yield ask

    def _rows(self, question):
        width = len(question.columns)
        typed = [
            number
            for number in range(question.rows)
            if any(self.data.get(name_of(question, f"{number}-{column}")) for column in range(width))
        ]
        shown = min(max(LEAST_ROWS, (max(typed) + 1 if typed else 0) + SPARE_ROWS), question.rows)
        return [
            [self[name_of(question, f"{row}-{column}")] for column in range(width)] for row in range(shown)
        ]


def name_of(question, part=""):
    return f"q-{question.key}-{part}" if part else f"q-{question.key}"


def as_data(questions, entries, client=None):
    """What is kept, as a browser would send it; with `client`, what the firm knows stands where nothing is kept."""
    data = MultiValueDict()
    for question in questions:
        if not question.asks:
            continue
        for part, texts in _typed(question, entries.get(question.key), client).items():
            data.setlist(name_of(question, part), texts)
    return data


def _typed(question, entry, client):
    if entry is not None and "typed" in entry:
        return entry["typed"]
    kind = type_of(question)
    if entry is not None:
        return kind.typed(question, entry["value"])
    return kind.typed(question, client and kind.from_client(question, client))
