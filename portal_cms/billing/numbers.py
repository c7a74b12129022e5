"""Numbers of bills: a suggestion for a new one, and whether one is taken."""

import re

from django.utils import timezone

from portal_cms.billing.models import Bill

LOOK_BACK = 50
LETTERS = {Bill.Kind.INVOICE: "", Bill.Kind.PROFORMA: "P-", Bill.Kind.PROVISION: "V-"}


def suggest_number(site, kind):
    """The number after the highest of this year that ends in digits, in the shape the firm uses; a firm without
    any starts with 2026-0001."""
    year = timezone.localdate().year
    newest = Bill.objects.filter(site=site, kind=kind, date__year=year).order_by("-pk")
    found = [
        (int(match[2]), match)
        for number in newest.values_list("number", flat=True)[:LOOK_BACK]
        if (match := re.fullmatch(r"(.*?)(\d{1,9})", number))
    ]
    if not found:
        return f"{LETTERS[kind]}{year}-0001"
    highest, match = max(found, key=lambda pair: pair[0])
    number = f"{match[1]}{highest + 1:0{len(match[2])}}"
    return "" if is_taken(site.pk, kind, number) else number


def is_taken(site_id, kind, number, *, by_other_than=None):
    """A number names one paper of its kind within a firm."""
    return Bill.objects.filter(site_id=site_id, kind=kind, number=number).exclude(pk=by_other_than).exists()
