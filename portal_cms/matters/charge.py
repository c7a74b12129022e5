"""Those in charge of a matter: its handler and its assistant, or who stands in for them. All mails that tell the firm
what a client did go through `tell_those_in_charge`."""

from django.db.models import Q

from portal_cms.accounts.models import User
from portal_cms.matters.models import Matter
from portal_cms.notices import duty
from portal_cms.notices.letters import INSTEAD_OF
from portal_cms.notices.models import Pace
from portal_cms.notices.services import enqueue


def tell_those_in_charge(event, matter, *, notice, context, merge=None, delay=0):
    """Put a mail into the outbox for each person in charge who wants this kind of notice at once; who wants it once a
    day finds it in the summary. Everything else is as in `enqueue`."""
    charges = receivers(matter)
    paces = duty.paces(list(charges), notice)
    for user, instead_of in charges.items():
        if paces[user.pk] == Pace.NOW:
            own = {**context, INSTEAD_OF: instead_of} if instead_of else context
            enqueue(event, site=matter.site, to=user, context=own, merge=merge, delay=delay)


def receivers(matter):
    """{person: uuids of those the person stands in for} of everybody who is to hear of the matter today. A deputy who
    may not see it is left out, and the person stays in charge; the mail asks once more when it is sent."""
    charged = [user for user in (matter.handler, matter.assistant) if user]
    deputies = duty.deputies(matter.site)
    people = User.objects.in_bulk({deputies[user.pk] for user in charged if user.pk in deputies})
    found = {}
    for user in charged:
        deputy = people.get(deputies.get(user.pk))
        if deputy and Matter.objects.visible_to(deputy).filter(pk=matter.pk).exists():
            found.setdefault(deputy, []).append(str(user.uuid))
        else:
            found.setdefault(user, [])
    for user in charged:
        if user in found and user.pk not in deputies:
            found[user] = []  # hears of it for the own part
    return found


def charged_to(user, day=None):
    """The matters of which `user` is to hear today: the own ones and those of people the person stands in for, as far
    as the person may see them."""
    people = [user.pk, *duty.stands_in_for(user, day)]
    return Matter.objects.visible_to(user).filter(Q(handler__in=people) | Q(assistant__in=people))
