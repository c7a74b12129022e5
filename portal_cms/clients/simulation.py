"""Looking at the portal as a client (P20): who may, since when, and that it ends.

The staff's own session carries the key of a `Simulation`; the client gets no session, no sign-in and no visit.
`middleware.SimulationMiddleware` puts the client in the place of the member of staff for the portal's pages only.
Everything is asked again on each request, so a right that ends, ends the simulation.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.clients.models import Client, Simulation

SESSION_KEY = "portal_simulation"
LONGEST = timedelta(minutes=30)
STATES = (User.Access.PENDING, User.Access.ACTIVE)


def may_simulate(user, client):
    """Who sees the client in the admin may see the client's portal, while there is one to see."""
    if client.access_state not in STATES or not client.user.is_active:
        return False
    if not user.has_perm("portal_clients.view_client"):
        return False
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


@transaction.atomic
def start(request, client):
    """Begin; another simulation of this session ends. The caller has asked `may_simulate`."""
    end(request, reason="replaced")
    started = timezone.now()
    simulation = Simulation.objects.create(
        staff=request.user, client=client, started_at=started, ends_at=started + LONGEST
    )
    request.session[SESSION_KEY] = str(simulation.uuid)
    record("client.simulation_started", on=client, by=request.user)
    return simulation


def end(request, *, reason):
    """End the simulation of this session, if there is one; returns it or None."""
    simulation = _find(request.session.pop(SESSION_KEY, None))
    if simulation:
        _close(simulation, reason)
    return simulation


def end_overdue():
    """Housekeeping: those whose browser was closed end in the record too."""
    for simulation in Simulation.objects.filter(ends_at__lte=timezone.now()).select_related(
        "staff", "client"
    ):
        _close(simulation, "time")


def running(request, staff):
    """The simulation of this session if it may go on, as (simulation, the client's account), else None.

    `staff` is the person signed in now. What may not go on is ended here, in the record too.
    """
    simulation = _find(request.session.get(SESSION_KEY))
    if simulation is None:
        return None
    if reason := _reason_to_end(simulation, staff, request.site):
        _close(simulation, reason)
        return None
    account = simulation.client.user
    account.client = simulation.client
    account.simulated_by = staff
    return simulation, account


def count_page(simulation):
    """One more page was looked at."""
    Simulation.objects.filter(pk=simulation.pk).update(pages=F("pages") + 1)


def _find(key):
    """The row of a session's key, with all a page shows of the client's account, in one query."""
    if not key:
        return None
    rows = Simulation.objects.select_related("client__user__profile", "staff")
    try:
        return rows.filter(uuid=key).first()
    except ValidationError:
        return None


def _reason_to_end(simulation, staff, site):
    if not staff.is_authenticated or simulation.staff_id != staff.pk:
        return "signed_out"
    if simulation.ends_at <= timezone.now():
        return "time"
    if simulation.client.site_id != site.pk or not may_simulate(staff, simulation.client):
        return "not_allowed"
    return ""


@transaction.atomic
def _close(simulation, reason):
    """Whoever takes the row away records the end, once."""
    taken, _rows = Simulation.objects.filter(pk=simulation.pk).delete()
    if taken:
        until = min(timezone.now(), simulation.ends_at)
        record(
            "client.simulation_ended",
            on=simulation.client,
            by=simulation.staff,
            reason=reason,
            seconds=round((until - simulation.started_at).total_seconds()),
            pages=simulation.pages,
        )
