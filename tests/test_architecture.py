"""The plan of the house: who may import whom, which shortcuts are banned, and what a page may never hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the ground up; each may import what stands before it, and itself.
ORDER = [
    "theme", "portal_cms.common", "sitesettings", "portal_cms.access", "portal_cms.accounts", "portal_cms.audit",
    "portal_cms.notices", "portal_cms.clients", "portal_cms.matters", "portal_cms.parts", "portal_cms.documents",
    "portal_cms.messaging", "portal_cms.billing", "portal_cms.requests", "portal_cms.questionnaires", "portal_cms.pdfforms", "portal_cms.signing", "portal_cms.reading", "portal_cms.activity", "portal_cms.pages", "portal_cms.imports", "portal_cms.guide",
    "portal_cms.help", "portal_cms.dashboard",
]  # fmt: skip
UPWARD = {
    ("sitesettings", "portal_cms.access"),  # its admin screens are scoped by the same machinery
}
PARTS = {
    "access", "actions", "announce", "apps", "checks", "forms", "migrations", "models", "services", "staff", "tasks",
    "urls", "views", "wagtail_hooks",
}  # fmt: skip
SOURCES = [
    path
    for package in ("portal_cms", "sitesettings", "theme")
    for path in sorted((ROOT / package).rglob("*.py"))
]
TEMPLATES = [
    path
    for package in ("portal_cms", "sitesettings", "theme")
    for path in sorted((ROOT / package).rglob("*.html"))
]
PORTAL_PAGES = [
    path for path in TEMPLATES if "/admin/" not in path.as_posix() and "/mail/" not in path.as_posix()
]
ASSETS = [path for kind in ("*.css", "*.js") for path in sorted((ROOT / "theme" / "static").rglob(kind))]


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def home_of(module):
    return max(
        (part for part in ORDER if module == part or module.startswith(f"{part}.")), key=len, default=None
    )


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def where(path, line):
    return f"{path.relative_to(ROOT)}:{line}"


def test_imports_go_down_only():
    wrong = set()
    for path in SOURCES:
        here = home_of(name_of(path))
        for module, line in imports_of(path):
            there = home_of(module)
            if not here or not there or here == there or (here, there) in UPWARD:
                continue
            if ORDER.index(there) > ORDER.index(here):
                wrong.add(f"{where(path, line)} {here} imports {there}, which stands above it")
    assert not wrong


def test_the_theme_knows_nothing_of_the_portal():
    found = [
        where(path, line)
        for path in SOURCES
        if home_of(name_of(path)) == "theme"
        for module, line in imports_of(path)
        if module.startswith(("portal_cms", "sitesettings"))
    ]
    assert not found


def test_what_is_run_imports_no_tests_and_no_demo():
    allowed = {"portal_cms.management", "portal_cms.bench"}
    found = [
        where(path, line) for path in SOURCES for module, line in imports_of(path)
        if module.split(".")[0] in ("tests", "fixtures") and not any(name_of(path).startswith(part) for part in allowed)
    ]  # fmt: skip
    assert not found


BANNED = {
    "guardian.shortcuts": "grants have one writer, portal_cms.matters.grants",
    "guardian.utils": "grants have one writer, portal_cms.matters.grants",
    "django.core.mail.send_mail": "announce an event; the outbox delivers it",
    "django.core.mail.EmailMessage": "announce an event; the outbox delivers it",
    "wagtail.admin.mail": "announce an event; the outbox delivers it",
    "wagtail.contrib.modeladmin": "the package is wagtail_modeladmin",
    "wagtail.documents.permissions": "register policies with wagtail.permissions",
}


@pytest.mark.parametrize("banned", sorted(BANNED))
def test_a_banned_shortcut_is_not_taken(banned):
    found = [
        where(path, line)
        for path in SOURCES
        for module, line in imports_of(path)
        if module == banned or module.startswith(f"{banned}.")
    ]
    assert not found, BANNED[banned]


SCOPED = (
    "Matter",
    "Document",
    "Folder",
    "Share",
    "Thread",
    "Message",
    "Client",
    "Bill",
    "Party",
    "Court",
    "Proceeding",
)
VIEWS = [
    path
    for path in SOURCES
    if re.fullmatch(
        r"views|downloads|uploads|staff\w*|screens|panels|reports|rows|choosers|columns", path.stem
    )
]
UNSCOPED = re.compile(
    rf"\b({'|'.join(SCOPED)})\.objects\.(?!visible_to|changeable_by|shareable_by|none\b)(\w+)"
)


def test_views_reach_rows_through_what_the_person_may_see():
    """A plain query in a view is allowed only below a thing that was found by rights: it names that thing."""
    found = []
    for path in VIEWS:
        text = path.read_text()
        for match in UNSCOPED.finditer(text):
            rest = text[match.start() : match.start() + 160]
            if not re.search(
                r"(matter|thread|document|client|folder|pk|self\.\w+)\s*=|__in=|select_related", rest
            ):
                found.append(f"{where(path, text[: match.start()].count(chr(10)) + 1)} {match[0]}")
    assert not found


def test_every_capability_has_the_same_shape():
    for part in ORDER[5:]:
        folder = ROOT / part.replace(".", "/")
        assert (folder / "apps.py").exists(), part
        names = {path.stem for path in folder.glob("*.py")}
        assert "__init__" in names, part
        assert (folder / "__init__.py").read_text().strip().startswith('"""'), (
            f"{part} does not say what it is for"
        )
        label = part.rpartition(".")[2]
        assert f'label = "portal_{label}"' in (folder / "apps.py").read_text(), part
        for templates in folder.glob("templates/*"):
            assert templates.name in {
                f"portal_{label}",
                "portal_mail",
                "mail",
                "wagtailusers",
                "wagtailadmin",
                "modeladmin",
            }, templates


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_why_it_exists(path):
    if path.stem in {"apps", "urls", "asgi", "wsgi", "__init__"} or "migrations" in path.parts:
        return
    assert ast.get_docstring(ast.parse(path.read_text())), f"{path.relative_to(ROOT)} has no docstring"


