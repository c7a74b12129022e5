"""The yardstick: Django without middleware, one indexed query, and the template of the page that is compared.

The context of a page is taken once from the real page, so the bare view renders the very same answer without
asking who may see it.
"""

import asyncio
import secrets
import tempfile
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from portal_cms.bench.seed import FILE_BYTES, HOST
from portal_cms.documents.models import Folder
from portal_cms.matters.models import Matter

PIECE = 1024 * 1024
_captured = {}


def page(request):
    """The same template with the same context, after one indexed query."""
    address = request.GET["address"]
    if address not in _captured:
        _captured[address] = _capture(address, request.headers["Cookie"])
    template, context, original = _captured[address]
    Matter.objects.filter(uuid=request.GET["matter"]).first()
    return HttpResponse(render_to_string(template, context, request=original))


def _capture(address, cookies):
    browser = Browser(SERVER_NAME=HOST)
    browser.cookies = SimpleCookie(cookies)
    answer = browser.get(address)
    return answer.template_name, answer.context_data, answer.wsgi_request


@csrf_exempt
def share(request):
    """One row written in a transaction, after one indexed query."""
    with transaction.atomic():
        matter = Matter.objects.filter(uuid=request.GET["matter"]).first()
        Folder.objects.create(site_id=matter.site_id, matter=matter, name=secrets.token_hex(8))
    return HttpResponseRedirect("/")


def download(request):
    """A plain file, streamed."""
    file = Path(settings.DATA_DIR) / "bare-file"
    if not file.exists():
        file.write_bytes(secrets.token_bytes(FILE_BYTES))
    return StreamingHttpResponse(_pieces(file), content_type="application/octet-stream")


async def _pieces(file):
    with open(file, "rb") as source:
        while piece := await asyncio.to_thread(source.read, PIECE):
            yield piece


@csrf_exempt
def upload(request):
    """The body, written to a file as it comes. The file stays, as that of any upload does: to find memory for what is kept
    takes the operating system longer than to write over what was just thrown away."""
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR, delete=False) as target:
        while piece := request.read(PIECE):
            target.write(piece)
    return HttpResponse(status=201)


urlpatterns = [
    path("bare/page/", page),
    path("bare/share/", share),
    path("bare/download/", download),
    path("bare/upload/", upload),
    path("", include("portal_cms.conf.site_urls")),
]
