"""The firm's stylesheet: its colours, nothing but checked values, and an address that never changes its content."""

import re

import pytest
from django.test import Client as Browser

from sitesettings import tokens
from sitesettings.firm import firm_for
from sitesettings.models import FirmSettings, Theme
from sitesettings.theme_views import copy_theme
from tests import make
from theme.palettes import COLOUR_KEYS, PALETTES

pytestmark = [pytest.mark.django_db, pytest.mark.feature("A11")]


def fresh(site):
    return firm_for(type(site).objects.get(pk=site.pk))


def get(site, path):
    return Browser(SERVER_NAME=site.hostname).get(path)


@pytest.fixture
def own_theme(nord):
    theme = copy_theme(Theme.objects.get(shipped_key="linea"), site=nord, name="Ours")
    make.brand(nord, theme=theme)
    return theme


def test_the_shipped_themes_are_there_after_migrating(db):
    keys = set(Theme.objects.filter(site=None, live=True).values_list("shipped_key", flat=True))
    assert keys == {palette["key"] for palette in PALETTES}
    assert len(keys) >= 5


def test_the_sheet_holds_every_colour_of_both_modes_and_may_be_kept_forever(nord):
    answer = get(nord, fresh(nord).stylesheet_url)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    css = answer.content.decode()
    for key in COLOUR_KEYS:
        assert len(re.findall(rf"^--{key.replace('_', '-')}: #[0-9a-f]{{6}};$", css, re.M)) == 2
    assert PALETTES[0]["light"]["brand"] in css


def test_an_unknown_hash_is_not_found(nord):
    assert get(nord, "/theme/0123456789abcdef0123.css").status_code == 404


def test_the_hash_of_another_firm_is_not_found(nord, sur, own_theme):
    own_theme.light_brand = "#123456"
    own_theme.save()
    address = fresh(nord).stylesheet_url
    assert get(nord, address).status_code == 200
    assert get(sur, address).status_code == 404


def test_a_changed_theme_gets_a_new_address_and_the_old_one_ends(nord, own_theme):
    before = fresh(nord).stylesheet_url
    own_theme.light_brand = "#0a5c36"
    own_theme.save()
    after = fresh(nord).stylesheet_url
    assert before != after
    assert b"--brand: #0a5c36;" in get(nord, after).content
    assert get(nord, before).status_code == 404


@pytest.mark.parametrize(
    "value", ["red;}body{background:url(//x)", "#12345", "#1234567", "expression(1)", "", "#12345G"]
)
@pytest.mark.parametrize("field", ["light_brand", "dark_surface"])
def test_a_row_written_past_the_forms_still_brings_no_foreign_css(nord, own_theme, field, value):
    Theme.objects.filter(pk=own_theme.pk).update(**{field: value[:7]}, radius="1}x{")
    FirmSettings.touch(site=nord)
    css = get(nord, fresh(nord).stylesheet_url).content.decode()
    assert "url(" not in css
    assert "1}x{" not in css
    assert css.count("{") == css.count("}") == 4


def test_an_unpublished_theme_falls_back_to_the_default_look(nord, own_theme):
    own_theme.light_brand = "#0a5c36"
    own_theme.save()
    own_theme.unpublish()
    assert b"#0a5c36" not in get(nord, fresh(nord).stylesheet_url).content


def test_a_theme_of_another_firm_is_never_used(nord, sur, own_theme):
    own_theme.light_brand = "#0a5c36"
    own_theme.save()
    make.brand(sur, theme=own_theme)
    assert fresh(sur).colours["brand"] == PALETTES[0]["light"]["brand"]


def test_a_preview_sheet_needs_our_signature(nord):
    from django.core import signing

    look = tokens.pack(tokens.look_of(None))
    good = signing.dumps(look, salt=tokens.PREVIEW_SALT, compress=True)
    assert get(nord, f"/theme/preview/{good}.css").status_code == 200
    assert get(nord, f"/theme/preview/{good[:-2]}xx.css").status_code == 404
    assert get(nord, f"/theme/preview/{signing.dumps(look)}.css").status_code == 404
