"""What the readers of files hand back, and how much of it."""

import time
from dataclasses import dataclass, field

MAX_PAGES = 40
MAX_OCR_PAGES = 10  # of one file: they take seconds each
OCR_SECONDS = 120  # after which no further page of a file is begun
MAX_CHARACTERS = 400_000  # of one file

TEXT, OCR = "text", "ocr"


@dataclass
class Text:
    """`how` says of each page where its words come from: TEXT, OCR, or "" for a page with nothing to read. `scores`
    holds how sure the reading of a picture was, by page number."""

    pages: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    page_count: int = 0
    needs_eyes: bool = False
    started: float = field(default_factory=time.monotonic)

    def add(self, words: str, how: str, score: float | None = None) -> None:
        room = MAX_CHARACTERS - sum(map(len, self.pages))
        self.pages.append(words[: max(room, 0)])
        self.how.append(how if words.strip() else "")
        if score is not None:
            self.scores[len(self.pages)] = score

    def look(self, picture, eyes) -> None:
        """Read a page off its picture, if there is somebody to do it."""
        is_late = time.monotonic() - self.started > OCR_SECONDS
        if eyes is None or is_late or self.how.count(OCR) >= MAX_OCR_PAGES:
            self.needs_eyes = self.needs_eyes or eyes is None
            self.add("", "")
            return
        words, score = eyes.read(picture)
        self.add(words, OCR, score)
