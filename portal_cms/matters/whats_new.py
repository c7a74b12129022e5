"""What is new for a client: each app says which of its rows count, in columns all share.

Apps register from `AppConfig.ready()`, so imports go down only. However many kinds there are, a page asks the database
once for all numbers and once for the newest rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise

from portal_cms.matters.models import Matter
from portal_cms.matters.reader import Reader, ReaderQuery

TEXTS = ("title", "subject", "sender", "picture", "detail")


@dataclass(frozen=True)
class Kind:
    """One kind of thing. `rows(reader)` are those that are new, mostly what came after `reader.after`; they have a foreign
    key `matter`. `at`, `target` (a UUID) and `texts` name their columns; who may see a row without its matter is not
    told the matter's subject: `"subject": None`. `path(row)` leads from a row {kind, at, matter,
    subject, target, title, sender, picture, detail} to its page. `number(count)` says how many there are in one
    matter, and `place(matter)` where.
    """

    key: str
    label: Promise
    rows: Callable[[Reader], QuerySet]
    path: Callable[[dict], str]
    number: Callable[[int], str]
    place: Callable[[Matter], str]
    at: str = "published_at"
    target: str = "uuid"
    texts: dict = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register_new(kind: Kind):
    """Let clients be shown rows of this kind as new."""
    _kinds[kind.key] = kind


def kind_of(key) -> Kind:
    return _kinds[key]


def is_kind(key):
    return key in _kinds


def numbers_of(reader, *others):
    """{kind: {matter id: how many}}, in one query; `others` make queries of such rows, of a reader, that the page needs
    besides."""
    found = {key: {} for key in _kinds}
    for key, matter_id, number in _numbers.rows(reader, tuple(_kinds), *others):
        found.setdefault(key, {})[matter_id] = number
    return found


def newest_of(reader, kinds, limit):
    """The newest rows of these kinds, newest first, with `url` and `label`; in one query."""
    rows = _union(_columns(_kinds[key], reader) for key in kinds).order_by("-new_at")[:limit]
    shown = []
    for row in rows:
        item = {name.removeprefix("new_"): value for name, value in row.items()}
        kind = _kinds[item["kind"]]
        shown.append({**item, "url": kind.path(item), "label": kind.label})
    return shown


def _union(queries):
    first, *others = queries
    return first.union(*others, all=True)


@ReaderQuery
def _numbers(reader, keys, *others):
    return _union([*(_number(_kinds[key], reader) for key in keys), *(other(reader) for other in others)])


def _number(kind, reader):
    rows = kind.rows(reader).order_by().annotate(new_kind=_word(kind.key))
    return rows.values_list("new_kind", "matter_id").annotate(new_number=Count("pk"))


def _columns(kind, reader):
    return kind.rows(reader).order_by().values(
        new_kind=_word(kind.key), new_at=F(kind.at), new_matter=F("matter__uuid"),
        new_target=F(kind.target), **{f"new_{name}": _text({"subject": "matter__subject", **kind.texts}.get(name)) for name in TEXTS},
    )  # fmt: skip


def _word(key):
    return Value(key, output_field=CharField())


def _text(source):
    """One type in all kinds, as the rows of a union have, and never null."""
    if source is None:
        return Value("", output_field=TextField())
    return Coalesce(Cast(source, TextField()), Value(""), output_field=TextField())
