"""The catalogues of German and Spanish: complete, faithful to their placeholders, compiled, and not behind the code."""

import contextlib
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("portal_cms", "sitesettings", "theme")
LANGUAGES = ("de", "es")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
REPAIR = (
    "run `portal-cms makemessages --all --no-location --no-obsolete --ignore=tests/* --ignore=fixtures/* --ignore=.venv/*`,"
    " translate, then `portal-cms compilemessages --ignore=.venv`"
)

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(language, suffix="po"):
    path = ROOT / f"portal_cms/locale/{language}/LC_MESSAGES/django.{suffix}"
    return polib.pofile(path) if suffix == "po" else polib.mofile(path)


def key(entry):
    return entry.msgctxt, entry.msgid


def forms(entry):
    """Pairs of source and translation; a plural has two of them."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


@pytest.fixture(scope="module")
def in_the_code(tmp_path_factory):
    """What a fresh extraction finds, made from a copy so that no file here changes."""
    if not shutil.which("xgettext") or not shutil.which("msgmerge"):
        pytest.skip("the tools of GNU gettext are not installed (apt-get install gettext)")
    copy = tmp_path_factory.mktemp("sources")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("static", "locale", "__pycache__")
        )
    locale = copy / "portal_cms/locale"
    locale.mkdir()
    with contextlib.chdir(copy), override_settings(LOCALE_PATHS=[locale]):
        call_command("makemessages", locale=["de"], no_location=True, verbosity=0)
    return {key(entry) for entry in polib.pofile(locale / "de/LC_MESSAGES/django.po")}


def test_every_text_is_translated_and_none_is_a_guess(language):
    entries = catalogue(language)

    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    assert len(entries) > 900


def test_placeholders_and_tags_survive_the_translation(language):
    for entry in catalogue(language):
        for source, translation in forms(entry):
            for pattern in (PLACEHOLDER, TAG):
                found, expected = sorted(pattern.findall(translation)), sorted(pattern.findall(source))
                assert found == expected, f"{source!r} became {translation!r}"


def test_the_compiled_catalogue_says_the_same(language):
    def texts(entries):
        return {key(e): e.msgstr_plural or e.msgstr for e in entries if not e.obsolete}

    assert texts(catalogue(language, "mo")) == texts(catalogue(language)), REPAIR


def test_no_text_of_the_code_is_missing(language, in_the_code):
    missing = in_the_code - {key(entry) for entry in catalogue(language) if not entry.obsolete}

    assert missing == set(), REPAIR
