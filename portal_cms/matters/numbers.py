"""Reference numbers: a suggestion for a new matter or inquiry, and whether one is taken."""

import re

from django.db.models import F
from django.db.models.functions import Length
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal_cms.matters.models import Matter
from sitesettings.firm import firm_for

LOOK_BACK = 20


def suggest_reference(site):
    """The next free number of this year, as "0042/26". A firm that counts differently types its own."""
    matters = Matter.objects.filter(site=site).exclude(reference=F("inquiry_number"))
    return _next_of(matters, "reference", "", f"/{timezone.localdate():%y}")


def suggest_inquiry_number(site):
    """The next number of an inquiry of this year, as "Inquiry 0042/26" in the firm's own language."""
    with translation.override(firm_for(site).default_language):
        start, _number, _rest = _("Inquiry %(number)s").partition("%(number)s")
    return _next_of(Matter.objects.filter(site=site), "inquiry_number", start, f"/{timezone.localdate():%y}")


def _next_of(matters, field, start, ending):
    """One more than the highest number that stands between `start` and `ending`."""
    longest_first = (
        matters.filter(**{f"{field}__startswith": start, f"{field}__endswith": ending})
        .order_by(Length(field).desc(), f"-{field}")
        .values_list(field, flat=True)[:LOOK_BACK]
    )
    numbers = (re.fullmatch(rf"{re.escape(start)}(\d+){ending}", number) for number in longest_first)
    highest = next((int(match[1]) for match in numbers if match), 0)
    return f"{start}{highest + 1:04}{ending}"


def is_taken(site_id, reference, *, by_other_than=None):
    """A reference number names one matter of a firm."""
    return Matter.objects.filter(site_id=site_id, reference=reference).exclude(pk=by_other_than).exists()
