"""An e-invoice somebody uploads: what it says, and in sentences what about it does not fit.

`read` starts a limited child process and trusts nothing of its answer. It takes a tenth of a second, and never longer
than `WALL_SECONDS`; a file that crashes or hangs its reader is told of as one that can not be read.
"""

import sys
import threading
from contextlib import suppress

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.billing.einvoice import codec
from portal_cms.billing.einvoice.codec import Reading
from portal_cms.billing.figures import Bill
from portal_cms.billing.sums import check, money
from portal_cms.billing.tax_numbers import compact
from portal_cms.documents.inspection import runner

WALL_SECONDS = 20
COMMAND = [sys.executable, "-P", "-s", "-m", "portal_cms.billing.einvoice.child"]
REASON_TEXTS = {
    "no_invoice": gettext_lazy(
        "This file holds no e-invoice. We read ZUGFeRD and Factur-X (PDF), XRechnung, UBL and Facturae (XML)."
    ),
    "damaged": gettext_lazy(
        "The e-invoice in this file can not be read; it may be damaged. Please enter the fields yourself."
    ),
    "document_type": gettext_lazy(
        "The e-invoice is built in an unusual way, so we do not read it. Please enter the fields yourself."
    ),
    "too_large": gettext_lazy("The e-invoice is too large to be read. Please enter the fields yourself."),
    "encrypted": gettext_lazy(
        "The PDF is protected by a password, so its e-invoice can not be read. Please upload it without."
    ),
    "timeout": gettext_lazy("Reading the e-invoice took too long. Please enter the fields yourself."),
}


def read(content: bytes, *, wall_seconds: float = WALL_SECONDS) -> Reading:
    """What the file says. `reading.bill` is None if it says nothing; then `reason_text(reading.reason)` is for people."""
    child = runner.start(COMMAND)
    expired = threading.Event()
    timer = threading.Timer(wall_seconds, lambda: (expired.set(), child.kill()))
    timer.start()
    try:
        with suppress(BrokenPipeError):
            child.stdin.write(content)
        with suppress(BrokenPipeError):  # closing writes what is still buffered
            child.stdin.close()
        answer = child.stdout.read(codec.MAX_ANSWER + 1)
    finally:
        timer.cancel()
        child.kill()
        child.stdout.close()
        child.wait()
    if expired.is_set():
        return Reading(reason="timeout")
    try:
        return codec.unpack(answer)
    except codec.Nonsense:
        return Reading(reason="damaged")


def reason_text(reason: str) -> str:
    return str(REASON_TEXTS.get(reason, REASON_TEXTS["damaged"]))


def warnings(reading: Reading, typed: Bill | None = None) -> list[str]:
    """What to tell staff beside the filled fields: sums that do not match, and what differs from the form."""
    if reading.bill is None:
        return [reason_text(reading.reason)]
    found = list(check(reading.bill))
    if reading.is_credit:
        found.append(_("This file is a credit note: its amounts are in favour of the client."))
    if reading.printed is False:
        found.append(
            _("The pages of the PDF do not show the total of the e-invoice inside. Please compare the two.")
        )
    return found + (differences(reading.bill, typed) if typed else [])


def differences(file: Bill, form: Bill) -> list[str]:
    """Where the file and the form say something else, one sentence per field; what the file leaves out is no difference."""
    rows = [
        (_("Number"), file.number, form.number),
        (_("Date"), _day(file.issued_on), _day(form.issued_on)),
        (_("Due on"), _day(file.due_on), _day(form.due_on)),
        (_("Currency"), file.currency, form.currency),
        (_("IBAN"), compact(file.iban), compact(form.iban)),
        *_sums(file, form),
    ]
    return [
        _("%(field)s: the file says %(file)s, the form says %(form)s.")
        % {"field": label, "file": said, "form": typed or _("nothing")}
        for label, said, typed in rows
        if said and said != typed
    ]


def _sums(file: Bill, form: Bill):
    for label, name in ((_("Net total"), "net"), (_("VAT"), "tax"), (_("Amount due"), "due")):
        stated = getattr(file.stated, name) if file.stated else None
        said = getattr(file.totals, name) if stated is None else stated
        yield label, money(said, file.currency), money(getattr(form.totals, name), form.currency)


def _day(day) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
