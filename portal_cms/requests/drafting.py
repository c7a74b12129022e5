"""Requests that need not be written from nothing: from a template, from another request; and back to a template."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.common.names import display_name
from portal_cms.documents.models import Folder
from portal_cms.documents.services import (
    empty_text,
    make_folder,
    receive_upload,
    too_large_text,
    upload_limit,
)
from portal_cms.notices.services import enqueue
from portal_cms.requests import services
from portal_cms.requests.letters import REQUEST_SENT, TEMPLATE
from portal_cms.requests.models import Request, RequestItem, RequestTemplate, TemplateItem
from sitesettings.firm import firm_for

FILE = ("original_name", "size", "sha256", "storage_name", "key_id", "wrapped_key")


@transaction.atomic
def draft_from(template, matter, client, *, by):
    """A draft to `client` with all that `template` brings; its files are copied into the matter, where they are
    checked like any. Nothing is sent."""
    request = Request(
        site_id=matter.site_id, matter=matter, client=client, title=template.title, text=template.text,
        remind_every=template.remind_every, mail_subject=template.mail_subject, mail_text=template.mail_text,
    )  # fmt: skip
    if template.days is not None:
        request.due_on = timezone.localdate() + timedelta(days=template.days)
    items = []
    for one in template.items.all():
        document = _copy_into(matter, one, by) if one.storage_name else None
        items.append(RequestItem(**one.asked_fields(), document=document))
    return services.save_draft(request, items, by=by)


def _copy_into(matter, item, by):
    with translation.override(firm_for(matter.site).default_language):
        name = _("From templates")
    folder = make_folder(matter, name, by=by, area=Folder.Area.FILE)
    document, _new = receive_upload(
        matter, by=by, chunks=vault.open_range(item), name=item.original_name, upload_key=uuid.uuid4().hex,
        folder=folder,
    )  # fmt: skip
    return document


@transaction.atomic
def duplicate(request, client, *, by):
    """A draft that asks `client`, of the same matter, for the same. A due date that has passed is left out."""
    due_on = request.due_on if request.due_on and request.due_on >= timezone.localdate() else None
    copied = Request(
        site_id=request.site_id, matter=request.matter, client=client, title=request.title, text=request.text,
        due_on=due_on, remind_every=request.remind_every, mail_subject=request.mail_subject,
        mail_text=request.mail_text,
    )  # fmt: skip
    items = [
        RequestItem(**item.asked_fields(), document=item.document)
        for item in request.items.select_related("document")
    ]
    return services.save_draft(copied, items, by=by)


@transaction.atomic
def template_from(request, name, area, *, by):
    """A template that asks for the same. Papers of the matter stay in it: they are the client's."""
    template = RequestTemplate(
        site_id=request.site_id, name=name, area=area, language=request.client.language, title=request.title,
        text=request.text, remind_every=request.remind_every, mail_subject=request.mail_subject,
        mail_text=request.mail_text,
    )  # fmt: skip
    items = [TemplateItem(**item.asked_fields()) for item in request.items.all()]
    return save_template(template, items, by=by)


@transaction.atomic
def save_template(template, items, *, by):
    """Keep a template with these items, in their order; those it had that are not among them are gone."""
    is_new = template.pk is None
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise PortalError(
            _("There is a template of this name in this language already. Please choose another name.")
        ) from None
    template.items.exclude(pk__in=[item.pk for item in items if item.pk]).delete()
    for position, item in enumerate(items):
        item.template, item.position = template, position
        item.save()
    action = "request_template.created" if is_new else "request_template.changed"
    record(action, on=template, by=by, items=len(items))
    return template


def put_file(item, file, site):
    """Let `item` bring this file of the firm. The old one goes with the next sweep, as a draft may just be
    copying it. Raises PortalError with a sentence for the uploader."""
    try:
        stored = vault.store(file.chunks(), max_bytes=upload_limit(site))
    except vault.TooLarge:
        raise PortalError(too_large_text(site, file.name)) from None
    if not stored.size:
        vault.delete(stored.name)
        raise PortalError(empty_text(file.name))
    item.original_name, item.storage_name = display_name(file.name), stored.name
    for name in ("size", "sha256", "key_id", "wrapped_key"):
        setattr(item, name, getattr(stored, name))


def take_file_away(item):
    for name in FILE:
        setattr(item, name, TemplateItem._meta.get_field(name).get_default())


@transaction.atomic
def send_trial(template, *, to):
    """The mail of `template` as it is saved, with samples, to the person who asks; only to the own address."""
    enqueue(REQUEST_SENT, site=template.site, to=to, context={TEMPLATE: template.pk})
    record("request_template.tested", on=template, by=to)
