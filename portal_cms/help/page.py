"""What the help page is drawn from, for clients and for a preview alike."""

from portal_cms.help.models import Section
from portal_cms.help.search import LONGEST, find
from portal_cms.help.services import entries_of


def help_page(request, *, draft=None, language=None):
    """Context of the page. A search shows what was found in place of the sections; an empty one says so."""
    texts = entries_of(request.site, language or request.LANGUAGE_CODE, draft=draft)
    entries = [entry for entry in texts if not entry.is_hidden]
    query = request.GET.get("q")
    return {
        "query": (query or "").strip()[:LONGEST],
        "is_searching": query is not None,
        "found": find(entries, query) if query else [],
        "entries": entries,
        "sections": [
            {"key": section, "title": Section(section).label, "entries": rows}
            for section in Section.values
            if (rows := [entry for entry in entries if entry.section == section])
        ],
        "office": request.firm.standard_office,
    }
