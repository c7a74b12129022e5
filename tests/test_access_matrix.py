"""Who gets what answer where: every route of the resolver, for thirteen people, by GET, HEAD and POST.

The rows stand in `access/matrix.txt`; a route without a row fails. Besides the answer, each visit is searched for
the words planted in the world (`access/world.py`): nobody meets a word of somebody else's, and those named in a
row do meet theirs. After a change of routes, `PORTAL_MATRIX=write pytest tests/test_access_matrix.py -n0` writes
the rows as they are observed, `PORTAL_MATRIX=missing` those of new routes only; read them before you believe them.
"""

import os

import pytest
from django.core.cache import cache
from django.db import transaction

from tests import make
from tests.access.holders import is_opened_by_links, open_holders, visit
from tests.access.matrix import FILE, Row, add, our_routes, row_for, rows, write
from tests.access.observing import METHODS, Watcher, leaked
from tests.access.routes import all_routes
from tests.access.world import PEOPLE, build

pytestmark = pytest.mark.django_db
REFUSALS = {"L", "A", "403", "404", "405"}
NO = {"A", "403", "404", "405"}  # which of them it is does not matter to who is signed in and kept out
CLIENTS = {"anna", "ben", "clara", "olga"}
NOBODY = {"anonymous", "bruno"}
OPENED_ELSEWHERE = {  # nobody of the thirteen gets in: why, and which test lets somebody in
    "portal_matters_admin:delete": "hand files are kept (§ 50 BRAO): matters are closed, not deleted",
    "portal_billing:data": "a firm without an address writes no e-invoice: tests/billing/test_bills_client.py",
    "portal_pages:one_door": "leads everybody to the sign-in page",
    "portal_accounts:first_password": "only after a start password: tests/accounts/test_ways_in.py",
    "portal_accounts:sign_out": "leads everybody to the sign-in page",
    "portal_pages:imprint": "this firm wrote none: tests/pages",
    "portal_pages:privacy": "this firm wrote none: tests/pages",
    "portal_parts:feed": "opens by its secret address alone, to whoever holds it: tests/parts/test_parts_calendar.py",
    "portal_requests:receipt": "only after handing in: tests/requests/test_request_answers.py",
    "sitesettings:stylesheet": "the address names no stylesheet: tests/sitesettings/test_sitesettings_look.py",
    "sitesettings:preview_stylesheet": "as above",
}
OPEN_ADMIN = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_password_reset*"}


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("access")
    vault = settings.STORAGES["client_files"]
    vault = {**vault, "OPTIONS": {**vault["OPTIONS"], "location": folder / "client-files"}}
    places = {"STORAGES": {**settings.STORAGES, "client_files": vault}, "MEDIA_ROOT": folder / "media"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        nord = make.firm("Kanzlei Nord", "nord.example.com", default_language="de")
        sur = make.firm("Despacho Quokkaria", "sur.example.com", default_language="es")
        yield Watcher(build(nord, sur)), places
        transaction.set_rollback(True)


@pytest.fixture
def watcher(_built, _throwaway_files, db, settings):
    """The same world for every test; the cache is empty but for what each firm keeps there."""
    made, places = _built
    for name, value in places.items():
        setattr(settings, name, value)
    cache.clear()
    for name in ("anonymous", "olga"):
        made.visit("portal_accounts:sign_in", "GET", name)
    made.visit("wagtailadmin_home", "GET", "carla")
    return made


def allowed(row, name):
    words = row.allowed(name)
    return words | NO if words & NO else words


def observe(watcher, route):
    """{method: {person: visit}}; of Wagtail's own views HEAD is asked by few, as it is Django's own."""
    few = PEOPLE if route in our_routes() else ("anonymous", "anna", "frida")
    return {
        method: {name: watcher.visit(route, method, name) for name in (few if method == "HEAD" else PEOPLE)}
        for method in METHODS
    }


@pytest.mark.skipif("PORTAL_MATRIX" in os.environ, reason="rows are being written")
@pytest.mark.parametrize("route", sorted(all_routes()))
def test_everybody_gets_the_answer_of_the_row_and_meets_no_foreign_word(watcher, route):
    visits = observe(watcher, route)
    for method in ("GET", "POST"):
        row = row_for(route, method)
        assert row, f"{route} has no row for {method} in {FILE.name}."
        wrong = {
            name: visit.word for name, visit in visits[method].items() if visit.word not in allowed(row, name)
        }
        assert not wrong, f"{method} {route}: expected {row.words}, got {wrong}"
    get = row_for(route, "GET")
    wrong = {
        name: visit.word
        for name, visit in visits["HEAD"].items()
        if visit.word not in allowed(get, name) | {"405"}
    }
    assert not wrong, f"HEAD {route}: expected the same as GET, got {wrong}"
    for method, answers in visits.items():
        leaks = {name: words for name, visit in answers.items() if (words := leaked(name, visit.text))}
        assert not leaks, f"{method} {route} shows foreign things: {leaks}"
        acted = [name for name, visit in answers.items() if visit.word in REFUSALS and visit.events]
        assert not acted, f"{method} {route} recorded something for people it refused: {acted}"
    for name, word in get.shows:
        assert word in visits["GET"][name].text, f"{route} does not show {name} the word {word}"
    if get.main:
        assert visits["GET"][get.main].queries <= get.budget, (
            f"{route} needs {visits['GET'][get.main].queries} queries"
        )


@pytest.mark.skipif("PORTAL_MATRIX" in os.environ, reason="rows are being written")
@pytest.mark.parametrize("route", sorted(our_routes()))
def test_at_the_other_firms_host_everybody_is_nobody(watcher, route):
    hosts = {name: "nord.example.com" if name in ("olga", "pablo") else "sur.example.com" for name in PEOPLE}
    nobody = {host: watcher.visit(route, "GET", "anonymous", host=host) for host in set(hosts.values())}
    for name, host in hosts.items():
        there = watcher.visit(route, "GET", name, host=host)
        assert there.word == nobody[host].word, f"{route}: {name} gets {there.word} at {host}"
        foreign = [word for word in leaked("nobody", there.text) if word not in ("quokkaria", "magpielark")]
        assert not foreign, f"{route}: {name} meets {foreign} at {host}"


@pytest.mark.feature("J3")
@pytest.mark.skipif("PORTAL_MATRIX" in os.environ, reason="rows are being written")
def test_a_personal_link_opens_its_own_request_and_for_everything_else_its_holder_is_nobody(watcher):
    """The rows hold for link holders too: who holds a live link gets what the request's client gets on the pages of
    that request, and what nobody gets elsewhere; who holds another one is nobody everywhere."""
    wrong, world = [], watcher.world
    with transaction.atomic():
        browsers = open_holders(world)
        for route in our_routes():
            is_opened = is_opened_by_links(route, world)
            for name, browser in browsers.items():
                if name != "live" and not is_opened:
                    continue
                for method in ("GET", "POST"):
                    person = "anna" if name == "live" and is_opened else "anonymous"
                    expected = row_for(route, method).allowed(person)
                    with transaction.atomic():
                        cookies = browser.cookies.copy()
                        seen = visit(browser, route, method, world)
                        browser.cookies = cookies
                        transaction.set_rollback(True)
                    if seen.word not in expected or leaked(person, seen.text):
                        wrong.append(f"{method} {route}: {name} gets {seen.word} {leaked(person, seen.text)}")
        transaction.set_rollback(True)
    assert not wrong


def test_no_row_is_left_of_a_route_that_is_gone():
    names = set(all_routes())
    assert not [row for row in rows() if not any(row.fits(name) for name in names)]


def test_clients_never_reach_the_admin_and_nobody_is_asked_to_sign_in():
    for name, (pattern, _parameters) in all_routes().items():
        if not pattern.startswith("admin/") or any(Row(open_, "GET").fits(name) for open_ in OPEN_ADMIN):
            continue
        for method in ("GET", "POST"):
            row = row_for(name, method)
            assert all(row.allowed(client) <= {"404", "L", "G"} for client in CLIENTS), name
            assert all(row.allowed(nobody) <= {"L", "G"} for nobody in NOBODY), name


def test_every_route_of_ours_lets_somebody_in_and_keeps_somebody_out():
    for name in our_routes():
        if name.startswith(tuple(OPENED_ELSEWHERE)):
            continue
        answers = set().union(
            *(
                row_for(name, "GET").allowed(person) | row_for(name, "POST").allowed(person)
                for person in PEOPLE
            )
        )
        assert answers - REFUSALS, f"{name} lets nobody in"


@pytest.mark.skipif(os.environ.get("PORTAL_MATRIX") != "write", reason="only to write the rows again")
def test_write_the_rows(watcher):
    write({route: observe(watcher, route) for route in all_routes()})


@pytest.mark.skipif(os.environ.get("PORTAL_MATRIX") != "missing", reason="only to add rows of new routes")
def test_add_the_missing_rows(watcher):
    add({route: observe(watcher, route) for route in our_routes() if row_for(route, "GET") is None})
