"""The list of events is complete: each has its three mail templates, and nothing unlisted is announced."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import portal_cms
from portal_cms.requests.announce import ANSWERS
from sitesettings.events import EVENTS, label, template

# Publishing and billing choose one of these by the kind of what is published.
ANNOUNCED_BY_NAME = {stem for stem in EVENTS if stem.endswith("_news")}
SOURCES = Path(portal_cms.__file__).parent.rglob("*.py")


@pytest.mark.parametrize("stem", EVENTS)
@pytest.mark.parametrize("kind", ["subject.txt", "txt", "html"])
def test_every_event_has_its_mail(stem, kind):
    assert get_template(f"mail/{template(stem)}.{kind}")


def test_every_announced_event_is_listed():
    ways = re.compile(r"(?:enqueue|tell_those_in_charge|_to_staff)\(\s*\"(\w+)\"")
    announced = {stem for path in SOURCES for stem in ways.findall(path.read_text())} | set(ANSWERS.values())
    assert announced - set(EVENTS) == set()
    assert set(EVENTS) - announced <= ANNOUNCED_BY_NAME


def test_no_marker_of_an_event_is_named_twice():
    for event in EVENTS.values():
        names = [marker.name for marker in event.all_markers]
        assert len(names) == len(set(names))
        assert set(event.required) <= set(names)


def test_an_event_of_a_removed_capability_keeps_its_stem():
    assert label("message_posted") == "New message"
    assert label("fax_sent") == "fax_sent"
