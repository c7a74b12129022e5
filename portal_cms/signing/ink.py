"""Drawn signatures: what a browser may send, and how it becomes a line.

A drawing is a list of strokes; a stroke is a list of [x, y, pressure, milliseconds], x and y in parts of the pad's width,
pressure from 0 to 1. Pure functions; the line is a curve through the middles between points, as wide as the pressure.
"""

import itertools
import json
import math

RATIO = 0.36  # height of the pad, in parts of its width
MOST_STROKES = 200
MOST_POINTS = 8_000
MOST_TEXT = 600_000
LEAST_INK = 0.08  # length of all strokes together: less is a slip of the finger
THIN, THICK = 0.004, 0.012  # of the line, in parts of the width
WIDTH = 1000  # of the picture


class NotADrawing(ValueError):
    """The browser sent something else."""


def read(text):
    """The strokes in `text`, rounded; [] for none. Raises NotADrawing."""
    if not text.strip():
        return []
    if len(text) > MOST_TEXT:
        raise NotADrawing
    try:
        strokes = [[_point(point) for point in stroke] for stroke in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        raise NotADrawing from None
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise NotADrawing
    return [stroke for stroke in strokes if stroke]


def _point(values):
    x, y, pressure, moment = values
    if not all(type(value) in (int, float) and math.isfinite(value) for value in values):
        raise NotADrawing
    if not (
        -0.01 <= x <= 1.01 and -0.01 <= y <= RATIO + 0.01 and 0 <= pressure <= 1 and 0 <= moment < 86_400_000
    ):
        raise NotADrawing
    return [round(x, 4), round(y, 4), round(pressure, 3), int(moment)]


def is_enough(strokes):
    """Whether there is more than a dot."""
    return (
        sum(math.dist(a[:2], b[:2]) for stroke in strokes for a, b in itertools.pairwise(stroke)) >= LEAST_INK
    )


def svg(strokes):
    """The drawing as an SVG of lines only, cut to what is drawn."""
    points = [point for stroke in strokes for point in stroke]
    edge = THICK
    left, right = min(p[0] for p in points) - edge, max(p[0] for p in points) + edge
    top, bottom = min(p[1] for p in points) - edge, max(p[1] for p in points) + edge
    box = " ".join(f"{value * WIDTH:.1f}" for value in (left, top, right - left, bottom - top))
    paths = "".join(path for stroke in strokes for path in _paths(stroke))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="#12233f" '
        f'stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    )


def _paths(stroke):
    if len(stroke) == 1:
        x, y = _scaled(stroke[0])
        yield f'<path d="M{x} {y}h.1" stroke-width="{_width(stroke[0][2])}"/>'
        return
    smooth = _even([point[2] for point in stroke])
    middles = [stroke[0], *(_middle(a, b) for a, b in itertools.pairwise(stroke)), stroke[-1]]
    for number, (start, end) in enumerate(itertools.pairwise(middles)):
        bend = stroke[min(number, len(stroke) - 1)]
        (x, y), (bx, by), (ex, ey) = _scaled(start), _scaled(bend), _scaled(end)
        width = _width(smooth[min(number, len(smooth) - 1)])
        yield f'<path d="M{x} {y}Q{bx} {by} {ex} {ey}" stroke-width="{width}"/>'


def _even(pressures):
    """Pressure without jumps, so that the width does not jump."""
    kept, now = [], pressures[0]
    for pressure in pressures:
        now += (pressure - now) * 0.25
        kept.append(now)
    return kept


def _middle(a, b):
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2, b[3]]


def _scaled(point):
    return round(point[0] * WIDTH, 1), round(point[1] * WIDTH, 1)


def _width(pressure):
    return round((THIN + (THICK - THIN) * pressure) * WIDTH, 2)
