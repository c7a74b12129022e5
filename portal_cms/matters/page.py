"""What a client reads of a matter itself. The matter page and the staff's preview are both made from it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Section:
    template: str
    get_values: Callable
    place: str


_sections: list[Section] = []


def register_section(template, get_values, *, place):
    """Show something on the overview that only an app above knows; `place` is "main" or "aside".

    `get_values(matter, request)` returns what the template reads, all of it public; nothing of it, no section.
    """
    _sections.append(Section(template, get_values, place))


def matter_sections(matter, request):
    """Of each place the sections that have something to show."""
    found = {"main": [], "aside": []}
    for section in _sections:
        if values := section.get_values(matter, request):
            found[section.place].append({"template": section.template, "values": values})
    return found


def matter_tabs(matter, current):
    """The parts of a matter as links; `current` is one of overview, dates, messages, files."""
    parts = {
        "overview": (_("Overview"), "portal_dashboard:matter"),
        "dates": (_("Dates"), "portal_parts:timeline"),
        "messages": (pgettext("postbox", "Messages"), "portal_messaging:matter"),
        "files": (_("Files"), "portal_documents:files"),
    }
    return [
        {"label": label, "url": reverse(name, args=[matter.uuid]), "is_current": key == current}
        for key, (label, name) in parts.items()
    ]


def matter_links(matter):
    """Where the parts of a matter's overview lead."""
    return {
        "messages_url": reverse("portal_messaging:matter", args=[matter.uuid]),
        "new_message_url": reverse("portal_messaging:new", args=[matter.uuid]),
        "files_url": reverse("portal_documents:files", args=[matter.uuid]),
    }


def matter_page(matter, request, preview=False):
    """Context of the matter's heading and overview: people, office, and the sections of apps above.

    The office is the one in the profile of the responsible person, else the firm's standard address (C11).
    `preview` is the staff's look at a draft; what lies beside the draft is shown as clients see it now.
    """
    profile = getattr(matter.handler, "profile", None)
    office = request.firm.office(profile.office_id if profile else None)
    return {
        "matter": matter,
        "handler": matter.handler,
        "office": office,
        "sections": matter_sections(matter, request),
        "tabs": matter_tabs(matter, "overview"),
        "is_preview": preview,
        **matter_links(matter),
    }
