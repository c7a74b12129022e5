"""What is due by the clock. Every chore may run twice, or late, without harm.

The worker calls `tick` about once a minute; where no worker runs all the time, cron calls `portal-cms tick`.
"""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from portal_cms.accounts import throttle
from portal_cms.accounts.doors import forget_links
from portal_cms.accounts.services import forget_sessions, forget_tokens
from portal_cms.activity.summary import send_summaries
from portal_cms.billing.services import forget_strays
from portal_cms.clients import simulation
from portal_cms.common.statistics import refresh_statistics
from portal_cms.documents.sweeping import sweep
from portal_cms.imports.services import forget_expired
from portal_cms.matters.services import publish_due
from portal_cms.messaging.queue import deliver_waiting
from portal_cms.requests.links import forget_over
from portal_cms.requests.pages import merge_due
from portal_cms.requests.services import remind

log = logging.getLogger(__name__)


def publish_scheduled():
    """Matters first, with their audit events; then pages, themes and portraits by Wagtail's own command."""
    publish_due()
    call_command("publish_scheduled", verbosity=0)


def clear_sessions():
    call_command("clearsessions", verbosity=0)
    forget_sessions()


def prune_tasks():
    call_command("prune_db_task_results", verbosity=0)


EVERY_MINUTE = (publish_scheduled, deliver_waiting, simulation.end_overdue, merge_due)
EVERY_HOUR = (
    forget_expired,
    remind,
    send_summaries,
    throttle.forget_old,
    forget_tokens,
    forget_links,
    forget_over,
    clear_sessions,
    prune_tasks,
    forget_strays,
    sweep,
    refresh_statistics,
)


def tick(now=None):
    """Do what nobody has done yet this minute, and this hour. Several workers may call it at once."""
    now = now or timezone.now()
    if _is_first(f"{now:%Y-%m-%dT%H:%M}", timedelta(minutes=2)):
        run(EVERY_MINUTE)
    if _is_first(f"{now:%Y-%m-%dT%H}", timedelta(hours=2)):
        run(EVERY_HOUR)


def run(chores):
    """One chore that fails does not stop the others."""
    for chore in chores:
        try:
            chore()
        except DatabaseError:
            raise
        except Exception:
            log.exception("The chore %s failed; it is tried again next time.", chore.__name__)


def _is_first(moment, window):
    """The counters that slow down guessing also count who was first: one row, safe on every database."""
    return throttle.hit(f"tick:{moment}", limit=1, window=window)
