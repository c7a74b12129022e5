"""Who stands in for whom today, and who wants which mail. Knows no matters: whether a deputy may see one is asked
by `matters.charge`."""

from django.db import transaction
from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.notices.models import Absence, Notice, NoticeChoice, Pace

LINKS = 2  # a deputy who is away has a deputy; that one's deputy is nobody's business any more


def deputies(site, day=None):
    """{person: deputy} by keys, for everybody of the firm who is away on `day` (today) and whose chain of deputies
    leads to somebody who is there. A chain that is too long or goes round leads nowhere: then the person stays in
    charge."""
    rows = Absence.objects.current(day).filter(user__site=site, deputy__site=site)
    links = dict(rows.values_list("user_id", "deputy_id"))
    found = {person: _end(links, person) for person in links}
    return {person: end for person, end in found.items() if end is not None}


def _end(links, person):
    end = person
    for _link in range(LINKS):
        end = links[end]
        if end == person:
            return None
        if end not in links:
            return end
    return None


def stands_in_for(user, day=None):
    """Keys of the people whose deputy `user` is on `day`."""
    if user.site_id is None:
        return []
    return [person for person, deputy in deputies(user.site, day).items() if deputy == user.pk]


def paces(users, notice):
    """{key of the person: Pace} for one kind of notice; who chose nothing is told at once."""
    chosen = NoticeChoice.objects.filter(user__in=users, notice=notice)
    return {user.pk: Pace.NOW for user in users} | {row.user_id: Pace(row.pace) for row in chosen}


def pace_of(user, notice):
    return paces([user], notice)[user.pk]


@transaction.atomic
def choose(user, wanted, *, deputy, first_day, last_day):
    """Keep what `user` decided: {Notice: Pace} and the deputy with both days, or None for all three."""
    before = dict(NoticeChoice.objects.filter(user=user).values_list("notice", "pace"))
    changed = [notice for notice in Notice.values if wanted[notice] != before.get(notice, Pace.NOW)]
    for notice in changed:
        NoticeChoice.objects.update_or_create(
            user=user, notice=notice, defaults={"pace": wanted[notice], "since": timezone.now()}
        )
    if _set_absence(user, deputy, first_day, last_day) or changed:
        record(
            "account.notices_chosen",
            on=user,
            by=user,
            notices={notice: wanted[notice] for notice in changed},
            **_words_of(deputy, first_day, last_day),
        )


@transaction.atomic
def set_absence(user, *, by, deputy, first_day, last_day):
    """What the firm's administration enters for somebody who can not do it, as after falling ill; None for all three
    ends it. The person finds it in the own account page."""
    if _set_absence(user, deputy, first_day, last_day):
        record("account.absence_set", on=user, by=by, **_words_of(deputy, first_day, last_day))


def _set_absence(user, deputy, first_day, last_day):
    """Whether anything is different now."""
    was_away = Absence.objects.filter(user=user).first()
    if was_away and (was_away.deputy, was_away.first_day, was_away.last_day) == (deputy, first_day, last_day):
        return False
    if was_away:
        was_away.delete()
    if deputy:
        Absence.objects.create(user=user, deputy=deputy, first_day=first_day, last_day=last_day)
    return bool(was_away or deputy)


def _words_of(deputy, first_day, last_day):
    """For the record."""
    return {
        "deputy": str(deputy.uuid) if deputy else "",
        "days": [str(first_day), str(last_day)] if deputy else [],
    }
