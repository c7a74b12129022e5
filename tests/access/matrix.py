"""Reads the rows of matrix.txt; writes them as observed."""

from collections import defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from tests.access.routes import all_routes
from tests.access.world import MAY_READ, PEOPLE

FILE = Path(__file__).with_name("matrix.txt")
HEAD = """\
# One row per route and method: the answer each person gets. L sign-in page, A "denied" of the Wagtail admin,
# G another redirect, else the status; several answers of a group are joined by "/". Then the most queries a GET may
# need for the first person who gets the page, and the planted words people must meet there.
"""
OURS = ("portal_", "sitesettings", "reports_", "picture", "theme:", "/admin/settings/sitesettings")
SLACK = 2  # queries


@dataclass
class Row:
    route: str
    method: str
    words: dict = field(default_factory=dict)
    budget: int = 0
    shows: list = field(default_factory=list)

    def fits(self, route):
        return self.route == route or fnmatchcase(route, self.route.replace("[", "[[]"))

    def allowed(self, name):
        return set(self.words[name].split("/"))

    @property
    def main(self):
        """The first person who gets the page."""
        return next((name for name in PEOPLE if self.words[name] == "200"), None)


@cache
def rows():
    return [
        _parse(line)
        for line in FILE.read_text().splitlines()
        if line.strip() and not line.startswith(("#", "route"))
    ]


def _parse(line):
    route, method, *rest = line.split()
    words = dict(zip(PEOPLE, rest, strict=False))
    budget, *shows = rest[len(PEOPLE) :]
    return Row(route, method, words, int(budget), [tuple(pair.split(":")) for pair in shows])


def row_for(route, method):
    """The row of exactly this route, else that of its group."""
    fitting = [row for row in rows() if row.method == method and row.fits(route)]
    return min(fitting, key=lambda row: (row.route != route, -len(row.route)), default=None)


@cache
def our_routes():
    """Routes of the portal's own views; the others are Wagtail's."""
    return [name for name in all_routes() if name.startswith(OURS)]


def write(visits):
    """Rows as observed: one each for our own routes, one per group for Wagtail's."""
    groups = defaultdict(list)
    for route in visits:
        groups[route if route in our_routes() or ":" not in route else f"{route.partition(':')[0]}:*"].append(
            route
        )
    width = max(len(name) for name in groups)
    columns = " ".join(f"{name[:9]:9}" for name in PEOPLE)
    lines = [HEAD, f"{'route':{width}} method {columns} queries, words\n"]
    for name, routes in sorted(groups.items()):
        lines += [_line(name, routes, method, visits, width) for method in ("GET", "POST")]
    FILE.write_text("".join(lines))


def add(visits):
    """The rows of these routes, which have none yet, put in their places between the others."""
    lines = FILE.read_text().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("route")) + 1
    new = [_line(name, [name], method, visits, 52) for name in visits for method in ("GET", "POST")]
    FILE.write_text(
        "".join(lines[:first] + sorted([*lines[first:], *new], key=lambda line: line.split()[:2]))
    )


def _line(name, routes, method, visits, width):
    found = [visits[route][method] for route in routes]
    words = {person: "/".join(sorted({visit[person].word for visit in found})) for person in PEOPLE}
    main = next((person for person in PEOPLE if words[person] == "200"), None)
    budget = max(visit[main].queries for visit in found) + SLACK if main and method == "GET" else 0
    shows = _shown(found[0], main) if method == "GET" and len(routes) == 1 else []
    answers = " ".join(f"{word:9}" for word in words.values())
    return f"{name:{width}} {method:6} {answers} {budget} {' '.join(shows)}".rstrip() + "\n"


def _shown(visit, main):
    from tests.access.observing import found

    people = [person for person in PEOPLE if visit[person].word == "200"]
    return (
        [
            f"{person}:{word}"
            for person in people
            for word in found(visit[person].text)
            if person in MAY_READ[word]
        ]
        if main
        else []
    )
