"""Print one of the README's commands: `python3 .ci/readme_command.py test`, or `run`."""

import re
import sys
from pathlib import Path

MARKS = {"run": "portal-cms demo", "test": "pytest"}
README = Path(__file__).resolve().parent.parent / "README.md"


def command(name):
    """The first shell block of the README that holds the mark, its continued lines joined."""
    blocks = re.findall(r"```(?:sh|bash|shell|console)\n(.*?)```", README.read_text(), re.DOTALL)
    for block in blocks:
        if MARKS[name] in block:
            return block.replace("\\\n", " ").strip()
    raise SystemExit(f"README.md has no shell block with {MARKS[name]!r}.")


if __name__ == "__main__":
    print(command(sys.argv[1]))
