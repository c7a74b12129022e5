"""Places on a page as people see it: millimetres from the top left corner, whatever the page's rotation."""

from portal_cms.pdfforms.pdf.limits import POINTS_PER_MM


def size_of(page):
    """Width and height in points of the page as it is shown."""
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    return (height, width) if page.rotation % 180 else (width, height)


def millimetres(points):
    return round(points / POINTS_PER_MM, 2)


def seen_box(page, rect):
    """[x, y, width, height] in mm of a rectangle in the page's own units."""
    xs, ys = sorted((float(rect[0]), float(rect[2]))), sorted((float(rect[1]), float(rect[3])))
    left, bottom, right, top = (float(value) for value in page.cropbox)
    box = {
        0: (xs[0] - left, top - ys[1], xs[1] - xs[0], ys[1] - ys[0]),
        90: (ys[0] - bottom, xs[0] - left, ys[1] - ys[0], xs[1] - xs[0]),
        180: (right - xs[1], ys[0] - bottom, xs[1] - xs[0], ys[1] - ys[0]),
        270: (top - ys[1], right - xs[1], ys[1] - ys[0], xs[1] - xs[0]),
    }[page.rotation % 360]
    return [millimetres(value) for value in box]


def matrix_for(page, x, y, height):
    """What moves a picture of this height (all in points) to a place as seen, upright to whoever reads the page."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    return {
        0: (1, 0, 0, 1, left + x, top - y - height),
        90: (0, 1, -1, 0, left + y + height, bottom + x),
        180: (-1, 0, 0, -1, right - x, bottom + y + height),
        270: (0, -1, 1, 0, right - y - height, top - x),
    }[page.rotation % 360]
