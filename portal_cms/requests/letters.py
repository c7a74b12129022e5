"""Letters about requests: who may still know when the mail is made, and the link in it."""

from dataclasses import replace
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal_cms.notices.duty import pace_of
from portal_cms.notices.letters import Letter, register
from portal_cms.notices.models import MailText, Notice, Pace
from portal_cms.notices.previewing import sample_letter
from portal_cms.requests import codes
from portal_cms.requests.announce import ANSWERS
from portal_cms.requests.links import make_link
from portal_cms.requests.models import Receipt, Request, RequestCode, RequestTemplate
from sitesettings.firm import firm_for

REQUEST_SENT = "request_sent"
TEMPLATE = "template"  # in the context of a row: the template whose mail somebody tries out
TO_CLIENTS = (REQUEST_SENT, "request_reminder", "request_turn", "request_returned")


def to_client(row, reader):
    """To the client, with a link of its own: only while something is waiting."""
    if TEMPLATE in row.context:
        return _trial(row, reader)
    request = (
        Request.objects.waiting()
        .filter(uuid=row.context["request"], client__user=reader)
        .select_related("client", "matter")
        .first()
    )
    if request is None or _is_elsewhere(reader, request.client):
        return None
    letter = letter_of(request)
    own = typed_mail(request, reader) if row.event == REQUEST_SENT else None
    return replace(letter, make_path=partial(make_link, request), typed=own)


def letter_of(request):
    """What every mail about `request` says."""
    items = list(request.items.all())
    return Letter(
        label=_("Open the request"),
        values={
            "count": sum(item.is_missing for item in items),
            "due_on": request.due_on,
        },
        content={
            "title": request.title,
            "matter": str(request.matter),
            "names": [item.title for item in items if item.is_missing],
        },
    )


def typed_mail(asked, reader):
    """What staff wrote for this one mail, or for the mails of a template; None: the firm's usual text goes out."""
    if not asked.has_own_mail:
        return None
    language = firm_for(asked.site).best_language(reader.language)
    return MailText(
        site=asked.site, event=REQUEST_SENT, language=language, subject=asked.mail_subject,
        body=asked.mail_text,
    )  # fmt: skip


def _trial(row, reader):
    """The mail of a template with samples, to the one who asked for it."""
    template = RequestTemplate.objects.visible_to(reader).filter(pk=row.context[TEMPLATE]).first()
    if template is None or not reader.has_perm("portal_requests.change_requesttemplate"):
        return None
    text = MailText(site=template.site, event=REQUEST_SENT, language=template.language)
    letter = replace(sample_letter(text, reader.email), draft=None, values={"is_trial": True})
    return replace(letter, typed=typed_mail(template, reader))


def code(row, reader):
    """To the client who opens a link: six digits, and no link, as the page they belong to is open."""
    asked = RequestCode.objects.filter(pk=row.context["code"], used_at=None, link__ended_at=None)
    found = asked.filter(link__request__client__user=reader).select_related("link__request__client").first()
    if found is None or _is_elsewhere(reader, found.link.request.client):
        return None
    return Letter(
        label=_("Ask for a new link"),
        path=reverse("portal_requests:ask_again"),
        make_secrets=lambda: {"code": codes.make(found)},
        values={"minutes": codes.LIFETIME.seconds // 60},
    )


def receipt(row, reader):
    """To the client: that it has arrived and when; what it was stands on the page alone."""
    shown = Request.objects.filter(state__in=Request.SHOWN).of_the_matters_clients()
    found = (
        Receipt.objects.filter(pk=row.context["receipt"], request__in=shown, request__client__user=reader)
        .select_related("request__client", "request__matter")
        .first()
    )
    if found is None or _is_elsewhere(reader, found.request.client):
        return None
    return Letter(
        label=_("Look at the receipt"),
        make_path=partial(make_link, found.request),
        values={"handed_in_at": found.handed_in_at},
        content={
            "title": found.request.title,
            "matter": str(found.request.matter),
            "names": [item["title"] for item in found.items],
        },
    )


def _is_elsewhere(reader, client):
    """Whether the account no longer has the address mails to this client go to."""
    return reader.is_removed and reader.email != client.email


def handed_in(row, reader):
    """To staff who see the matter, unless the mail of the only answer, which they get at once, says it all."""
    if (told := row.context.get("told")) and pace_of(reader, told) == Pace.NOW:
        return None
    request = (
        Request.objects.visible_to(reader)
        .filter(uuid=row.context["request"])
        .select_related("matter", "client")
        .first()
    )
    if request is None or request.handed_in_at is None:
        return None
    return Letter(
        label=_("Open the request"),
        path=reverse("portal_requests_admin:detail", args=[request.matter.pk, request.uuid]),
        content={
            "matter": str(request.matter),
            "client": str(request.client),
            "names": [item.title for item in request.items.all()],
        },
    )


def answered(row, reader):
    """To staff who see the matter: what was completed. If the request was handed in meanwhile and the person hears of
    that at once, that mail says it."""
    request = (
        Request.objects.visible_to(reader)
        .filter(uuid=row.context["request"])
        .select_related("matter", "client")
        .first()
    )
    if request is None or (request.handed_in_at and pace_of(reader, Notice.REQUEST) == Pace.NOW):
        return None
    items = [item for item in request.items.filter(uuid__in=row.context["items"]) if not item.is_missing]
    if not items:
        return None
    return Letter(
        label=_("Open the request"),
        path=reverse("portal_requests_admin:detail", args=[request.matter.pk, request.uuid]),
        values={"count": len(items)},
        content={
            "matter": str(request.matter),
            "client": str(request.client),
            "names": [item.title for item in items],
        },
    )


def register_letters():
    for event in TO_CLIENTS:
        register(event, to_client, reaches_contacts=True)
    register("request_code", code, reaches_contacts=True)
    register("request_receipt", receipt, reaches_contacts=True)
    register("request_handed_in", handed_in)
    for event in ANSWERS.values():
        register(event, answered)
