"""The admin's home: unseen activity in one's own matters, and nothing of others'."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.conftest import open_browser


def test_the_home_shows_what_clients_did_in_ones_own_matters_until_it_was_seen(cast):
    make.document(cast.matter, client=cast.anna, name="Photo of the leak.pdf")
    make.message(cast.matter, cast.anna, by=cast.anna.user, body="Is this enough?")
    home = open_browser(cast.carla).get("/admin/").content.decode()
    assert cast.matter.subject in home
    assert "Photo of the leak" in home
    other = open_browser(cast.eva).get("/admin/").content.decode()
    assert cast.matter.subject not in other
    assert "Photo of the leak" not in other


def test_the_home_needs_the_same_number_of_queries_for_one_and_many(cast):
    carla = open_browser(cast.carla)
    make.document(cast.matter, client=cast.anna)
    carla.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        carla.get("/admin/")
    for _number in range(6):
        matter = make.matter(cast.site, cast.carla, cast.anna)
        make.document(matter, client=cast.anna)
    with CaptureQueriesContext(connection) as many:
        carla.get("/admin/")
    assert len(many) == len(few)


def test_the_search_of_the_home_finds_what_the_person_may_see(cast):
    carla = open_browser(cast.carla)
    home = carla.get("/admin/").content.decode()
    form = re.search(r'<form class="portal-search".*?</form>', home, re.DOTALL)[0]
    address = re.search(r'action="([^"]+)"', form)[1]
    found = carla.get(address, {"q": cast.matter.subject})
    assert found.status_code == 200
    assert cast.matter.subject in found.content.decode()
