"""German that speaks to everybody: no word of the interface means men only (J28)."""

import re
from pathlib import Path

import polib
import pytest
from django.utils.html import strip_tags

from portal_cms.help.shipped import LANGUAGES
from tests import make

MEN_ONLY = re.compile(
    r"\b(Mandant(en)?|(Rechts)?[Aa]nw(alts?|älten?|älte)|Mitarbeiter[ns]?|Sachbearbeiter[ns]?|Kollegen?|Kunden?|"
    r"Nutzer[ns]?|Notare?|Gegner[ns]?|Ansprechpartner[ns]?)\b(?!:)"
)
CLIENT_PAGES = ["/", "/help/", "/files/", "/messages/", "/requests/", "/profile/", "/handbook/"]
STAFF_PAGES = [
    "/admin/", "/admin/matters/", "/admin/clients/", "/admin/concerns/", "/admin/branding/", "/admin/help-texts/",
    "/admin/mail-texts/", "/admin/setup/guide/",
]  # fmt: skip


def words_of(answer):
    assert answer.status_code == 200
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return strip_tags(html)


@pytest.mark.django_db
@pytest.mark.feature("J28")
def test_pages_in_german_speak_to_everybody(cast, browser):
    frida = make.staff(cast.site, "Frida", make.Role.STAFF, make.Role.PORTAL, make.Role.ADMIN)
    for person, pages in ((cast.anna, CLIENT_PAGES), (frida, STAFF_PAGES)):
        user = getattr(person, "user", person)
        type(user).objects.filter(pk=user.pk).update(language="de")
        driver = browser(person, language="de")
        for page in pages:
            words = words_of(driver.get(page, follow=True))
            assert not MEN_ONLY.search(words), (page, MEN_ONLY.search(words))


def test_every_german_text_speaks_to_everybody():
    path = Path(__file__).parent.parent / "portal_cms/locale/de/LC_MESSAGES/django.po"
    texts = [text for entry in polib.pofile(path) for text in (entry.msgstr, *entry.msgstr_plural.values())]
    texts += [text for pair in LANGUAGES["de"].values() for text in pair]
    assert [text for text in texts if MEN_ONLY.search(text)] == []
