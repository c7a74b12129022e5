"""From the few colours a firm picks to every colour of the portal, none of them below WCAG AA.

A picked colour keeps its exact value where it is a ground or a mark; where it carries text, its nearest
readable shade is used. A theme that still has its palette's colours is that palette, untouched.
"""

import hashlib
import re
from dataclasses import dataclass

from sitesettings.contrast import (
    AA_SHAPE,
    AA_TEXT,
    best_text_on,
    is_dark,
    mix,
    ratio,
    readable,
    shift_lightness,
    worst_ratio,
)
from theme.palettes import COLOUR_KEYS, DEFAULT_PALETTE, FONTS, PALETTES

PICKED = ("brand", "accent", "surface", "text")
MODES = ("light", "dark")
SHAPE = ("font_text", "font_heading", "radius", "dark_first")
STATES = ("success", "warning", "danger")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LENGTH = re.compile(r"\d{1,2}px")
PREVIEW_SALT = "sitesettings.theme-preview"
PREVIEW_SECONDS = 60 * 60


@dataclass(frozen=True)
class Look:
    """All a stylesheet needs to know; the colours of both modes are complete."""

    light: dict
    dark: dict
    font_text: str
    font_heading: str
    heading_weight: int
    radius: str
    dark_first: bool


def is_colour(text) -> bool:
    return isinstance(text, str) and bool(_COLOUR.fullmatch(text))


def palette(key: str) -> dict:
    """The shipped palette of that key; an unknown key gives the default one."""
    by_key = {entry["key"]: entry for entry in PALETTES}
    return by_key.get(key) or by_key[DEFAULT_PALETTE]


def look_of(theme, own=None) -> Look:
    """The look of a `Theme` row; without one, of the default palette. `own` colours take the place of picked ones."""
    base = palette(theme.palette if theme else DEFAULT_PALETTE)
    own = {key: value for key, value in (own or {}).items() if is_colour(value)}
    colours = {mode: complete(picked(theme, mode) | own, base[mode]) for mode in MODES}
    shape = {key: getattr(theme, key, base[key]) for key in SHAPE}
    for key in ("font_text", "font_heading"):
        if shape[key] not in FONTS:  # a font that an update took away
            shape[key] = base[key]
    if not _LENGTH.fullmatch(shape["radius"]):
        shape["radius"] = base["radius"]
    return Look(**colours, **shape, heading_weight=base["heading_weight"])


def picked(theme, mode: str) -> dict:
    """The four colours chosen for one mode; what is no colour, or not chosen, comes from the palette.

    Forms refuse such values; this is for rows that were written past them, since a value ends up in CSS.
    """
    base = palette(theme.palette if theme else DEFAULT_PALETTE)[mode]
    chosen = {key: getattr(theme, f"{mode}_{key}", "") for key in PICKED}
    return {key: value if is_colour(value) else base[key] for key, value in chosen.items()}


def pack(look: Look) -> list:
    """A look as plain values for a signed address."""
    return [
        [look.light[key] for key in COLOUR_KEYS],
        [look.dark[key] for key in COLOUR_KEYS],
        [look.font_text, look.font_heading, look.radius, look.dark_first],
        look.heading_weight,
    ]


def unpack(values: list) -> Look:
    light, dark, shape, weight = values
    colours = {"light": light, "dark": dark}
    return Look(
        **{mode: dict(zip(COLOUR_KEYS, colours[mode], strict=True)) for mode in MODES},
        **dict(zip(SHAPE, shape, strict=True)),
        heading_weight=weight,
    )


