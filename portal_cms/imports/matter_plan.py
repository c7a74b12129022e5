"""Matters of a file: found again by their reference number.

What clients already see is not touched: a published matter keeps its clients, and changes of its text become a
draft that somebody publishes.
"""

import re

from django.utils.translation import gettext as _

from portal_cms.accounts.identity import email_key
from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.imports.plan import choose, note_changes, refuse_twins, rows_of, take, words
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.models import Matter

TEXT = ("reference", "subject", "description")
CHANGEABLE = ("subject", "description", "state")  # by its reference number a matter is found
STATES = words(
    open="active,running,pending,offen,laufend,aktiv,in Bearbeitung,abierto,abierta,activo,activa,en curso,en trámite",
    closed="done,finished,archived,geschlossen,abgeschlossen,erledigt,abgelegt,archiviert,cerrado,cerrada,archivado,terminado",
)
BETWEEN_NUMBERS = re.compile(r"[;,|\n]")


def plan_matters(run, table):
    """The rows of the plan; see `plan.Row`."""
    rows = rows_of(table, run.columns)
    for row in rows:
        take(row, Matter, TEXT)
        choose(row, "state", STATES, "open, closed")
        if not row.cells.get("reference"):
            row.refuse("reference", _("Please fill in the reference number."))
        row.name = row.cells.get("reference", "")
    refuse_twins(
        rows,
        "reference",
        lambda row: row.values.get("reference"),
        _("Line %(line)s has this reference number already."),
    )
    _find(run, rows)
    _find_people(run, rows)
    _find_clients(run, rows)
    for row in rows:
        _finish(run, row)
    return rows


def _find(run, rows):
    """One query for what may be changed, one for numbers that are taken by what may not even be seen."""
    references = {row.values["reference"] for row in rows if "reference" in row.values}
    matters = Matter.objects.filter(site_id=run.site_id, reference__in=references)
    mine = matters.changeable_by(run.owner).select_related("latest_revision", "handler", "assistant")
    found = {matter.reference: matter for matter in mine.prefetch_related("matter_clients")}
    taken = set(matters.values_list("reference", flat=True)) - set(found)
    for row in rows:
        reference = row.values.get("reference")
        row.target = found.get(reference)
        if reference in taken:
            row.refuse(
                "reference",
                _("Another matter of the firm has this reference number. Please use a different one."),
            )


def _find_people(run, rows):
    staff = {email_key(user.email): user for user in User.objects.staff_of(run.site)}
    for row in rows:
        for key in ("handler", "assistant"):
            if not (text := row.cells.get(key)):
                continue
            if person := staff.get(email_key(text)):
                row.values[key] = person
            else:
                row.refuse(
                    key,
                    _(
                        "No member of staff has the address %(address)s. Please use the e-mail address of the sign-in."
                    )
                    % {"address": text},
                )


def _find_clients(run, rows):
    numbers = {number for row in rows for number in _numbers(row)}
    clients = Client.objects.visible_to(run.owner).filter(site_id=run.site_id, number__in=numbers)
    found = {client.number: client for client in clients}
    for row in rows:
        if not (wanted := _numbers(row)):
            continue
        unknown = [number for number in wanted if number not in found]
        if unknown:
            text = _("No client has the number %(numbers)s. Please import the clients first.")
            row.refuse("clients", text % {"numbers": ", ".join(unknown)})
        row.values["clients"] = [found[number] for number in wanted if number in found]


def _numbers(row):
    parts = BETWEEN_NUMBERS.split(row.cells.get("clients", ""))
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _finish(run, row):
    if row.target is None:
        for key, sentence in (
            ("subject", _("Please fill in the subject.")),
            ("handler", _("Please fill in the handler.")),
        ):
            if not row.cells.get(key):
                row.refuse(key, sentence)
        return
    matter, people = row.target, {}
    if matter.locked:
        row.refuse("reference", _("The text of this matter is locked. Please unlock it first."))
    note_changes(row, run.kind, _text_now(matter))
    for key in ("handler", "assistant"):
        people[key] = getattr(matter, key)
    before = len(row.changes)
    note_changes(row, run.kind, people)
    added = _added_clients(row)
    if added:
        row.changes.append(
            (_("Clients"), "", _("added: %(clients)s") % {"clients": ", ".join(map(str, added))})
        )
    if len(row.changes) > before and not may_manage_people(run.owner, matter):
        row.refuse(
            "handler", _("Only handler, assistant and firm administration decide who works on this matter.")
        )
    if added and matter.live and matter.has_portal:
        row.refuse(
            "clients",
            _(
                "This matter is published, so its new client would see it at once. Please add the client by hand."
            ),
        )


def _added_clients(row):
    """Clients are added, never taken away: what a file does not name may have been added by hand."""
    there = {link.client_id for link in row.target.matter_clients.all()}
    row.values["clients"] = [client for client in row.values.get("clients", ()) if client.pk not in there]
    return row.values["clients"]


def _text_now(matter):
    """The text as somebody would find it in the editor: that of the newest draft."""
    if matter.latest_revision:
        content = matter.latest_revision.content
        return {key: content.get(key, "") for key in CHANGEABLE}
    return {key: getattr(matter, key) for key in CHANGEABLE}
