"""What people read about readings: names of the kinds, confidence in words, why there is nothing."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

KIND_LABELS = {
    "address": gettext_lazy("Postal address"),
    "amount": gettext_lazy("Amount"),
    "court": gettext_lazy("Court"),
    "court_reference": gettext_lazy("File number of a court"),
    "date": gettext_lazy("Date"),
    "deadline": gettext_lazy("Deadline"),
    "email": gettext_lazy("E-mail address"),
    "hearing": gettext_lazy("Hearing"),
    "iban": gettext_lazy("IBAN"),
    "invoice_number": gettext_lazy("Invoice number"),
    "party": gettext_lazy("Party"),
    "phone": gettext_lazy("Phone number"),
    "reference": gettext_lazy("File number of the other side"),
    "tax_id": gettext_lazy("Tax identification number"),
    "tax_number": gettext_lazy("Tax number"),
    "vat_id": gettext_lazy("VAT number"),
}
GROUPS = (  # in the order of the page
    ("deadlines", gettext_lazy("Deadlines and dates"), ("deadline", "hearing", "date")),
    ("matter", gettext_lazy("Courts and file numbers"), ("court", "court_reference", "reference")),
    ("people", gettext_lazy("Parties and contact data"), ("party", "address", "email", "phone", "tax_number", "tax_id", "vat_id")),
    ("money", gettext_lazy("Payments"), ("amount", "iban", "invoice_number")),
)  # fmt: skip
REASONS = {
    "no_text": gettext_lazy("This file has no text that can be read."),
    "no_ocr": gettext_lazy(
        "This file is a picture or a scan. Reading pictures is not installed on this server, so nothing was read from them."
    ),
    "type": gettext_lazy("Files of this type are not read."),
    "unreadable": gettext_lazy("This file could not be read: it is protected, damaged, or takes too long."),
    "failed": gettext_lazy("Reading this file failed several times. Please ask the operator of the server."),
}
SURE, LIKELY = 0.95, 0.7


def value_text(kind, value):
    """What was found as people write it in their language: a day, or an amount like "2.651,44 EUR"."""
    try:
        if kind in ("date", "deadline", "hearing"):
            return formats.date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        if kind == "amount":
            number, _space, currency = value.partition(" ")
            return f"{formats.number_format(Decimal(number), 2, force_grouping=True)} {currency}"
    except (ValueError, InvalidOperation):
        pass
    return value


def taken_text(kind, values):
    """What is taken over as people write it, from the `values` of a `TakeForm`."""
    if kind == "address":
        return f"{values['street']}, {values['postal_code']} {values['city']}"
    first = next(iter(values.values()))
    return value_text(kind, first.isoformat()) if isinstance(first, date) else str(first)


def reason_text(code):
    return str(REASONS.get(code, "")) if code else ""


def confidence_text(suggestion):
    """How sure the portal is, in words."""
    if suggestion.data.get("checksum"):
        return _("Certain: the check digits fit")
    if suggestion.kind == "deadline":
        if suggestion.data.get("computed"):
            return _("Calculated from the date of the letter. Please check it.")
        return (
            _("Please check it.")
            if suggestion.value
            else _("Please work out the day yourself: it depends on something the portal can not know.")
        )
    if suggestion.confidence >= LIKELY:
        return _("Likely")
    return pgettext_lazy("how sure", "Possible") if suggestion.confidence >= 0.5 else _("Doubtful")
