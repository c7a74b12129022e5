"""The cast, the same in every test: two firms, their staff and clients, and one matter of each kind.

anna and ben are clients of the same matter, clara of another, in the firm "nord"; carla handles it, dario
assists, eva is other staff. "sur" is another firm with its own people.
"""

import os
import shutil
from types import SimpleNamespace

import pytest
from django.test import Client as Browser
from django.utils import translation

from portal_cms.accounts.middleware import start_session
from tests import make

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip


@pytest.fixture(autouse=True)
def _throwaway_files(settings, tmp_path):
    """Files and the cache of one test are gone with it."""
    from django.core.cache import cache

    storages = {**settings.STORAGES}
    storages["client_files"] = {
        **storages["client_files"],
        "OPTIONS": {**storages["client_files"]["OPTIONS"], "location": tmp_path / "client-files"},
    }
    settings.STORAGES = storages
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language(settings):
    """A page answered in one test must not decide what another one reads."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _no_name_servers(monkeypatch):
    """No test asks the network for a name; those of the check of an address say what names lead to."""
    from portal_cms.guide import reach

    monkeypatch.setattr(reach, "resolve", lambda host, seconds=0: [])


@pytest.fixture(scope="module")
def chromium():
    """Chromium, the system's or playwright's own. `PORTAL_REQUIRE_BROWSER` makes a missing one a failure."""
    from playwright.sync_api import Error, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in this thread
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            if os.environ.get("PORTAL_REQUIRE_BROWSER"):
                raise
            pytest.skip(f"No Chromium: run `playwright install chromium`. ({error.message.splitlines()[0]})")
        yield started
        started.close()


@pytest.fixture
def nord(db):
    return make.firm("Kanzlei Nord", "nord.example.com", default_language="de")


@pytest.fixture
def sur(db):
    return make.firm("Despacho Sur", "sur.example.com", default_language="es")


@pytest.fixture
def cast(nord):
    """The people of one matter and those around it."""
    carla, dario, eva = (make.staff(nord, name) for name in ("Carla", "Dario", "Eva"))
    anna, ben, clara = (make.client(nord, name) for name in ("Anna", "Ben", "Clara"))
    matter = make.matter(
        nord, carla, anna, ben, reference="100/26", subject="Lease of the shop", assistant=dario
    )
    return SimpleNamespace(
        site=nord, carla=carla, dario=dario, eva=eva, anna=anna, ben=ben, clara=clara, matter=matter
    )


@pytest.fixture
def browser():
    """`browser(person)` is that person's browser at the own firm: `browser(anna).get("/")`."""
    return open_browser


def open_browser(person=None, *, site=None, language="en"):
    """A signed-in browser. `person` is an account, a client, or None for nobody; `site` another firm's host."""
    user = getattr(person, "user", person)
    host = (site or user.site).hostname
    driver = Browser(SERVER_NAME=host, HTTP_ACCEPT_LANGUAGE=language)
    if user is not None:
        _sign_in(driver, user, site or user.site)
    return driver


def _sign_in(driver, user, site):
    from importlib import import_module

    from django.conf import settings
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.site = site
    start_session(request, user)
    request.session.save()
    driver.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key


def assert_visible(queryset, *, shown, hidden):
    """Both halves: what must be in a list, and what must not."""
    found = set(queryset)
    assert not set(shown) - found, f"missing: {set(shown) - found}"
    assert not set(hidden) & found, f"leaked: {set(hidden) & found}"
