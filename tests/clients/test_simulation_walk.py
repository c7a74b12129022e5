"""Every page of the portal, from the resolver, as the client and in a simulation of the client: the same page, and
not one row of the database changed. A page that is added later is walked too."""

import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from portal_cms.clients.models import Simulation
from tests import make
from tests.access.observing import leaked
from tests.access.routes import all_routes, path_of
from tests.access.world import build
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
WITHHELD = {  # what is not shown in a simulation, with a sentence
    "portal_accounts:first_password",
    "portal_accounts:personal_link",
    "portal_accounts:sessions",
    "portal_accounts:set_password",
    "portal_billing:data",
    "portal_billing:paper",
    "portal_documents:archive",
    "portal_documents:download",
    "portal_parts:feed",
    "portal_requests:code",
    "portal_requests:document",
    "portal_requests:link",
    "portal_requests:receipt",
    "portal_signing:result",
}
KEPT = {"django_session", "portal_clients_simulation", "portal_audit_auditevent", "portal_audit_audithead"}
ELSEWHERE = re.compile(r"^(admin/|theme/|styleguide/|\^?static|healthz)")
ROUTES = sorted(name for name, (pattern, _names) in all_routes().items() if not ELSEWHERE.match(pattern))


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("walk")
    vault = settings.STORAGES["client_files"]
    vault = {**vault, "OPTIONS": {**vault["OPTIONS"], "location": folder / "client-files"}}
    places = {"STORAGES": {**settings.STORAGES, "client_files": vault}, "MEDIA_ROOT": folder / "media"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        world = build(
            make.firm("Kanzlei Nord", "nord.example.com", default_language="de"),
            make.firm("Despacho Quokkaria", "sur.example.com", default_language="es"),
        )
        world.browsers = {name: open_browser(getattr(world, name)) for name in ("anna", "carla", "fritz")}
        for name in ("carla", "fritz"):
            answer = world.browsers[name].post(f"/admin/clients/{world.anna.pk}/simulate/")
            assert answer.status_code == 302
        yield world, places
        transaction.set_rollback(True)


@pytest.fixture
def world(walked, _throwaway_files, db, settings):
    made, places = walked
    for name, value in places.items():
        setattr(settings, name, value)
    cache.clear()
    return made


def visit(world, name, method, path):
    browser = world.browsers[name]
    cookies = browser.cookies.copy()
    answer = browser.generic(method, path)
    text = b"".join(answer).decode(errors="replace")
    browser.cookies = cookies
    return answer, text


def state_of_the_database():
    """Every row of every table but those a simulation may write."""
    with connection.cursor() as cursor:
        state = {}
        for table in sorted(set(connection.introspection.table_names(cursor)) - KEPT):
            cursor.execute(f'SELECT * FROM "{table}"')
            state[table] = sorted(map(repr, cursor.fetchall()))
    return state


def bare(text):
    """The page without what is new on every answer, the banner, and the counters of the navigation: the client's own
    page counts after it has marked what it shows."""
    text = re.sub(r'<section class="simulation".*?</section>', "", text, flags=re.DOTALL)
    text = text.replace(" data-simulation", "")
    text = re.sub(r'<span class="count".*?</span></span>', "", text, flags=re.DOTALL)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r'value="[0-9a-f]{32}"', "", text)  # the key of one sending
    return re.sub(r"\s+", " ", text)


@pytest.mark.feature("P20")
@pytest.mark.parametrize("route", ROUTES)
def test_a_simulation_shows_the_clients_page_and_changes_nothing(world, route):
    with transaction.atomic():
        path = path_of(route, world)
        before, number = state_of_the_database(), Simulation.objects.count()
        for method in ("HEAD", "GET"):
            answer, text = visit(world, "carla", method, path)
        assert state_of_the_database() == before
        assert Simulation.objects.count() == number
        own, own_text = visit(world, "anna", "GET", path)
        transaction.set_rollback(True)
    if route in WITHHELD:
        assert answer.status_code == 403
        assert "Not in a simulation" in text
        return
    assert (answer.status_code, answer.get("Location")) == (own.status_code, own.get("Location"))
    assert bare(text) == bare(own_text)
    if "<body" in text and answer.status_code == 200:
        assert 'class="simulation"' in text
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer


@pytest.mark.feature("P20")
@pytest.mark.parametrize("route", ROUTES)
def test_a_simulation_sends_nothing(world, route):
    with transaction.atomic():
        path = path_of(route, world)
        before = state_of_the_database()
        answer, _text = visit(world, "carla", "POST", path)
        assert state_of_the_database() == before
        transaction.set_rollback(True)
    assert answer.status_code == 403


@pytest.mark.feature("P20")
@pytest.mark.parametrize("route", ROUTES)
def test_who_may_not_see_the_matter_does_not_see_it_through_its_client(world, route):
    """fritz sees anna among the firm's clients, but not her restricted matter."""
    with transaction.atomic():
        answer, text = visit(world, "fritz", "GET", path_of(route, world))
        transaction.set_rollback(True)
    assert answer.status_code != 500
    assert not leaked("fritz", text.lower())
