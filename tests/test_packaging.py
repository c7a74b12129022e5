"""The lock holds what pyproject.toml asks for, with hashes and no addresses; the README's commands use it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN, ALL = ROOT / ".ci" / "requirements-run.lock", ROOT / ".ci" / "requirements.lock"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    RUN: [*PROJECT["project"]["dependencies"], *EXTRAS["postgres"], *PROJECT["build-system"]["requires"]],
    ALL: [
        *PROJECT["project"]["dependencies"],
        *(
            text for name, texts in EXTRAS.items() if name != "ocr" for text in texts
        ),  # too large for everybody
        *PROJECT["build-system"]["requires"],
    ],
}


def locked(path):
    """Requirements of a lock, each with its number of hashes."""
    entries = re.split(r"\n(?=\S)", path.read_text().replace("\\\n", " "))
    rows = [entry.split("--hash=") for entry in entries if not entry.startswith(("#", "--"))]
    return [(Requirement(row[0].strip()), len(row) - 1) for row in rows if row[0].strip()]


def versions(path, python):
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
    }
    return {
        canonicalize_name(row.name): str(row.specifier).removeprefix("==")
        for row, _hashes in locked(path)
        if row.marker is None or row.marker.evaluate(environment)
    }


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("path", [RUN, ALL], ids=lambda path: path.stem)
def test_the_lock_satisfies_what_the_project_asks_for(path, python):
    exact = versions(path, python)
    for text in WANTED[path]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(exact[canonicalize_name(wanted.name)]), f"{text}: run .ci/lock"


@pytest.mark.parametrize("path", [RUN, ALL], ids=lambda path: path.stem)
def test_the_lock_is_exact_hashed_and_names_no_server(path):
    text = path.read_text()
    assert "://" not in text
    assert "--require-hashes" in text
    assert "--only-binary :all:" in text
    assert all(str(row.specifier).startswith("==") and hashes for row, hashes in locked(path))


def test_django_6_is_used_where_python_allows_it():
    assert versions(ALL, "3.11")["django"].startswith("5.2")
    assert versions(ALL, "3.13")["django"].startswith("6.")


def test_every_bound_has_both_ends():
    for text in WANTED[ALL]:
        operators = {specifier.operator for specifier in Requirement(text).specifier}
        assert {">=", "<"} <= operators, text


@pytest.mark.parametrize(("name", "lock", "last"), [("run", RUN, "portal-cms demo"), ("test", ALL, "pytest")])
def test_the_readme_has_the_command(name, lock, last):
    call = [sys.executable, str(ROOT / ".ci" / "readme_command.py"), name]
    command = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert f"-r .ci/{lock.name}" in command
    assert last in command.split("&&")[-1]


def test_what_is_committed_names_no_place_of_a_machine():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not listed:
        pytest.skip("This is no git checkout.")
    places = re.compile("/(?:root|home)/|/" + "work/|files.python" + "hosted|py" + r"pi\.org")
    texts = (
        ROOT / name
        for name in listed
        if Path(name).suffix in {".py", ".md", ".toml", ".txt", ".lock", ".html", ".js", ".css", ""}
    )
    assert not [
        str(path.relative_to(ROOT))
        for path in texts
        if path.is_file() and places.search(path.read_text(errors="ignore"))
    ]