@pytest.mark.parametrize("path", PORTAL_PAGES + ASSETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_asks_another_server_for_anything(path):
    addresses = re.findall(
        r"(?:src|href|url|import|fetch)\s*[=(]\s*[\"']?((?:https?:)?//[^\s\"')]+)", path.read_text()
    )
    assert not [address for address in addresses if "www.w3.org" not in address]


@pytest.mark.parametrize("path", PORTAL_PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_of_the_portal_holds_script_or_style_of_its_own(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r"<style|\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:", text)
    assert not re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text)


TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
MARKED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% comment %}.*?{% endcomment %}"
    r"|{% block (?:current_\w+|\w+_class) %}.*?{% endblock %}",  # parts of an attribute
    re.DOTALL,
)
ELEMENT = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_people_read_is_marked_for_translation(path):
    text = re.sub(
        r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", " ", MARKED.sub(" ", path.read_text()), flags=re.DOTALL
    )
    visible = ELEMENT.sub(" ", TAGS.sub(" ", text))
    words = [
        word
        for word in re.findall(r"[^\W\d_]{3,}", visible)
        if word
        not in {
            "nbsp",
            "middot",
            "ndash",
            "hellip",
            "rarr",
            "larr",
            "shy",
            "amp",
            "laquo",
            "raquo",
            "times",
            "bull",
            "mdash",
        }
    ]
    assert "styleguide" in path.as_posix() or not words, f"not marked: {' '.join(words[:10])}"
    attributes = re.findall(r"(?:alt|title|placeholder|aria-label)=\"([^\"{%]*[^\W\d_]{3,}[^\"{%]*)\"", text)
    assert "styleguide" in path.as_posix() or not attributes, f"not marked: {attributes}"
