"""How a suggestion is written to its place: through the forms and services its own screens use.

Each maker returns `write(values, by)`, which raises PortalError with a sentence; `values` are those of the staff's form. What is new
is never shown to clients: that stays a decision of its own.
"""

from django.forms import modelform_factory
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.clients.forms import ClientForm
from portal_cms.common.errors import PortalError
from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.parts.services import save_part
from portal_cms.parts.staff_forms import CourtForm, PartyForm, ProceedingForm
from portal_cms.reading.wording import KIND_LABELS


def client_writer(client, fields, suggestion):
    """Into fields of a client. The country is only filled in if it was empty."""

    def write(values, by):
        names = list(fields)
        if "tax_number" in fields:
            names.append("country")  # it decides what a tax number looks like
        data = {name: getattr(client, name) for name in names}
        data |= values if "street" in fields else {fields[0]: values["value"]}
        if "country" in names and not client.country:
            data["country"] = suggestion.data.get("country", "")
        form = modelform_factory(client.__class__, form=ClientForm, fields=names)(data, instance=client)
        _save(form, lambda: form.save())
        if form.changed_data:
            record("client.changed", on=client, by=by, fields=sorted(form.changed_data))

    return write


def party_writer(matter, suggestion):
    def write(values, by):
        data = {"name": values["name"], "role": values["role"]}
        _save_new(PartyForm, Party(matter=matter), data, by)

    return write


def court_writer(matter, suggestion):
    """A court with its name, or the letter's court with this file number."""

    def write(values, by):
        data = {"name": values["value"]}
        if suggestion.kind == "court_reference":
            data = {
                "name": suggestion.data.get("letter_court") or _("Court"),
                "file_number": values["value"],
            }
        _save_new(CourtForm, Court(matter=matter), data, by)

    return write


def file_number_writer(court, suggestion):
    def write(values, by):
        court.matter = suggestion.reading.document.matter
        court.file_number = values["value"]
        _check(court)
        save_part(court, by=by, fields=["file_number"])

    return write


def note_writer(part, suggestion):
    """One more line of the internal note."""

    def write(values, by):
        part.matter = suggestion.reading.document.matter
        part.note = f"{part.note.rstrip()}\n{note_of(suggestion, values)}".strip()
        _check(part)
        save_part(part, by=by, fields=["note"])

    return write


def sender_writer(matter, suggestion):
    """Who wrote the letter as a new party, with the value in its note."""

    def write(values, by):
        data = {
            "name": suggestion.data["letter_sender"],
            "role": _("Sender of a letter"),
            "note": note_of(suggestion, values),
        }
        _save_new(PartyForm, Party(matter=matter), data, by)

    return write


def entry_writer(matter, suggestion):
    def write(values, by):
        data = {"date": timezone.localdate(), "kind": _("File read"), "note": note_of(suggestion, values)}
        _save_new(ProceedingForm, Proceeding(matter=matter), data, by)

    return write


def date_writer(matter, suggestion):
    """An entry of the timeline: a day to come as its next date, one that is past as its own."""

    def write(values, by):
        day, today = values["day"], timezone.localdate()
        title = values["text"] or str(KIND_LABELS[suggestion.kind])
        data = {"date": min(day, today), "kind": title, "note": _from_file(suggestion)}
        if day > today or suggestion.kind != "date":
            data |= {"date": today, "next_date": day, "next_time": values.get("time"), "next_kind": title}
        _save_new(ProceedingForm, Proceeding(matter=matter), data, by)

    return write


def note_of(suggestion, values):
    """ "IBAN: DE89 … (from “letter.pdf”, page 1)"."""
    value = values.get("value") or ", ".join(
        filter(
            None, [values.get("street"), f"{values.get('postal_code', '')} {values.get('city', '')}".strip()]
        )
    )
    return f"{KIND_LABELS[suggestion.kind]}: {value} ({_from_file(suggestion)})"


def _from_file(suggestion):
    return _("from “%(title)s”, page %(page)s") % {
        "title": suggestion.reading.document.title,
        "page": suggestion.page,
    }


def _save_new(form_class, instance, data, by):
    form = form_class({"is_published": False, **data}, instance=instance)
    _save(form, lambda: save_part(form.instance, by=by))


def _save(form, save):
    if not form.is_valid():
        raise PortalError(" ".join(str(text) for texts in form.errors.values() for text in texts))
    return save()


def _check(part):
    part.full_clean(exclude=["site"])
