"""Shortcuts of the tests about links and answers: ask, open by the mail, answer."""

import re

from django.core import mail
from django.urls import reverse

from portal_cms.notices.delivery import drain
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem
from tests.conftest import open_browser


def ask(cast, client, *items, title="Papers for the court", **fields):
    """A request that was sent; an item is its title or its fields."""
    request = Request(site=cast.site, matter=cast.matter, client=client, title=title, **fields)
    rows = [
        RequestItem(**(item if isinstance(item, dict) else {"title": item}))
        for item in items or ("Passport",)
    ]
    services.save_draft(request, rows, by=cast.carla)
    return services.send(request, by=cast.carla)


def mailed(pattern=r"https?://[^/\s]+(/r/\S+)"):
    """What the newest mail holds."""
    drain()
    return re.search(pattern, mail.outbox[-1].body)[1]


def page(asked, name="request", *args):
    return reverse(f"portal_requests:{name}", args=[asked.uuid, *args])


def staff_page(asked, name="detail", *args):
    return reverse(f"portal_requests_admin:{name}", args=[asked.matter_id, asked.uuid, *args])


def tab(matter):
    return reverse("portal_requests_admin:list", args=[matter.pk])


def open_link(cast, path):
    visitor = open_browser(site=cast.site)
    assert visitor.post(path).status_code == 302
    return visitor


def opens(visitor, asked):
    return visitor.get(page(asked)).status_code == 200
