"""Photographed pages: once they are handed in and checked, the worker puts those of an item together into one PDF."""

import logging

from django.db import transaction
from django.utils import timezone

from portal_cms.audit.services import record
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.documents.inspection import pages
from portal_cms.documents.inspection.types import type_of
from portal_cms.documents.models import Document
from portal_cms.documents.services import receive_upload
from portal_cms.requests import filing
from portal_cms.requests.models import ItemFile, RequestItem

log = logging.getLogger(__name__)
AT_ONCE = 20  # items per call


def is_photo(name):
    """Whether a file of this name can be a page."""
    file_type = type_of(name)
    return bool(file_type) and file_type.parser == "image"


def merge_due():
    """Chore: make the PDF of each item whose pages are handed in and checked."""
    waiting = Document.objects.filter(state__in=Document.WAITING)
    rows = ItemFile.objects.filter(page__gt=0, merged_at=None, item__request__handed_in_at__isnull=False)
    unchecked = rows.filter(document__in=waiting)
    items = RequestItem.objects.filter(filed__in=rows).exclude(pk__in=unchecked.values("item")).distinct()
    related = items.select_related("request__matter__site", "request__site", "request__client__user")
    for item in related[:AT_ONCE]:
        try:
            merge(item)
        except vault.VaultError as error:  # the storage is away; the pages wait
            log.warning("The pages of item %s could not be read: %s", item.uuid, error)


def merge(item):
    """One PDF of the pages of `item`, upright and without what the camera wrote into them. The photos stay as they
    are. Where one of them was refused or can't be drawn, none is made, as it would look complete and not be: staff have
    the photos."""
    rows = list(item.filed.open_pages().select_related("document"))
    photos = [row.document for row in rows]
    content = pages.as_pdf(photos) if all(photo.is_released for photo in photos) else None
    document = _file(item, rows[0], content) if content else None
    with transaction.atomic():
        mine = ItemFile.objects.filter(pk__in=[row.pk for row in rows], merged_at=None)
        if not mine.update(merged_at=timezone.now()) or document is None:
            return
        ItemFile.objects.get_or_create(item=item, document=document, defaults={"is_made": True})
        filing.give_name(document, item)
        record("request.pages_merged", on=item.request, by=None, item=str(item.uuid), pages=len(photos))


def _file(item, first, content):
    request = item.request
    name = f"{item.title}.pdf"
    try:
        document, _new = receive_upload(
            request.matter, by=request.client.user, chunks=[content], name=name, client=request.client,
            upload_key=f"pages-{first.pk}", folder=filing.folder_for(item, name),
        )  # fmt: skip
    except PortalError as error:  # no room: the photos are there, and staff can put them together
        log.warning("The PDF of the pages of item %s could not be kept: %s", item.uuid, error.text)
        return None
    return document
