"""Words of bills that forms, pages, papers and exports share. Calls translate to the language that is active."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.billing.figures import INVOICE, PROFORMA, PROVISION, WITH_RATE

KIND_LABELS = {INVOICE: _("Invoice"), PROFORMA: _("Proforma invoice"), PROVISION: _("Provision of funds")}
UNIT_LABELS = {
    "C62": pgettext_lazy("unit of a line", "pcs."),
    "HUR": pgettext_lazy("unit of a line", "h"),
    "MIN": pgettext_lazy("unit of a line", "min"),
    "DAY": pgettext_lazy("unit of a line", "days"),
    "MON": pgettext_lazy("unit of a line", "months"),
    "LS": pgettext_lazy("unit of a line", "flat rate"),
    "KMT": pgettext_lazy("unit of a line", "km"),
}
CATEGORY_LABELS = {
    "S": _("standard or reduced rate"),
    "Z": _("zero rated"),
    "E": _("exempt"),
    "AE": _("reverse charge"),
    "K": _("supply within the EU"),
    "G": _("export"),
    "O": _("not subject to VAT"),
    "L": _("IGIC (Canary Islands)"),
    "M": _("IPSI (Ceuta and Melilla)"),
}
# The law of most countries asks for these words on the paper itself; each language needs its own legal term.
REASONS = {
    "E": _("Exempt from VAT."),
    "AE": _("Reverse charge: the recipient of the service owes the VAT."),
    "K": _("VAT-exempt supply within the European Union."),
    "G": _("VAT-exempt export."),
    "O": _("Not subject to VAT."),
}
NO_INVOICE = {
    PROFORMA: _("This proforma is not an invoice and gives no right to deduct VAT."),
    PROVISION: _("This is a request for an advance payment and not an invoice."),
}
OWN_NAMES = {"L": "IGIC", "M": "IPSI"}


def unit_label(code: str) -> str:
    return str(UNIT_LABELS.get(code, code))


def vat_reason(category: str, own: str = "") -> str:
    """Why no VAT is charged, in the firm's own words if it has some; empty where VAT is charged."""
    return own or str(REASONS.get(category, ""))


def vat_label(category: str, rate: Decimal) -> str:
    """19 %, IGIC 7 %, reverse charge."""
    if category in WITH_RATE or category == "Z":
        return f"{OWN_NAMES.get(category, '')} {number(rate)}\u00a0%".strip()
    return str(CATEGORY_LABELS.get(category, category))


def number(value: Decimal, digits: int = 0) -> str:
    """With the digits it has, at least `digits`, as the reader's language writes it."""
    value = value.normalize()
    return formats.number_format(
        value, max(-value.as_tuple().exponent, digits), use_l10n=True, force_grouping=True
    )
