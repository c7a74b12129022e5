"""Colour arithmetic: WCAG 2 contrast, and the nearest colour of the same hue that can be read.

Works on `#rrggbb` text. Lightness is moved in OKLCH, where a step looks like the same step for every hue;
each candidate is rounded to the hex value that is shown before it is measured, so a result never falls
short by rounding.
"""

import math

WHITE, BLACK = "#ffffff", "#000000"
AA_TEXT, AA_SHAPE = 4.5, 3.0
_STEPS = 200


def luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def worst_ratio(colour: str, grounds) -> float:
    return min(ratio(colour, ground) for ground in grounds)


def best_text_on(ground: str) -> str:
    """Black or white, whichever reads better; the worst ground there is still gives 4.58."""
    return max((WHITE, BLACK), key=lambda text: ratio(text, ground))


def is_dark(colour: str) -> bool:
    return best_text_on(colour) == WHITE


def readable(colour: str, grounds, minimum: float = AA_TEXT) -> str | None:
    """`colour` itself when it reaches `minimum` on every ground, else its nearest lighter or darker shade.

    None when no shade of it does, which only happens when the grounds lie on both sides of mid grey.
    """
    if worst_ratio(colour, grounds) >= minimum:
        return colour
    lightness, chroma, hue = to_oklch(colour)
    candidates = [
        shade
        for shade in (_walk(lightness, end, chroma, hue, grounds, minimum) for end in (0.0, 1.0))
        if shade is not None
    ]
    return min(candidates, key=lambda shade: abs(to_oklch(shade)[0] - lightness), default=None)


def mix(one: str, other: str, share: float) -> str:
    """`share` of `one`, the rest of `other`, channel by channel."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex(share * a + (1 - share) * b for a, b in pairs)


def shift_lightness(colour: str, by: float) -> str:
    lightness, chroma, hue = to_oklch(colour)
    return from_oklch(min(1.0, max(0.0, lightness + by)), chroma, hue)


def _walk(start, end, chroma, hue, grounds, minimum):
    for step in range(1, _STEPS + 1):
        shade = from_oklch(start + (end - start) * step / _STEPS, chroma, hue)
        if worst_ratio(shade, grounds) >= minimum:
            return shade
    return None


def to_oklch(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour as hex; where the screen can not show so much chroma, the most it can."""
    for share in range(20, -1, -1):
        channels = _linear_rgb(lightness, chroma * share / 20, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
    return _hex(_encoded(min(1.0, max(0.0, channel))) for channel in channels)


def _linear_rgb(lightness, chroma, hue):
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _channels(colour):
    return [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]


def _hex(channels):
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel):
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
