"""The shipped text of an event as a firm would have written it: what an own text starts from."""

import re

from django.template import Context
from django.template.loader import select_template
from django.utils import translation

from portal_cms.notices import markup
from sitesettings.events import EVENTS, Audience, template

STAND_IN = {"days": 90001, "minutes": 90002}  # templates count them, so they need a number here
FOOTER = "\n-- \n"


def shipped_text(stem: str, language: str, *, with_content: bool = False) -> tuple[str, str]:
    """Subject and rich text with markers. `mail/<event>.own.txt` is asked first: a text that works whatever the
    numbers and the client's way in are."""
    event = EVENTS[stem]
    values = {marker.name: marker.token for marker in event.all_markers} | STAND_IN
    values |= {
        "name": "{recipient_name}",
        "names": ["{items}"],
        "label": "",
        "is_client": event.audience == Audience.CLIENT,
        "shows_content": with_content,
    }
    with translation.override(language):
        subject = " ".join(_render(stem, "subject.txt", values).split())
        text = _render(stem, "txt", values).split(FOOTER)[0]
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return subject, "".join(markup.paragraph(_without_label(block)) for block in blocks)


def _without_label(block):
    return "{link}" if "{link}" in block.splitlines() else block


def _render(stem, kind, values):
    name = f"mail/{template(stem)}"
    chosen = select_template([f"{name}.own.{kind}", f"{name}.{kind}"])
    text = chosen.template.render(Context(values, autoescape=False))
    for marker, number in STAND_IN.items():
        text = text.replace(str(number), f"{{{marker}}}")
    return text
