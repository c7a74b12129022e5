"""Staff look at the portal as a client: they see what the client sees, change nothing, and it ends."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts.models import SignInEvent, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client, Simulation
from portal_cms.common.readonly import WriteRefusedError, read_only
from portal_cms.documents.models import DocumentPicture, Share
from portal_cms.messaging.models import Message
from portal_cms.tick import EVERY_MINUTE
from tests import make
from tests.conftest import open_browser
from tests.make import Role

State = User.Access


def start(person, client):
    """A browser of `person` that simulates `client`."""
    staff = open_browser(person)
    answer = staff.post(reverse("portal_clients_admin:simulate", args=[client.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return staff


def end(staff):
    return staff.post(reverse("portal_clients_admin:end_simulation"))


def events(action):
    return AuditEvent.objects.filter(action=action).order_by("pk")


@pytest.mark.feature("P20")
@pytest.mark.parametrize(
    ("state", "is_offered"),
    [(State.NONE, False), (State.PENDING, True), (State.ACTIVE, True), (State.BLOCKED, False)],
)
def test_an_invited_and_an_active_client_can_be_simulated(cast, state, is_offered):
    client = make.client(cast.site, "Paula", state=state)
    carla = open_browser(cast.carla)
    address = reverse("portal_clients_admin:simulate", args=[client.pk])
    page = carla.get(reverse("portal_clients_admin:portal", args=[client.pk])).content.decode()
    assert (address in page) is is_offered
    assert carla.get(address).status_code == (200 if is_offered else 404)
    assert carla.post(address).status_code == (302 if is_offered else 404)
    assert Simulation.objects.exists() is is_offered


@pytest.mark.feature("P20")
def test_staff_who_may_not_see_the_client_find_nothing_to_simulate(cast, sur):
    address = reverse("portal_clients_admin:simulate", args=[cast.anna.pk])
    stranger = make.staff(sur, "Sofia")
    marketing = make.staff(cast.site, "Mia", Role.MARKETING)
    for person in (stranger, marketing, cast.ben):
        browser = open_browser(person)
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404
    assert open_browser(site=cast.site).post(address).status_code == 302
    assert not Simulation.objects.exists()
    assert not events("client.simulation_started")


@pytest.mark.feature("P20")
def test_the_page_says_whose_portal_it_is_and_how_to_end_it(cast):
    staff = start(cast.carla, cast.anna)
    page = staff.get("/").content.decode()
    assert "You are looking at the portal as <strong><bdi>Anna Client</bdi></strong>" in page
    assert "Nothing you do here changes anything" in page
    assert f'action="{reverse("portal_clients_admin:end_simulation")}"' in page
    assert cast.matter.subject in page
    assert "You are looking at the portal as" not in open_browser(cast.anna).get("/").content.decode()


@pytest.mark.feature("P20")
def test_the_banner_speaks_the_language_of_the_member_of_staff(cast):
    User.objects.filter(pk=cast.anna.user.pk).update(language="de")
    page = start(cast.carla, cast.anna).get("/").content.decode()
    assert '<html lang="de"' in page
    assert 'class="simulation" lang="en"' in page
    assert "Nothing you do here changes anything" in page


@pytest.mark.feature("P20")
def test_an_invited_client_is_shown_as_it_will_be(cast):
    paula = make.client(cast.site, "Paula", state=State.PENDING)
    matter = make.matter(cast.site, cast.carla, paula, subject="Adoption")
    make.message(matter, paula, body="Welcome to our house")
    staff = start(cast.carla, paula)
    assert "Adoption" in staff.get("/").content.decode()
    assert staff.get(f"/matters/{matter.uuid}/").status_code == 200
    assert Client.objects.get(pk=paula.pk).first_visit_at is None


@pytest.mark.feature("P20")
def test_a_simulation_is_recorded_from_start_to_end_as_the_staffs(cast):
    staff = start(cast.carla, cast.anna)
    staff.get("/")
    staff.get("/messages/")
    answer = end(staff)
    assert answer["Location"] == reverse("portal_clients_admin:portal", args=[cast.anna.pk])
    begun, ended = events("client.simulation_started").get(), events("client.simulation_ended").get()
    assert begun.actor_id == ended.actor_id == cast.carla.pk
    assert begun.object_uuid == ended.object_uuid == str(cast.anna.uuid)
    assert ended.details["reason"] == "by_hand"
    assert ended.details["pages"] == 2
    assert 0 <= ended.details["seconds"] < 60
    assert staff.get("/")["Location"] == reverse("wagtailadmin_home")
    assert "The simulation of Anna Client has ended." in staff.get(answer["Location"]).content.decode()


@pytest.mark.feature("P20")
def test_nothing_the_client_is_told_counts_as_read(cast):
    share = make.share(make.document(cast.matter, pages=1), cast.anna)
    message = make.message(cast.matter, cast.anna)
    DocumentPicture.objects.create(
        document=share.document, number=1, content_type="image/webp", width=1, height=1,
        size=share.document.size, sha256=share.document.sha256, storage_name=share.document.storage_name,
        key_id=share.document.key_id, wrapped_key=share.document.wrapped_key,
    )  # fmt: skip
    staff = start(cast.carla, cast.anna)
    for address in (
        "/",
        "/files/",
        f"/matters/{cast.matter.uuid}/files/",
        f"/messages/{message.thread.uuid}/",
        f"/documents/{share.document.uuid}/",
        f"/documents/{share.document.uuid}/pages/1/",
    ):
        answer = staff.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer)
    assert not Share.objects.exclude(seen_at=None, opened_at=None, downloaded_at=None)
    assert not Message.objects.exclude(read_at=None)
    client = Client.objects.select_related("user").get(pk=cast.anna.pk)
    assert client.first_visit_at is None
    assert client.user.last_login is None
    assert not client.user.sessions.exists()
    assert not SignInEvent.objects.filter(user=client.user)
    viewed = events("document.viewed").get()
    assert viewed.actor_id == cast.carla.pk
    assert open_browser(cast.anna).get("/live/").json() == {"messages": 1, "documents": 1}


@pytest.mark.feature("P20")
def test_files_are_not_downloaded_in_the_place_of_a_client(cast):
    share = make.share(make.document(cast.matter), cast.anna)
    staff = start(cast.carla, cast.anna)
    for address in (
        f"/documents/{share.document.uuid}/download/",
        f"/matters/{cast.matter.uuid}/files.zip",
    ):
        answer = staff.get(address)
        assert answer.status_code == 403
        assert "Files are not downloaded in a simulation." in answer.content.decode()
    assert not events("document.downloaded")


@pytest.mark.feature("P20")
def test_every_write_is_refused_with_a_sentence(cast):
    message = make.message(cast.matter, cast.anna)
    staff = start(cast.carla, cast.anna)
    before = AuditEvent.objects.count()
    for address, data in {
        f"/messages/{message.thread.uuid}/": {"body": "I accept", "send_key": "x"},
        "/language/": {"language": "es"},
        "/password/change/": {},
        "/profile/": {"language": "es"},
        "/sign-out/": {},
        f"/matters/{cast.matter.uuid}/files/": {},
    }.items():
        for method in (staff.post, staff.put, staff.patch, staff.delete):
            answer = method(address, data)
            assert answer.status_code == 403, address
            assert "nothing is sent or changed" in answer.content.decode()
    raw = staff.post(
        f"/matters/{cast.matter.uuid}/files/raw/", b"x", "text/plain", HTTP_ACCEPT="application/json"
    )
    assert raw.status_code == 403
    assert "nothing is sent or changed" in json.loads(raw.content)["message"]
    assert AuditEvent.objects.count() == before
    assert User.objects.get(pk=cast.anna.user.pk).language == "en"


@pytest.mark.feature("P20")
def test_a_simulation_is_no_way_around_a_restricted_matter(cast):
    secret = make.matter(cast.site, cast.carla, cast.anna, subject="Secret merger", is_restricted=True)
    share = make.share(make.document(secret, title="Secret plan", pages=1), cast.anna)
    message = make.message(secret, cast.anna, body="Secret words", channel="Secret channel")
    eva, carla = start(cast.eva, cast.anna), start(cast.carla, cast.anna)
    for address in ("/", "/messages/", "/files/", "/messages/new/"):
        assert "Secret" in carla.get(address).content.decode(), address
        assert "Secret" not in eva.get(address).content.decode(), address
    assert cast.matter.subject in eva.get("/").content.decode()
    assert eva.get("/live/").json() == {"messages": 0, "documents": 0}
    for address in (
        f"/matters/{secret.uuid}/",
        f"/matters/{secret.uuid}/files/",
        f"/messages/{message.thread.uuid}/",
        f"/documents/{share.document.uuid}/",
    ):
        assert carla.get(address).status_code == 200, address
        assert eva.get(address).status_code == 404, address


def _nobody_waited(cast):
    Simulation.objects.update(ends_at=timezone.now())


def _client_is_blocked(cast):
    User.objects.filter(pk=cast.anna.user.pk).update(access_state=State.BLOCKED)


def _client_is_removed(cast):
    User.objects.filter(pk=cast.anna.user.pk).update(access_state=State.NONE)


def _staff_lose_their_role(cast):
    cast.carla.groups.clear()
    cast.carla.groups.add(cast.site.roles.get(key=Role.MARKETING).group)


@pytest.mark.feature("P20")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_nobody_waited, "time"),
        (_client_is_blocked, "not_allowed"),
        (_client_is_removed, "not_allowed"),
        (_staff_lose_their_role, "not_allowed"),
    ],
)
def test_a_simulation_ends_by_itself(cast, change, reason):
    staff = start(cast.carla, cast.anna)
    change(cast)
    assert staff.get("/live/", HTTP_ACCEPT="application/json").status_code == 403
    answer = staff.get("/messages/")
    assert answer.status_code == 403
    assert "The simulation has ended" in answer.content.decode()
    assert cast.matter.subject not in answer.content.decode()
    assert events("client.simulation_ended").get().details["reason"] == reason
    assert staff.get("/messages/")["Location"] == reverse("wagtailadmin_home")


@pytest.mark.feature("P20")
def test_signing_out_of_the_admin_ends_it(cast):
    staff = start(cast.carla, cast.anna)
    staff.post(reverse("wagtailadmin_logout"))
    assert events("client.simulation_ended").get().details["reason"] == "signed_out"
    assert staff.get("/")["Location"].startswith("/sign-in/")


@pytest.mark.feature("P20")
def test_a_member_of_staff_who_is_switched_off_is_nobody_on_the_next_page(cast):
    staff = start(cast.carla, cast.anna)
    User.objects.filter(pk=cast.carla.pk).update(is_active=False)
    assert staff.get("/")["Location"].startswith("/sign-in/")
    assert staff.get("/messages/")["Location"].startswith("/sign-in/")


@pytest.mark.feature("P20")
def test_a_second_one_ends_the_first(cast):
    staff = start(cast.carla, cast.anna)
    staff.post(reverse("portal_clients_admin:simulate", args=[cast.ben.pk]))
    assert "as <strong><bdi>Ben Client" in staff.get("/").content.decode()
    assert Simulation.objects.get().client == cast.ben
    assert events("client.simulation_ended").get().details["reason"] == "replaced"


@pytest.mark.feature("P20")
def test_the_admin_and_other_browsers_stay_the_staffs_own(cast):
    staff, elsewhere = start(cast.carla, cast.anna), open_browser(cast.carla)
    page = staff.get(reverse("portal_clients_admin:portal", args=[cast.anna.pk]))
    assert page.status_code == 200
    assert "You are looking at the portal as" not in page.content.decode()
    assert elsewhere.get("/")["Location"] == reverse("wagtailadmin_home")
    assert open_browser(cast.anna).get("/").status_code == 200


@pytest.mark.feature("P20")
def test_a_closed_browser_is_recorded_when_the_time_is_over(cast):
    start(cast.carla, cast.anna)
    begun = timezone.now() - timedelta(hours=2)
    Simulation.objects.update(started_at=begun, ends_at=begun + timedelta(minutes=30))
    for chore in EVERY_MINUTE:
        chore()
    ended = events("client.simulation_ended").get()
    assert ended.actor_id == cast.carla.pk
    assert ended.details == {"reason": "time", "seconds": 1800, "pages": 0}
    assert not Simulation.objects.exists()


@pytest.mark.feature("P20")
def test_the_operator_simulates_at_the_firms_own_address_only(cast, sur):
    root = User.objects.create_superuser("root@example.net", make.PASSWORD)
    address = reverse("portal_clients_admin:simulate", args=[cast.anna.pk])
    there = open_browser(root, site=sur)
    assert there.post(address).status_code == 404
    here = open_browser(root, site=cast.site)
    assert here.post(address).status_code == 302
    assert cast.matter.subject in here.get("/").content.decode()
    assert events("client.simulation_started").get().actor_id == root.pk


def test_a_forgotten_write_is_loud(cast):
    anna = Client.objects.filter(pk=cast.anna.pk)
    with read_only(except_for=("portal_clients_client",)):
        anna.update(first_visit_at=timezone.now())
        with pytest.raises(WriteRefusedError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE portal_clients_client")
    with read_only(except_for=()), pytest.raises(WriteRefusedError), transaction.atomic():
        anna.update(first_visit_at=None)
    assert anna.get().first_visit_at
