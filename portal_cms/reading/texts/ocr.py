"""Reading words off a picture. The library is an extra (`portal-cms[ocr]`); its models lie in its wheel, so nothing is
fetched and no picture leaves the machine."""

from importlib.util import find_spec

LINE = 0.6  # of a line's height: pieces whose middles are closer stand on one line


def is_installed() -> bool:
    return find_spec("rapidocr") is not None


class Eyes:
    """`read(picture)` gives the words of a Pillow picture, line by line, and how sure they are (0 to 1)."""

    def __init__(self):
        self._engine = None

    def read(self, picture) -> tuple[str, float]:
        import numpy

        if self._engine is None:
            self._engine = _engine()
        result = self._engine(numpy.asarray(picture)[:, :, ::-1])
        pieces = list(
            zip(
                result.boxes if result.boxes is not None else [],
                result.txts or [],
                result.scores or [],
                strict=True,
            )
        )
        if not pieces:
            return "", 0.0
        score = sum(float(score) for _box, _text, score in pieces) / len(pieces)
        return in_lines([(box, text) for box, text, _score in pieces]), score


def _engine():
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def in_lines(pieces) -> str:
    """Pieces with their corners, as lines from top to bottom, each from left to right."""
    rows: list[list[tuple[float, str]]] = []
    middle = height = None
    for top, bottom, left, text in sorted(_flat(box, text) for box, text in pieces):
        if middle is None or (top + bottom) / 2 - middle > LINE * height:
            rows.append([])
            middle, height = (top + bottom) / 2, max(bottom - top, 1)
        rows[-1].append((left, text))
    return "\n".join("  ".join(text for _left, text in sorted(row)) for row in rows)


def _flat(box, text):
    across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
    return min(down), max(down), min(across), text
