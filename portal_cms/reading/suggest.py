"""From findings to suggestions: whose a thing is likely to be, and the few that are taken over at once if the firm wants it."""

import hashlib
import re

from portal_cms.clients.models import Client
from portal_cms.reading import services
from portal_cms.reading.models import Suggestion

AT_ONCE = {"tax_number": "tax_number", "vat_id": "vat_id"}  # what has check digits and a field of the client
NEAR = ("email", "phone", "address", "tax_number", "vat_id", "tax_id", "iban")


def keep(reading, findings, *, by_endpoint=()) -> int:
    """Keep the findings (pairs with their context) as suggestions; those of an earlier reading that nobody decided are
    gone, decided ones are not suggested again, and a day that is a deadline or a hearing is no date besides. Returns how
    many are open."""
    reading.suggestions.waiting().delete()
    known = set(reading.suggestions.values_list("kind", "key"))
    clients = list(Client.objects.filter(matter_clients__matter=reading.document.matter_id))
    hints = _hints(findings)
    terms = [finding for finding, _context in findings if finding.kind in ("deadline", "hearing")]
    rows = []
    for finding, context, is_endpoint in [
        *((*pair, False) for pair in findings),
        *((finding, "", True) for finding in by_endpoint),
    ]:
        if finding.kind == "date" and any(_is_day_of(term, finding) for term in terms):
            continue
        key = hashlib.sha256(finding.key.encode()).hexdigest()
        if (finding.kind, key) in known:
            continue
        known.add((finding.kind, key))
        rows.append(_row(reading, finding, context, key, is_endpoint, hints, clients))
    Suggestion.objects.bulk_create(rows)
    return len(rows)


def _is_day_of(term, date):
    """The date is what the deadline or the hearing was read from: the same day, in the words it stands in."""
    return (term.page, term.value) == (date.page, date.value) and term.start <= date.start < term.end


def _row(reading, finding, context, key, is_endpoint, hints, clients):
    data = {**finding.data, **hints}
    if finding.kind in NEAR:
        owner = owner_of(f"{context} {finding.data.get('name', '')}", clients)
        data["client"] = str(owner.uuid) if owner else ""
    return Suggestion(
        site_id=reading.site_id, reading=reading, kind=finding.kind, value=finding.value, key=key, page=finding.page,
        position=finding.start, context=context, cue=finding.cue, confidence=finding.confidence, data=data,
        by_endpoint=is_endpoint,
    )  # fmt: skip


def _hints(findings):
    """What the letter as a whole says and single suggestions need: its court, and who wrote it."""
    courts = [finding.value for finding, _context in findings if finding.kind == "court"]
    senders = [
        finding.data.get("name", "") for finding, _context in findings if finding.data.get("role") == "sender"
    ]
    return {
        "letter_court": courts[0] if courts else "",
        "letter_sender": next((name for name in senders if name), "")[:200],
    }


def owner_of(text, clients):
    """The one client whose name stands in the text, or None: also if it could be two."""
    text = text.casefold()
    found = [client for client in clients if _is_named(client, text)]
    return found[0] if len(found) == 1 else None


def _is_named(client, text):
    names = [client.company] if client.kind == Client.Kind.COMPANY else [client.first_name, client.last_name]
    names = [name.casefold() for name in names if name]
    return bool(names) and all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def take_over_what_is_certain(reading):
    """Enter numbers with sound check digits, beside a client's name, into that client's empty field, if the file has
    one such number for it. Whatever is in the way leaves the suggestion open for staff."""
    certain = [
        row for row in reading.suggestions.waiting()
        if row.kind in AT_ONCE and row.data.get("checksum") and row.data.get("client") and not row.by_endpoint
    ]  # fmt: skip
    for row in certain:
        twins = [
            other for other in certain if (other.kind, other.data["client"]) == (row.kind, row.data["client"])
        ]
        if len(twins) == 1:
            services.take_over_at_once(row, AT_ONCE[row.kind])
