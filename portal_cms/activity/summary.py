"""The summary of the day, for those who chose it instead of a mail at once."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.activity.log import any_of, by_clients, matching_matters
from portal_cms.activity.models import Summary
from portal_cms.audit.models import AuditEvent
from portal_cms.matters.activities import activities_for
from portal_cms.matters.charge import charged_to
from portal_cms.notices import duty
from portal_cms.notices.models import NoticeChoice, Pace
from portal_cms.notices.services import enqueue

HOUR = 7  # from when on, by the clock of the portal
SETTLED = timedelta(minutes=1)  # a change of just now may not be written yet; tomorrow's summary has it


def send_summaries(now=None):
    """Chore: one mail a day for everybody who wants one and in whose matters something happened since the last. Runs as
    often as it likes; a day that was missed is in the next summary. Who is away gets it after coming back."""
    now = timezone.localtime(now)
    if now.hour < HOUR:
        return
    wanted = User.objects.filter(notice_choices__pace=Pace.DAILY, is_active=True, site__isnull=False)
    away = {}
    for user in wanted.distinct().select_related("site"):
        if user.site_id not in away:
            away[user.site_id] = duty.deputies(user.site, now.date())
        if user.pk not in away[user.site_id]:
            _send(user, now)


def _send(user, now):
    if Summary.objects.filter(user=user, day=now.date()).exists():
        return
    last = Summary.objects.filter(user=user).order_by("-day").first()
    summary = Summary(user=user, day=now.date(), since=last and last.until, until=now - SETTLED)
    try:
        with transaction.atomic():
            summary.save(force_insert=True)
            if events_of(summary, user).exists():
                enqueue("activity_summary", site=user.site, to=user, context={"summary": summary.pk})
    except IntegrityError:  # another worker was quicker
        return


def events_of(summary, reader):
    """What `reader` is told by it: the kinds chosen for it, each since it was chosen; newest first."""
    known = [row for row in activities_for(reader) if row.notice]
    told = Q(pk__in=[])
    for choice in NoticeChoice.objects.filter(user=reader, pace=Pace.DAILY):
        since = max(choice.since, summary.since) if summary.since else choice.since
        told |= any_of([row for row in known if row.notice == choice.notice]) & Q(at__gt=since)
    events = AuditEvent.objects.filter(site=reader.site, at__lte=summary.until).filter(told)
    return by_clients(events, reader.site).filter(matching_matters(charged_to(reader))).order_by("-pk")
