"""Precision and recall of the rules, per kind, on letters with labels: `python -m tests.reading.measure`.

A letter is a text file: the letter, a line of five hyphens, and one line "kind: value" for each thing a person finds in it.
`letters` were written after the rules and measured once untouched (precision 0.94, recall 0.91); then the mistakes they
showed were mended. `fresh` were written after that, and no rule was changed for them. `people` have labels of parties and
hearings alone; they were written after the rules of these two, which were not changed for them (parties 0.95 and 0.78,
before 0.93 and 0.57; hearings 1.00 and 0.75, before 1.00 and 0.62).
"""

import re
from collections import Counter
from pathlib import Path

from portal_cms.reading.extract import find_all

LETTERS = Path(__file__).parent / "letters"
FRESH = Path(__file__).parent / "fresh"
PEOPLE = Path(__file__).parent / "people"


def letters(folder=LETTERS):
    """Name -> (text, set of (kind, plain value))."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        text, _mark, labels = path.read_text().partition("\n-----\n")
        rows = [line.partition(": ") for line in labels.splitlines() if line]
        found[path.stem] = (text, {(kind, plain(kind, value)) for kind, _colon, value in rows})
    return found


def plain(kind, value):
    """A value without what does not matter: case, blanks, signs."""
    if kind == "phone":
        return re.sub(r"\D", "", value)[-9:]
    if kind in ("deadline", "hearing", "amount", "date"):
        return value.strip()
    return re.sub(r"[\W_]", "", value).casefold()


def found_in(text):
    return {(finding.kind, plain(finding.kind, said(finding))) for finding in find_all([text])}


def said(finding):
    """As the labels put it: of a term that is not worked out its number and the first letter of its unit."""
    if finding.kind == "deadline" and not finding.value:
        count, unit = finding.data["term"].split()[:2]
        return f"{count} {unit[0]}"
    if finding.kind == "hearing":
        return f"{finding.value} {finding.data['time']}"
    return finding.value


def measure(rows):
    """Kind -> (right, found, labelled), and "all" for the sum."""
    right, found, labelled = Counter(), Counter(), Counter()
    for text, wanted in rows:
        got = found_in(text)
        for counter, values in ((right, got & wanted), (found, got), (labelled, wanted)):
            counter.update(kind for kind, _value in values)
    kinds = sorted(set(found) | set(labelled))
    figures = {kind: (right[kind], found[kind], labelled[kind]) for kind in kinds}
    return {**figures, "all": tuple(sum(column) for column in zip(*figures.values(), strict=True))}


def precision(figures):
    right, found, _labelled = figures
    return right / found if found else 1.0


def recall(figures):
    right, _found, labelled = figures
    return right / labelled if labelled else 1.0


if __name__ == "__main__":
    import sys

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    for kind, figures in measure(letters(folder).values()).items():
        print(f"{kind:16} {figures!s:16} precision {precision(figures):.2f} recall {recall(figures):.2f}")
    if "-v" in sys.argv:
        for name, (text, wanted) in letters(folder).items():
            got = found_in(text)
            print(name, "\n  missing", sorted(wanted - got), "\n  wrong", sorted(got - wanted))
