"""The catalogue of behaviours and the tests that drive them are of one mind."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
CATALOGUE = TESTS / "FEATURES.md"
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def catalogue():
    """id -> (behaviour, where)"""
    rows = ROW.findall(CATALOGUE.read_text())
    assert len({key for key, _behaviour, _where in rows}) == len(rows), "an id stands twice in FEATURES.md"
    return {key: (behaviour, where) for key, behaviour, where in rows}


def marked():
    """id -> names of the files with a test that carries it"""
    found = {}
    for path in TESTS.rglob("test_*.py"):
        for key in _marks_in(ast.parse(path.read_text())):
            found.setdefault(key, set()).add(path.relative_to(TESTS).as_posix())
    return found


def _marks_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "feature":
            yield from (argument.value for argument in node.args)


def test_every_behaviour_of_the_catalogue_is_driven_by_a_test():
    assert not sorted(set(catalogue()) - set(marked()))


def test_every_mark_is_in_the_catalogue():
    assert not sorted(set(marked()) - set(catalogue()))


def test_the_catalogue_says_where_to_look():
    files_of = marked()
    for key, (behaviour, where) in catalogue().items():
        assert len(behaviour) > 20, key
        files = re.findall(r"`([^`]+\.py)`", where)
        assert files, f"{key} names no test"
        assert set(files) <= files_of[key], f"{key}: {files} hold no test of it; {sorted(files_of[key])} do"


def test_the_rows_from_a1_to_a59_are_all_there():
    assert {f"A{number}" for number in range(1, 60)} <= set(catalogue())
