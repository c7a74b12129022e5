"""Colours a firm picks always end up readable, whatever it picks."""

import itertools
import random

import pytest

from sitesettings import contrast, tokens
from theme.palettes import PALETTES

pytestmark = pytest.mark.feature("A11")

GRID = ["#" + "".join(parts) for parts in itertools.product(("00", "55", "77", "aa", "ff"), repeat=3)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#1f3a5f", "#ffffff", 11.48),
        ("#abcdef", "#abcdef", 1.0),
    ],
)
def test_the_ratio_is_that_of_wcag(one, other, expected):
    assert contrast.ratio(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast.ratio(other, one) == contrast.ratio(one, other)


def test_black_or_white_is_readable_on_every_ground():
    assert min(contrast.ratio(contrast.best_text_on(ground), ground) for ground in GRID) >= 4.5


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#faf7f1", "#1a1715"])
def test_a_shade_that_reads_is_found_for_every_colour(ground):
    for colour in GRID:
        assert contrast.ratio(contrast.readable(colour, [ground]), ground) >= 4.5


def test_a_readable_colour_is_left_as_it_is():
    assert contrast.readable("#1f3a5f", ["#ffffff"]) == "#1f3a5f"


def test_the_readable_shade_keeps_its_hue():
    before, after = contrast.to_oklch("#e0a030"), contrast.to_oklch(contrast.readable("#e0a030", ["#ffffff"]))
    assert after[2] == pytest.approx(before[2], abs=0.05)
    assert after[0] < before[0]


@pytest.mark.parametrize("colour", GRID)
def test_oklch_and_back_gives_the_same_colour(colour):
    there_and_back = contrast.from_oklch(*contrast.to_oklch(colour))
    assert all(
        abs(a - b) <= 1
        for a, b in zip(bytes.fromhex(colour[1:]), bytes.fromhex(there_and_back[1:]), strict=True)
    )


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette["key"])
@pytest.mark.parametrize("mode", tokens.MODES)
def test_an_untouched_palette_stays_exactly_as_it_was_drawn(palette, mode):
    assert tokens.complete(palette[mode], palette[mode]) == palette[mode]


def assert_readable(colours):
    grounds = [colours[key] for key in ("surface", "surface_raised", "surface_sunken")]
    for key in ("text", "text_muted", "brand_text", "accent_text", *tokens.STATES):
        assert contrast.worst_ratio(colours[key], grounds) >= 4.5, (key, colours)
    for key in ("accent", "line_strong", "focus"):
        assert contrast.worst_ratio(colours[key], grounds) >= 3.0, (key, colours)
    for key in tokens.STATES:
        assert contrast.ratio(colours[key], colours[f"{key}_soft"]) >= 4.5, (key, colours)
    assert contrast.ratio(colours["brand_contrast"], colours["brand"]) >= 4.5, colours


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette["key"])
@pytest.mark.parametrize("mode", tokens.MODES)
def test_any_colours_a_firm_can_pick_end_up_readable(palette, mode):
    chance = random.Random(f"{palette['key']} {mode}")
    for _round in range(40):
        chosen = {key: f"#{chance.randrange(1 << 24):06x}" for key in tokens.PICKED}
        assert_readable(tokens.complete(chosen, palette[mode]))


@pytest.mark.parametrize("surface", ["#757575", "#777777", "#6f6f80", "#808080", "#ffffff", "#000000"])
def test_difficult_grounds_end_up_readable_too(surface):
    base = PALETTES[0]["light"]
    assert_readable(tokens.complete({**base, "surface": surface, "text": surface, "brand": surface}, base))


def test_the_findings_show_what_was_picked_and_what_it_becomes():
    base = PALETTES[0]["light"]
    rows = tokens.findings({**base, "surface": "#ffffff", "text": "#999999"}, base)
    text = next(row for row in rows if row["place"] == "text")
    assert text["before"] == "#999999"
    assert text["before_ratio"] < 4.5 <= text["after_ratio"]
    assert text["is_adjusted"]
