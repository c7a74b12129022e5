"""The client's home: what is listed, what is new, and that it is quick at any size."""

import pytest

from tests import make
from tests.conftest import open_browser


@pytest.mark.feature("A12")
def test_the_dashboard_lists_the_clients_matters_and_no_other(cast, sur):
    other = make.matter(cast.site, cast.carla, cast.clara, subject="Inheritance of the house")
    foreign = make.matter(sur, make.staff(sur, "Sofia"), subject="Compraventa")
    page = open_browser(cast.anna).get("/").content.decode()
    assert cast.matter.subject in page
    assert other.subject not in page
    assert foreign.subject not in page


@pytest.mark.feature("A13")
def test_unread_messages_are_announced_until_they_are_read(cast):
    message = make.message(cast.matter, cast.anna, body="Please call us")
    anna = open_browser(cast.anna)
    assert anna.get("/live/").json()["messages"] == 1
    assert "1 unread message" in anna.get("/").content.decode()
    anna.get(f"/messages/{message.thread.uuid}/")
    assert anna.get("/live/").json()["messages"] == 0
    assert "unread message" not in anna.get("/").content.decode()


@pytest.mark.feature("A14")
def test_new_documents_are_announced_until_they_were_shown(cast):
    make.share(make.document(cast.matter, name="Lease.pdf"), cast.anna)
    anna = open_browser(cast.anna)
    assert "1 new document" in anna.get("/").content.decode()
    anna.get(f"/matters/{cast.matter.uuid}/files/")
    assert "new document" not in anna.get("/").content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/messages/", "/files/", "/matters/{matter}/", "/matters/{matter}/files/"]
)
def test_a_client_page_needs_at_most_ten_queries_however_much_there_is(
    cast, path, django_assert_max_num_queries
):
    for number in range(12):
        matter = make.matter(cast.site, cast.carla, cast.anna)
        make.share(make.document(matter, name=f"{number}.pdf"), cast.anna)
        make.message(matter, cast.anna, channel=f"Channel {number}")
        make.share(make.document(cast.matter, name=f"{number}.pdf"), cast.anna)
    anna = open_browser(cast.anna)
    address = path.format(matter=cast.matter.uuid)
    anna.get(address)
    with django_assert_max_num_queries(10):
        assert anna.get(address).status_code == 200
