"""What an import would do, row by row. Reading only; `services` does it, from the same rows."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.imports.columns import FIELDS, plain


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


LABELS = {
    Action.CREATE: gettext_lazy("Create"),
    Action.UPDATE: gettext_lazy("Update"),
    Action.UNCHANGED: gettext_lazy("Unchanged"),
    Action.ERROR: gettext_lazy("Error"),
}


@dataclass(slots=True)
class Row:
    """`cells` are what the file says by field, `values` what it means; `changes` are (label, before, after) for
    people, `errors` field -> sentence. `target` is the object found, None for a new one."""

    line: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    target: Any = None
    name: str = ""

    @property
    def action(self):
        if self.errors:
            return Action.ERROR
        if self.target is None:
            return Action.CREATE
        return Action.UPDATE if self.changes else Action.UNCHANGED

    @property
    def label(self):
        return LABELS[self.action]

    def refuse(self, key, sentence):
        """Only the first error of a field is told: the next may follow from it."""
        self.errors.setdefault(key, str(sentence))

    def error_rows(self, kind):
        labels = {one.key: one.label for one in FIELDS[kind]}
        return [(labels.get(key, ""), text) for key, text in self.errors.items()]


@dataclass(slots=True)
class Plan:
    kind: str
    rows: list[Row]

    @property
    def counts(self):
        """Action -> number of rows, all four in order."""
        counted = Counter(row.action for row in self.rows)
        return {action: counted[action] for action in Action}

    @property
    def has_work(self):
        return any(row.action in (Action.CREATE, Action.UPDATE) for row in self.rows)

    @property
    def digest(self):
        """Changes with anything a person was shown, so that what is confirmed is what is done."""
        shown = [
            [row.line, row.action, row.name, getattr(row.target, "pk", None), row.changes, row.errors]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()


def rows_of(table, columns) -> list[Row]:
    """The rows of a file under our own names of fields."""
    return [
        Row(line, {key: cells[at] for key, at in columns.items() if at < len(cells)})
        for line, cells in table.rows
    ]


def take(row, model, keys):
    """Check plain fields by the model's own rules; empty cells say nothing and change nothing."""
    for key in keys:
        text = row.cells.get(key, "")
        if not text:
            continue
        try:
            row.values[key] = model._meta.get_field(key).clean(text, None)
        except ValidationError as error:
            row.refuse(key, " ".join(error.messages))


def refuse_twins(rows, key, identify, sentence):
    """Of rows about the same thing the first counts; the others say in which line it stands."""
    seen = {}
    for row in rows:
        if not (identity := identify(row)):
            continue
        if identity in seen:
            row.refuse(key, sentence % {"line": seen[identity]})
        else:
            seen[identity] = row.line


def choose(row, key, words, allowed):
    """A word of one of three languages as the value it stands for."""
    text = row.cells.get(key, "")
    if not text:
        return
    value = next((value for value, names in words.items() if plain(text) in names), None)
    if value is None:
        row.refuse(
            key,
            _("“%(text)s” is not known here. Please use one of: %(allowed)s.")
            % {"text": text, "allowed": allowed},
        )
    else:
        row.values[key] = value


def words(**lists):
    """value -> the words for it, as `plain` writes them."""
    return {
        value: {plain(value), *(plain(name) for name in names.split(","))} for value, names in lists.items()
    }


def note_changes(row, kind, before):
    """Compare the values with `before` (field -> what is there now) and note the differences for people."""
    labels = {one.key: one.label for one in FIELDS[kind]}
    for key, value in row.values.items():
        if key in before and before[key] != value:
            row.changes.append((str(labels[key]), str(before[key] or ""), str(value)))
