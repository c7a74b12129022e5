"""Names that people send: what is seen is what it is, and no system stumbles over it."""

import pytest

from portal_cms.common.names import LIMIT, display_name, extension


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Vertrag.pdf", "Vertrag.pdf"),
        ("Übergabe Straße (2).PDF", "Übergabe Straße (2).PDF"),
        ("U\u0308bergabe.pdf", "Übergabe.pdf"),  # decomposed, as macOS sends it
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\scan.png", "scan.png"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("pass\u200bport\ufeff.pdf", "passport.pdf"),
        ("evil.exe\x00.pdf", "evil.exe.pdf"),
        ('a\r\nSet-Cookie: "x".pdf', "a Set-Cookie_ _x_.pdf"),
        (".htaccess", "htaccess"),
        ("report.pdf. . ", "report.pdf"),
        ("invoice.pdf" + 80 * " " + ".exe", "invoice.pdf .exe"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("console.txt", "console.txt"),
        ("...", "file"),
        ("", "file"),
        ("a/b/", "file"),
        ("\ud800x.pdf", "x.pdf"),
    ],
)
def test_names_are_shown_safely(raw, shown):
    assert display_name(raw) == shown
    assert display_name(shown) == shown


def test_a_long_name_keeps_its_real_extension():
    assert display_name("x" * 300 + ".docx") == "x" * (LIMIT - 5) + ".docx"
    assert len(display_name("x" * 300)) == LIMIT
    assert extension(display_name("x." * 200 + "pdf")) == "pdf"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("a.", ""), ("a.b c", ""), ("a.p\n", "")],
)
def test_the_extension_is_what_follows_the_last_dot(name, expected):
    assert extension(name) == expected
