"""A run's life: received, columns chosen, done or thrown away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import record, record_each
from portal_cms.clients.models import Client
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.common.names import display_name
from portal_cms.imports.client_plan import plan_clients
from portal_cms.imports.columns import guess
from portal_cms.imports.matter_plan import CHANGEABLE, plan_matters
from portal_cms.imports.models import ImportRun
from portal_cms.imports.plan import Action, Plan
from portal_cms.imports.table import MAX_BYTES, read
from portal_cms.matters import grants
from portal_cms.matters.models import Matter
from portal_cms.matters.services import open_matter

State = ImportRun.State
PLANNERS = {ImportRun.Kind.CLIENTS: plan_clients, ImportRun.Kind.MATTERS: plan_matters}


def receive(site, *, kind, content, name, by):
    """Keep a file that can be read, sealed and for its owner, with the columns we recognise. Changes nothing else.

    Raises PortalError with a sentence if it is no table or too large.
    """
    table = read(content)
    stored = vault.store([content], max_bytes=MAX_BYTES)
    with transaction.atomic():
        run = ImportRun.objects.create(
            site=site,
            kind=kind,
            owner=by,
            original_name=display_name(name)[:200],
            rows=len(table.rows),
            columns=guess(kind, table.headers),
            size=stored.size,
            storage_name=stored.name,
            key_id=stored.key_id,
            wrapped_key=stored.wrapped_key,
        )
        record("import.received", on=run, by=by, kind=kind, rows=run.rows)
    return run


def table_of(run):
    return read(vault.read_all(run))


def choose_columns(run, columns):
    """`columns` is field -> number of the column."""
    ImportRun.objects.filter(pk=run.pk, state=State.OPEN).update(columns=columns)
    run.columns = columns


def plan_of(run, table=None):
    """What the run would do now. Reading only."""
    return Plan(run.kind, PLANNERS[run.kind](run, table or table_of(run)))


@transaction.atomic
def confirm(run, *, by, digest):
    """Do what was shown: all rows without errors, in one transaction. Returns the counts by action.

    Raises PortalError if it was done already, or if something has changed since, so that the rows would now do
    something else. Nobody is invited and nothing is published.
    """
    now, table = timezone.now(), table_of(run)
    ours = ImportRun.objects.filter(pk=run.pk, state=State.OPEN, owner=by, expires_at__gt=now)
    file = run.storage_name
    if not ours.update(state=State.DONE, done_at=now, storage_name=None):
        raise PortalError(_("This file was imported or thrown away meanwhile."))
    plan = plan_of(run, table)
    if plan.digest != digest:
        raise PortalError(_("Something has changed since you looked. Please look at the rows again."))
    work = [row for row in plan.rows if row.action in (Action.CREATE, Action.UPDATE)]
    if not work:
        raise PortalError(_("There is nothing to import in this file."))
    write = _write_clients if run.kind == ImportRun.Kind.CLIENTS else _write_matters
    write(run, work, by)
    counts = {action.value: number for action, number in plan.counts.items()}
    ours_done = ImportRun.objects.filter(pk=run.pk)
    ours_done.update(counts=counts)
    record("import.done", on=run, by=by, kind=run.kind, **counts)
    transaction.on_commit(lambda: vault.delete(file))
    return counts


@transaction.atomic
def discard(run, *, by):
    """Throw the file away; nothing of it was imported."""
    if ImportRun.objects.filter(pk=run.pk, state=State.OPEN, owner=by).delete()[0]:
        record("import.discarded", on=run, by=by, kind=run.kind)
        transaction.on_commit(lambda: vault.delete(run.storage_name))


def forget_expired():
    """Housekeeping: files nobody confirmed within a day."""
    for run in ImportRun.objects.expired():
        with transaction.atomic():
            ImportRun.objects.filter(pk=run.pk, state=State.OPEN).delete()
            transaction.on_commit(lambda name=run.storage_name: vault.delete(name))


def _write_clients(run, rows, by):
    made, changed = [], []
    for row in rows:
        client = row.target or Client(site=run.site, language=run.site.firmsettings.default_language)
        for key, value in row.values.items():
            setattr(client, key, value)
        client.save()
        (changed if row.target else made).append(client)
    record_each("client.created", on=made, by=by, site=run.site, imported=str(run.uuid))
    record_each("client.changed", on=changed, by=by, site=run.site, imported=str(run.uuid))


def _write_matters(run, rows, by):
    for row in rows:
        if row.target:
            _change_matter(run, row, by)
        else:
            _open_matter(run, row, by)


def _open_matter(run, row, by):
    """As the form does it: no portal, not published, and a first revision to go on from."""
    values = dict(row.values)
    clients = values.pop("clients", [])
    matter = Matter(site=run.site, live=False, has_portal=False, **values)
    open_matter(matter, by=by, clients=clients)
    matter.save_revision(user=by, log_action=False)


def _change_matter(run, row, by):
    """The text as a draft, as in the editor; people and clients at once."""
    matter, values = row.target, row.values
    draft = matter.get_latest_revision_as_object()
    fields = [key for key in CHANGEABLE if key in values and getattr(draft, key) != values[key]]
    if fields:
        for key in fields:
            setattr(draft, key, values[key])
        draft.save_revision(user=by, log_action=False)
        record("matter.changed", on=matter, by=by, matter=matter, fields=fields, imported=str(run.uuid))
    handler, assistant = values.get("handler", matter.handler), values.get("assistant", matter.assistant)
    if (handler, assistant) != (matter.handler, matter.assistant):
        named = grants.named_people(matter)
        grants.set_people(
            matter,
            by=by,
            handler=handler,
            assistant=assistant,
            named=list(named),
            sharers=[person for person, may_share in named.items() if may_share],
            restricted=matter.is_restricted,
        )
    for client in values.get("clients", ()):
        grants.add_client(matter, client, by=by)
