"""The PDF of a bill in the firm's look. `bill.typ` sets the page; here the bill becomes the words on it, in the
language of the reader."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal_cms.billing import qr
from portal_cms.billing.figures import Bill, Party
from portal_cms.billing.places import country_name
from portal_cms.billing.sums import money
from portal_cms.billing.tax_numbers import grouped_iban
from portal_cms.billing.wording import KIND_LABELS, NO_INVOICE, number, unit_label, vat_label, vat_reason
from portal_cms.common.typesetting import typeset

TEMPLATE = Path(__file__).parent / "typst" / "bill.typ"


@dataclass(frozen=True)
class Look:
    """What a paper shows of the firm: its colours on white, its logo as PNG, JPEG or WebP, its address."""

    name: str
    brand: str = "#1d3557"
    accent: str = "#8a94a6"
    logo: bytes | None = None
    office: tuple[str, ...] = ()
    sender: str = ""


def pdf(bill: Bill, look: Look, language: str, *, issued_at: datetime | None = None) -> bytes:
    """The paper."""
    with translation.override(language):
        words = _words(bill, look, language)
    return in_look(TEMPLATE, words, look, issued_at)


def in_look(template: Path, words: dict, look: Look, issued_at: datetime | None = None) -> bytes:
    """A paper with these words and the firm's look, unless `words` bring a part of it; see `typesetting`."""
    data = {**words, "look": {**_look(look), **words.get("look", {})}}
    return typeset(template, data, logo=look.logo, issued_at=issued_at)


def _look(look: Look) -> dict:
    return {
        "name": look.name,
        "brand": look.brand,
        "accent": look.accent,
        "office": look.office,
        "sender": look.sender or look.name,
    }


def _words(bill: Bill, look: Look, language: str) -> dict:
    heading = str(KIND_LABELS[bill.kind])
    totals = bill.totals
    return {
        "lang": language[:2],
        "region": bill.seller.country or None,
        "title": f"{heading} {bill.number}",
        "heading": heading,
        "subject": bill.reference,
        "look": {
            "office": look.office or address(bill.seller),
            "sender": look.sender or " · ".join([look.name, *address(bill.seller)[1:]]),
        },
        "to": address(bill.buyer, seen_from=bill.seller.country),
        "facts": _facts(bill),
        "columns": [
            pgettext("column of a bill", "No."),
            _("Description"),
            _("Quantity"),
            _("Unit price"),
            _("VAT"),
            pgettext("column of a bill", "Net"),
        ],
        "rows": [_row(place, line, bill.currency) for place, line in enumerate(bill.lines, 1)],
        "vat": [
            [_("VAT"), pgettext("column of a bill", "Net"), pgettext("column of a bill", "Tax")],
            *(
                [vat_label(g.category, g.rate), money(g.net, bill.currency), money(g.tax, bill.currency)]
                for g in totals.groups
            ),
        ],
        "sums": [[str(label), money(amount, bill.currency)] for label, amount in _sums(bill)],
        "total": [_("Amount due"), money(totals.due, bill.currency)],
        "notes": _notes(bill),
        "pay": _pay(bill),
        "footer": _footer(bill),
        "page": _("Page %(page)s of %(pages)s") % {"page": "|", "pages": "|"},
    }


def address(party: Party, *, seen_from: str = "") -> list[str]:
    """The lines of an address; the country only where the letter crosses a border."""
    country = country_name(party.country) if seen_from and party.country != seen_from else ""
    return [
        row for row in (party.name, party.street, f"{party.postal_code} {party.city}".strip(), country) if row
    ]


def _facts(bill: Bill) -> list[list[str]]:
    facts = [(_("Number"), bill.number), (_("Date"), _date(bill.issued_on))]
    if bill.period_start or bill.period_end:
        span = [_date(day) for day in (bill.period_start, bill.period_end) if day]
        facts.append((_("Period of service"), " – ".join(span)))
    else:
        facts.append((_("Date of service"), bill.delivered_on and _date(bill.delivered_on)))
    facts += [
        (_("Due on"), bill.due_on and _date(bill.due_on)),
        (_("Your reference"), bill.buyer_reference),
        (_("Your tax number"), bill.buyer.vat_id or bill.buyer.tax_number),
    ]
    return [[label, value] for label, value in facts if value]


def _date(day) -> str:
    return date_format(day, "DATE_FORMAT").replace(" ", "\u00a0")


def _row(place, line, currency) -> list[str]:
    text = line.text if not line.off else f"{line.text}\n{_('Discount')}: {money(line.off, currency)}"
    return [
        str(place),
        text,
        f"{number(line.quantity)}\u00a0{unit_label(line.unit)}",
        f"{number(line.unit_price, 2)}",
        vat_label(line.vat_category, line.vat_rate),
        money(line.net, currency),
    ]


def _sums(bill: Bill):
    totals = bill.totals
    if bill.adjustments:
        yield _("Sum of the lines"), totals.lines
    for adjustment in bill.adjustments:
        yield adjustment.text or (_("Discount") if adjustment.amount < 0 else _("Charge")), adjustment.amount
    yield _("Net total"), totals.net
    yield _("VAT"), totals.tax
    if totals.withheld or totals.paid or totals.due != totals.gross:
        yield pgettext("sum of a bill", "Total"), totals.gross
    if totals.withheld:
        yield _("Withholding tax %(rate)s %%") % {"rate": number(bill.withholding_rate)}, -totals.withheld
    if totals.paid:
        yield _("Already paid"), -totals.paid
    if bill.rounding:
        yield _("Rounding"), bill.rounding


def _notes(bill: Bill) -> list[str]:
    reasons = [vat_reason(group.category, group.reason) for group in bill.totals.groups]
    notes = [*reasons, str(NO_INVOICE.get(bill.kind, "")), *re.split(r"\n\s*\n", bill.note.strip())]
    return list(dict.fromkeys(note for note in notes if note))


def _pay(bill: Bill) -> dict:
    rows = []
    if bill.iban and bill.totals.due > 0:
        rows = [
            (_("Amount"), money(bill.totals.due, bill.currency)),
            (_("Please pay by"), bill.due_on and _date(bill.due_on)),
            (_("Account holder"), bill.payee),
            (_("IBAN"), grouped_iban(bill.iban)),
            (_("BIC"), bill.bic),
            (_("Reference"), bill.number),
        ]
    code = qr.svg(bill) if rows else None
    return {
        "title": _("Payment"),
        "rows": [[label, value] for label, value in rows if value],
        "code": list(code.encode()) if code else None,
        "caption": _("Scan to pay"),
        "alt": _("Bank code with the account, the amount and the reference that stand beside it"),
    }


def _footer(bill: Bill) -> list[str]:
    seller = bill.seller
    ways = [seller.phone, seller.email]
    if seller.country == "ES" and seller.tax_number:
        ways.append(f"NIF {seller.tax_number}")
    elif seller.tax_number:
        ways.append(_("Tax number %(number)s") % {"number": seller.tax_number})
    if seller.vat_id and not (seller.tax_number and seller.vat_id.endswith(seller.tax_number)):
        ways.append(_("VAT number %(number)s") % {"number": seller.vat_id})
    return [" · ".join(address(seller)), " · ".join(way for way in ways if way)]