def complete(chosen: dict, base: dict) -> dict:
    """Every colour of one mode from the four picked ones and the palette they started from."""
    if all(chosen[key] == base[key] for key in PICKED):
        return {key: base[key] for key in COLOUR_KEYS}
    grounds = _grounds(chosen["surface"], base)
    colours = dict(base, **grounds)
    every = list(grounds.values())
    colours["brand"] = chosen["brand"]
    colours["brand_contrast"] = _text_on_brand(chosen["brand"], base)
    colours["brand_text"] = _read(_text_shade("brand", chosen, base), every)
    colours["accent"] = _read(chosen["accent"], every, AA_SHAPE)
    colours["accent_text"] = _read(_text_shade("accent", chosen, base), every)
    colours["text"] = _read(chosen["text"], every)
    colours["text_muted"] = _read(base["text_muted"], every)
    if chosen["surface"] != base["surface"]:
        colours["line"] = mix(colours["text"], chosen["surface"], 0.18)
    colours["line_strong"] = _read(base["line_strong"], every, AA_SHAPE)
    colours["focus"] = _read(base["focus"], every, AA_SHAPE)
    for state in STATES:
        colours.update(_state(state, base, every))
    return {key: colours[key] for key in COLOUR_KEYS}


def findings(chosen: dict, base: dict) -> list[dict]:
    """What the theme form shows: each picked colour in its place, its ratio, and what it becomes."""
    result = complete(chosen, base)
    surface = chosen["surface"]
    rows = [
        ("text", chosen["text"], surface, result["text"]),
        ("brand_text", chosen["brand"], surface, result["brand_text"]),
        ("accent_text", chosen["accent"], surface, result["accent_text"]),
        ("brand_contrast", result["brand_contrast"], chosen["brand"], result["brand_contrast"]),
    ]
    return [
        {
            "place": place,
            "ground": ground,
            "before": before,
            "before_ratio": ratio(before, ground),
            "after": after,
            "after_ratio": ratio(after, ground),
            "is_adjusted": before != after and ratio(before, ground) < AA_TEXT,
        }
        for place, before, ground, after in rows
    ]


def stylesheet(look: Look) -> str:
    """The firm's sheet. Only checked hex colours and entries of closed lists are written into it."""
    first, second = ("dark", "light") if look.dark_first else ("light", "dark")
    shape = {
        "font-text": FONTS[look.font_text]["stack"],
        "font-heading": FONTS[look.font_heading]["stack"],
        "heading-weight": int(look.heading_weight),
        "radius": look.radius,
    }
    return (
        "@layer reset, tokens, base, layout, components, utilities;\n"
        f"@layer tokens {{\n:root {{\ncolor-scheme: {first} {second};\n"
        f"{_declarations(getattr(look, first))}{_declarations(shape)}}}\n"
        f"@media (prefers-color-scheme: {second}) {{\n:root {{\n"
        f"{_declarations(getattr(look, second))}}}\n}}\n}}\n"
    )


def digest(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:20]


def _declarations(values):
    return "".join(f"--{name.replace('_', '-')}: {value};\n" for name, value in values.items())


def _grounds(surface, base):
    """The three grounds. A mid-grey page gets no steps: there no text could be read on all three."""
    steps = {
        "surface": surface,
        "surface_raised": base["surface_raised"],
        "surface_sunken": base["surface_sunken"],
    }
    if surface != base["surface"]:
        steps["surface_raised"] = shift_lightness(surface, 0.03)
        steps["surface_sunken"] = shift_lightness(surface, -0.03)
    if worst_ratio(best_text_on(surface), steps.values()) < AA_TEXT:
        return dict.fromkeys(steps, surface)
    return steps


def _text_shade(key, chosen, base):
    """Where a colour was left as the palette has it, so is the shade of it that carries text."""
    return base[f"{key}_text"] if chosen[key] == base[key] else chosen[key]


def _text_on_brand(brand, base):
    kept = base["brand_contrast"]
    return kept if ratio(kept, brand) >= AA_TEXT else best_text_on(brand)


def _read(colour, grounds, minimum=AA_TEXT):
    return readable(colour, grounds, minimum) or best_text_on(grounds[0])


def _state(state, base, grounds):
    """A state's text must be read on the page and on its own soft ground, which turns with the page."""
    soft = base[f"{state}_soft"]
    if is_dark(soft) != is_dark(grounds[0]):
        soft = mix(base[state], grounds[0], 0.1)
    text = readable(base[state], [*grounds, soft])
    if text is None:
        soft, text = grounds[0], _read(base[state], grounds)
    return {state: text, f"{state}_soft": soft}
