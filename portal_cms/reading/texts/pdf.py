"""PDF files: the text layer, page by page; a page without one is drawn and looked at."""

import pypdfium2 as pdfium

from portal_cms.reading.texts.pages import MAX_PAGES, TEXT, Text

FEW = 25  # letters: a page with fewer is a scan, at most with a stamp on it
DPI = 170
MOST_PIXELS = 9_000_000


def read(file, type_key, eyes) -> Text:
    text = Text()
    with pdfium.PdfDocument(file) as document:
        text.page_count = len(document)
        for number in range(min(MAX_PAGES, len(document))):
            page = document[number]
            words = page.get_textpage().get_text_range()
            if sum(map(str.isalpha, words)) >= FEW:
                text.add(words, TEXT)
            else:
                text.look(_drawn(page) if eyes else None, eyes)
            page.close()
    return text


def _drawn(page):
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale).to_pil().convert("RGB")
