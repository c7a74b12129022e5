"""Somebody is asked to sign: the shortest way to it, and the browser's part."""

import io
import json
import re

import pypdf
from django.core import mail
from django.urls import reverse

from portal_cms.documents.checking import check_due
from portal_cms.notices.delivery import drain
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from portal_cms.signing.composing import compose_due
from portal_cms.signing.models import Signer
from tests import make
from tests.conftest import open_browser

DRAWING = json.dumps(
    [[[0.1 + step / 50, 0.1 + (step % 5) / 40, 0.3 + (step % 3) / 5, step * 12] for step in range(30)]]
)


def paper(pages=2, *, size=(595, 842), rotate=0):
    writer = pypdf.PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(*size).rotate(rotate)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def document(cast, content=None, **fields):
    return make.document(
        cast.matter, content=content or paper(), name="Power of attorney.pdf", pages=2, **fields
    )


def ask(cast, client, document, *, material="last", **fields):
    """A sent request with this document to sign; returns the signer."""
    request = Request(site=cast.site, matter=cast.matter, client=client, title="Your signature", **fields)
    item = RequestItem(kind="sign", title="Power of attorney", document=document, material=material)
    services.save_draft(request, [item], by=cast.carla)
    services.send(request, by=cast.carla)
    return Signer.objects.select_related("item__request", "signing").get(item=item)


def by_link(cast, client):
    """A browser that has opened the link of the newest mail to this client."""
    drain()
    letter = next(message for message in reversed(mail.outbox) if message.to == [client.email])
    visitor = open_browser(site=cast.site)
    visitor.post(re.search(r"https?://[^/\s]+(/r/\S+)", letter.body)[1])
    return visitor


def path(signer, name="sign", *args):
    return reverse(f"portal_signing:{name}", args=[signer.item.request.uuid, signer.item.uuid, *args])


def answer(signer, **fields):
    return {"sha256": signer.signing.document.sha256, "name": "Anna Client", "is_agreed": "on", **fields}


def sign(visitor, signer, **fields):
    visitor.get(path(signer))
    return visitor.post(path(signer), answer(signer, **fields), follow=True)


def finish(signing):
    """What the worker does after the last signature; returns the result."""
    assert compose_due() == 1
    check_due()
    signing.refresh_from_db()
    return signing.result
