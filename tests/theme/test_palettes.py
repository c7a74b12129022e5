"""The shipped palettes are legible: contrast is computed, not believed."""

import re

import pytest

from theme.palettes import COLOUR_KEYS, FONTS, PALETTES

SURFACES = ("surface", "surface_raised", "surface_sunken")
SETS = [pytest.param(p, mode, id=f"{p['key']}-{mode}") for p in PALETTES for mode in ("light", "dark")]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("palette", "mode"), SETS)
def test_each_set_has_every_colour_as_six_hex_digits(palette, mode):
    assert set(palette[mode]) == set(COLOUR_KEYS)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in palette[mode].values())


@pytest.mark.parametrize(("palette", "mode"), SETS)
def test_text_is_legible_on_every_surface(palette, mode):
    colours, least = palette[mode], 7 if palette["key"] == "clarity" else 4.5
    pairs = [
        (text, surface)
        for surface in SURFACES
        for text in ("text", "text_muted", "brand_text", "accent_text", "success", "warning", "danger")
    ]
    pairs += [(state, f"{state}_soft") for state in ("success", "warning", "danger")]
    pairs += [("text", f"{state}_soft") for state in ("success", "warning", "danger")]
    pairs.append(("brand_contrast", "brand"))
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize(("palette", "mode"), SETS)
def test_edges_marks_and_focus_are_seen_on_every_surface(palette, mode):
    colours = palette[mode]
    seen = {
        (mark, surface): round(contrast(colours[mark], colours[surface]), 2)
        for mark in ("line_strong", "accent", "focus", "brand")
        for surface in SURFACES
    }
    assert {pair: ratio for pair, ratio in seen.items() if ratio < 3} == {}


def test_fonts_come_from_the_closed_list_and_keys_are_unique():
    assert len({palette["key"] for palette in PALETTES}) == len(PALETTES) == 5
    assert all(palette[use] in FONTS for palette in PALETTES for use in ("font_text", "font_heading"))
