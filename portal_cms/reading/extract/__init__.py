"""The rules: pages of text in, findings out. Pure functions without Django, one module per kind of thing.

They are written for letters in German and Spanish, with dates, amounts and numbers of English ones as well. They run in
the child process, under its limits: text of strangers can make any pattern slow.
"""

from portal_cms.reading.extract import (
    addresses,
    amounts,
    bank,
    contact,
    courts,
    dates,
    deadlines,
    parties,
    references,
    tax,
)
from portal_cms.reading.extract.findings import Finding, Letter

MODULES = (bank, tax, contact, addresses, courts, references, dates, deadlines, amounts, parties)
MOST = 200  # of one file


def find_all(pages: list[str], language: str = "") -> list[Finding]:
    """What the pages of a letter say, each thing once, in the order of the text. `language` is "de", "es", "en" or
    empty, which means: look for yourself."""
    letter = Letter(pages, language)
    found: dict[tuple, Finding] = {}
    for module in MODULES:
        for finding in module.find(letter):
            key = (finding.kind, finding.key)
            if key not in found or found[key].confidence < finding.confidence:
                found[key] = finding
    return sorted(found.values(), key=lambda finding: (finding.page, finding.start))[:MOST]
