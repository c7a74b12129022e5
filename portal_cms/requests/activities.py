"""What clients do with requests, for the log of activities. A file that answers one is an upload, and stands there as
that."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.matters.activities import Activity, Thing, found_by_object, register_activity, uuids
from portal_cms.notices.models import Notice
from portal_cms.requests.kinds import all_kinds
from portal_cms.requests.models import Request, RequestItem

ANSWERED = {
    Notice.QUESTIONNAIRE: _("Questionnaire completed"),
    Notice.DOCUMENT: _("Document filled in or signed"),
    Notice.REQUEST: _("Item of a request answered"),
}


def requests(user, events):
    rows = Request.objects.visible_to(user).filter(uuid__in=uuids(events))
    return {
        key: Thing(row.title, reverse("portal_requests_admin:detail", args=[row.matter_id, row.uuid]))
        for key, row in found_by_object(events, rows).items()
    }


def items(user, events):
    """The item's title; the request is where it is found."""
    asked = requests(user, events)
    named = {event.pk: event.details.get("item", "") for event in events}
    titles = {
        str(uuid): title
        for uuid, title in RequestItem.objects.filter(
            uuid__in={uuid for uuid in named.values() if uuid}, request__uuid__in=uuids(events)
        ).values_list("uuid", "title")
    }
    return {key: Thing(titles.get(named[key], thing.title), thing.url) for key, thing in asked.items()}


def kinds_of(notice):
    return [kind.key for kind in all_kinds() if kind.notice == notice]


def register_activities():
    for notice, sentence in ANSWERED.items():
        register_activity(
            Activity(
                f"answered_{notice}",
                "request.item_answered",
                sentence,
                "form",
                items,
                notice=notice,
                of_kinds=partial(kinds_of, notice),
            )
        )
    register_activity(
        Activity(
            "handed_in", "request.handed_in", _("Request handed in"), "check", requests, notice=Notice.REQUEST
        )
    )
    register_activity(
        Activity("file_taken_out", "request.file_taken_out", _("File taken out of an answer"), "cross", items)
    )
    register_activity(
        Activity("link_opened", "request.link_opened", _("Personal link opened"), "link", requests)
    )
