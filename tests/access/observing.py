"""Asks for a path as every person, and says what came back in one short word each."""

from collections import namedtuple
from time import time

from django.db import connection, transaction
from django.urls import reverse

from portal_cms.accounts.middleware import SEEN_AT
from portal_cms.audit.models import AuditEvent
from tests.access.routes import path_of
from tests.access.world import MAY_READ, PEOPLE, block_bruno
from tests.conftest import open_browser

METHODS = ("GET", "HEAD", "POST")
Visit = namedtuple("Visit", "word text queries events")


class Watcher:
    """The people's browsers, opened once; each visit is rolled back."""

    def __init__(self, world):
        self.world = world
        self.browsers = {name: self._open(name) for name in PEOPLE}
        block_bruno(world)

    def _open(self, name):
        browser = (
            open_browser(site=self.world.nord)
            if name == "anonymous"
            else open_browser(getattr(self.world, name))
        )
        browser.raise_request_exception = False  # a crash is the answer 500
        if name != "anonymous":
            _keep_seen(browser)
        return browser

    def visit(self, route, method, name, *, host=None):
        browser, counter = self.browsers[name], Counter()
        cookies = browser.cookies.copy()
        extra = {"SERVER_NAME": host} if host else {}
        with transaction.atomic():
            path = path_of(route, self.world)
            before = AuditEvent.objects.count()
            with connection.execute_wrapper(counter):
                answer = browser.generic(method, path, **extra)
                text = text_of(answer, path)
            events = AuditEvent.objects.count() - before
            transaction.set_rollback(True)
        browser.cookies = cookies
        return Visit(word_for(answer), text, counter.number, events)


def _keep_seen(browser):
    """Once a minute a session notes that it was seen: two queries more, which must not depend on the hour."""
    session = browser.session
    session[SEEN_AT] = time() + 24 * 60 * 60
    session.save()


class Counter:
    number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


def word_for(answer):
    """The status, or for a redirect: L to the sign-in, A to the admin's home (Wagtail's "denied"), G elsewhere."""
    if answer.status_code not in (301, 302, 303):
        return str(answer.status_code)
    target = answer["Location"].partition("?")[0]
    if target == reverse("portal_accounts:sign_in"):
        return "L"
    return "A" if target == reverse("wagtailadmin_home") else "G"


def text_of(answer, path):
    """Headers and body, without the path itself, which pages repeat in links to come back."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    extra = " ".join(f"{name}: {value}" for name, value in answer.items())
    return f"{extra}\n{content.decode(errors='replace')}".replace(path, "").lower()


def leaked(name, text):
    """Planted words in the text that this person must not meet."""
    return sorted(word for word, readers in MAY_READ.items() if name not in readers and word in text)


def found(text):
    return sorted(word for word in MAY_READ if word in text)
