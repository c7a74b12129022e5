"""The requests that are measured, and the person who sends each."""

import itertools
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from portal_cms.accounts.middleware import start_session
from portal_cms.bench.seed import FILE_BYTES, HOST


@dataclass
class Page:
    """One line of the report. `limit` is the aimed ratio of CPU to the bare view."""

    name: str
    person: object
    address: str
    limit: float | None
    count: int
    method: str = "GET"
    kind: str = "page"  # or "share", "download", "upload": what the bare view does for it


def pages_of(seeded, quick=False):
    """The pages of the issue, at the addresses of the seeded firm."""
    matter, client, staff = seeded.matter, seeded.client, seeded.handler
    many, few = (60, 8) if quick else (400, 60)
    uuid = [matter.uuid]
    search = reverse("portal_matters_admin:list") + "?q=lease"
    return [
        Page("dashboard", client, reverse("portal_dashboard:home"), 2.5, many),
        Page("matter", client, reverse("portal_dashboard:matter", args=uuid), 2.0, many),
        Page("timeline", client, reverse("portal_parts:timeline", args=uuid), None, many),
        Page("files", client, reverse("portal_documents:files", args=uuid), 1.5, many),
        Page("postbox", client, reverse("portal_messaging:postbox"), None, many),
        Page("invoices", client, reverse("portal_billing:invoices"), None, many),
        Page("staff matters", staff, reverse("portal_matters_admin:list"), None, many // 4),
        Page("staff search", staff, search, 2.0, many // 4),
        Page("share one", staff, "", 3.0, many // 4, "POST", "share"),
        Page("download 10 MB", client, reverse("portal_documents:download", args=[seeded.document.uuid]), 1.5, few,
             kind="download"),
        Page("upload 10 MB", client, reverse("portal_documents:raw_upload", args=uuid), 1.3, few, "POST", "upload"),
    ]  # fmt: skip


class Browser:
    """Builds the requests of a signed-in person, with cookies and form token."""

    def __init__(self, user, site):
        request = HttpRequest()
        request.session, request.site, request.META = SessionStore(), site, {}
        start_session(request, user)
        request.session.save()
        assert request.session[SESSION_KEY]
        self.token = _get_new_csrf_string()
        self.cookies = f"sessionid={request.session.session_key}; csrftoken={self.token}"

    def headers(self, port, **more):
        return {"Host": f"{HOST}:{port}", "Cookie": self.cookies, "X-CSRFToken": self.token, **more}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = secrets.token_bytes(FILE_BYTES)


def requests_of(page, browser, server, seeded):
    """A function number -> (method, path, headers, body) for `load.measure`."""
    if page.kind == "share":
        return _sharing(browser, server, seeded)
    if page.kind == "upload":
        return lambda number: (
            "POST", page.address,
            browser.headers(
                server.port,
                **{"Content-Type": "application/octet-stream", "X-File-Name": f"scan{number}.pdf",
                   "X-Upload-Key": secrets.token_hex(8)},
            ),
            BODY,
        )  # fmt: skip
    return lambda number: (page.method, page.address, browser.headers(server.port), None)


def _sharing(browser, server, seeded):
    spare = itertools.cycle(seeded.spare)

    def request(number):
        document = next(spare)
        return "POST", share_address(document), browser.headers(server.port, **FORM), share_form(document)

    return request


def share_address(document):
    return reverse("portal_documents_admin:share", args=[document.matter_id])


def share_form(document):
    """The form of "share without message" with one document and the matter's only client, as the page sends it."""
    client = document.matter.matter_clients.get().client
    return urlencode({"document": document.uuid, "client": client.uuid, "folder": "", "new_folder": ""})
