"""How bills are shown. Pure presentation: no queries."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal_cms.billing.models import Bill
from portal_cms.billing.sums import money
from portal_cms.billing.tax_numbers import grouped_iban
from portal_cms.billing.wording import number, unit_label, vat_label, vat_reason
from sitesettings import events

State = Bill.State
# kind -> where its section is, what the mails and the navigation call it, and what an empty one says
SECTIONS = {
    Bill.Kind.INVOICE: ("portal_billing:invoices", events.INVOICES, gettext_lazy("No invoices yet")),
    Bill.Kind.PROFORMA: (
        "portal_billing:proformas",
        events.PROFORMAS,
        gettext_lazy("No proforma invoices yet"),
    ),
    Bill.Kind.PROVISION: (
        "portal_billing:provisions",
        events.PROVISIONS,
        gettext_lazy("No provisions of funds yet"),
    ),
}
BADGES = {
    State.OPEN: "warning",
    State.PART_PAID: "warning",
    State.PAID: "success",
    State.OVERDUE: "danger",
    State.CANCELLED: "",
}


def bill_address(bill):
    return reverse("portal_billing:bill", args=[bill.uuid])


def news_path(bills):
    """Where a mail leads: the section that has the news (P45), and in it the first of them."""
    return f"{reverse(SECTIONS[bills[0].kind][0])}#bill-{bills[0].uuid}"


def bill_row(bill):
    """A bill in the client's list and at the head of its page."""
    state = bill.state
    return {
        "uuid": bill.uuid,
        "number": bill.number,
        "kind": bill.get_kind_display(),
        "date": bill.date,
        "due_date": bill.due_date if bill.open_amount else None,
        "is_late": state == State.OVERDUE,
        "reference": bill.matter_reference,
        "total": money(bill.payable, bill.currency),
        "open": money(bill.open_amount, bill.currency) if bill.paid and bill.open_amount else "",
        "state": bill.state_label,
        "badge": BADGES[state],
        "is_new": bill.seen_at is None,
        "url": bill_address(bill),
    }


def task_row(bill):
    """An unpaid bill among what a client has to do."""
    words = {
        "kind": bill.get_kind_display(),
        "number": bill.number,
        "amount": money(bill.open_amount, bill.currency),
    }
    return {
        "title": _("Pay %(kind)s %(number)s: %(amount)s") % words,
        "url": bill_address(bill),
        "due": bill.due_date,
        "is_late": bill.state == State.OVERDUE,
        "matter": bill.matter_reference,
    }


def section_tabs(kinds, current):
    """The sections that hold something, and the current one, as links."""
    return [
        {"label": label, "url": reverse(name), "is_current": kind == current}
        for kind, (name, label, _empty) in SECTIONS.items()
        if kind in kinds or kind == current
    ]


def line_rows(content):
    return [
        {
            "text": line.text,
            "quantity": f"{number(line.quantity)} {unit_label(line.unit)}",
            "unit_price": money(line.unit_price, content.currency),
            "vat": vat_label(line.vat_category, line.vat_rate),
            "net": money(line.net, content.currency),
        }
        for line in content.lines
    ]


def sum_rows(content, *, is_cancelled=False):
    """The lines under the table, from net to what is left to pay, of which a cancelled one has nothing; each label,
    amount, is_total."""
    totals, currency = content.totals, content.currency
    rows = [(_("Net"), totals.net, False)]
    for group in totals.groups:
        words = {"rate": vat_label(group.category, group.rate), "net": money(group.net, currency)}
        rows.append((_("VAT %(rate)s on %(net)s") % words, group.tax, False))
    rows.append((pgettext("bill", "Total"), totals.gross, True))
    if totals.withheld:
        rate = {"rate": number(content.withholding_rate)}
        rows.append((_("Income tax withheld, %(rate)s %%") % rate, -totals.withheld, False))
    if totals.paid:
        rows.append((_("Paid so far"), -totals.paid, False))
    if (totals.withheld or totals.paid) and not is_cancelled:
        rows.append((_("Left to pay"), totals.due, True))
    return [
        {"label": label, "amount": money(amount, currency), "is_total": is_total}
        for label, amount, is_total in rows
    ]


def reason_rows(content):
    """Why no VAT is charged, each reason once."""
    reasons = (vat_reason(group.category, group.reason) for group in content.totals.groups)
    return list(dict.fromkeys(filter(None, reasons)))


def bank_rows(content, bank=""):
    """Where to pay and what to write, as label and value; empty without an account."""
    if not content.iban:
        return []
    rows = [
        (_("Recipient"), content.payee),
        (_("IBAN"), grouped_iban(content.iban)),
        (_("BIC"), content.bic),
        (_("Bank"), bank),
        (_("Payment reference"), content.number),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
