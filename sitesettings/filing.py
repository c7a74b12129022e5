"""The rule by which files that clients send for a request are named: words of the firm with markers in braces."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FOLDER, NAME = "{request}", "{name}"
MARKERS = {
    "request": gettext_lazy("Papers for your divorce"),
    "item": gettext_lazy("Passport"),
    "client": gettext_lazy("Anna Example"),
    "matter": "100-26",
    "date": "2026-05-03",
    "name": "IMG_0042",
}
ENDING = ".jpg"  # of the example
MARKER = re.compile(r"\{([^{}]*)\}")
LIMIT = 150  # signs of a name


def check_rule(rule):
    """Raises ValidationError with what is wrong."""
    unknown = [name for name in MARKER.findall(rule) if name not in MARKERS]
    if unknown:
        raise ValidationError(
            _("There is no marker {%(name)s}. These can be used: %(markers)s.")
            % {"name": unknown[0], "markers": tokens()}
        )
    if set("{}") & set(MARKER.sub("", rule)):
        raise ValidationError(_("A marker begins with { and ends with }. Please look for one that is alone."))
    if set("/\\") & set(rule):
        raise ValidationError(_("Folders can not lie in each other, so please leave out / and \\."))


def fill(rule, values):
    """The rule with its markers filled in, in one pass and on one line: a value is never read as a marker."""
    filled = MARKER.sub(lambda found: _plain(values.get(found[1], "")), rule)
    return " ".join(filled.split())[:LIMIT].strip(" .")


def example(rule, ending=""):
    """What a name looks like by this rule; empty if the rule is wrong."""
    try:
        check_rule(rule)
    except ValidationError:
        return ""
    name = fill(rule, MARKERS)
    return f"{name}{ending}" if name else ""


def tokens():
    return " ".join(f"{{{name}}}" for name in MARKERS)


def _plain(value):
    """A name within a name: what would divide folders is replaced."""
    return re.sub(r"[/\\]", "-", str(value))
