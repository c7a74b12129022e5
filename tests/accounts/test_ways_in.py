"""The three ways in (C1): a link to choose a password, a start password that must be changed, a personal link."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from portal_cms.accounts.doors import issue_link, open_link
from portal_cms.accounts.models import AccessLink, AccountToken, SignInEvent, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients import services
from portal_cms.notices.delivery import drain
from sitesettings.models import AccessMode
from tests import make

State = User.Access
OWN = "a horse of another colour"
NEW = {"new_password1": OWN, "new_password2": OWN}


@pytest.fixture
def visitor(nord):
    return Browser(SERVER_NAME=nord.hostname, HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def dora(cast):
    """A contact of the matter, without access yet."""
    client = make.client(cast.site, "Dora", state=State.NONE)
    make.grants.add_client(cast.matter, client, by=cast.carla)
    return client


def send(client, cast, mode, **changes):
    """The access, sent; returns the mail."""
    chosen = services.proposed(client)
    chosen = services.Credentials(**{**vars(chosen), "mode": mode, **changes})
    services.send_access(client, chosen, by=cast.carla)
    drain()
    return mail.outbox[-1]


def start_password_in(letter):
    return re.search(r"Start password: (\S+)", letter.body)[1]


def link_in(letter):
    return re.search(r"https?://[^/]+(/link/\S+)", letter.body)[1]


def sign_in(browser, name, password, **extra):
    return browser.post("/sign-in/", {"email": name, "password": password}, **extra)


def state_of(client):
    return User.objects.get(pk=client.user_id).access_state


def dump():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [str(row) for row in cursor.fetchall()]
        return "\n".join(rows)


# What the mail carries


@pytest.mark.feature("P5", "C1", "C17")
@pytest.mark.parametrize("mode", AccessMode)
def test_the_mail_carries_the_values_of_the_way_in_and_no_others(cast, dora, mode):
    letter = send(dora, cast, mode)
    html = letter.alternatives[0][0]
    for text in (letter.body, html):
        assert ("Start password" in text) is (mode == AccessMode.START_PASSWORD)
        assert ("/password/set/" in text) is (mode == AccessMode.PASSWORD_LINK)
        assert ("/link/" in text) is (mode == AccessMode.PERSONAL_LINK)
        assert ("User name" in text) is (mode == AccessMode.START_PASSWORD)  # else it is the address


@pytest.mark.feature("C1", "C17")
@pytest.mark.parametrize("mode", AccessMode)
def test_the_secret_is_nowhere_but_in_the_mail(cast, dora, mode):
    letter = send(dora, cast, mode)
    if mode == AccessMode.START_PASSWORD:
        secret = start_password_in(letter)
        assert len(secret.replace("-", "")) == 16
    else:
        secret = re.search(r"/(?:link|password/set)/([^/]+)/", letter.body)[1]
        assert len(secret) >= 43
    assert secret not in dump()


@pytest.mark.feature("C5", "P18")
@pytest.mark.parametrize("mode", AccessMode)
def test_sending_it_again_ends_what_the_older_mail_brought(cast, dora, visitor, mode):
    older = send(dora, cast, mode)
    services.resend(dora, by=cast.carla)
    drain()
    newer = mail.outbox[-1]
    assert enters(visitor, dora, older, mode) is False
    assert enters(Browser(SERVER_NAME=cast.site.hostname), dora, newer, mode) is True


def enters(browser, client, letter, mode):
    """Whether the mail still lets the client in, all the way."""
    if mode == AccessMode.START_PASSWORD:
        answer = sign_in(browser, client.email, start_password_in(letter))
        if answer.status_code != 302:
            return False
        browser.post(answer["Location"], NEW)
    elif mode == AccessMode.PERSONAL_LINK:
        browser.post(link_in(letter))
    else:
        browser.post(re.search(r"https?://[^/]+(/password/set/\S+)", letter.body)[1], NEW)
    return browser.get("/").status_code == 200


# Start password


@pytest.mark.feature("P15", "P16", "C17")
def test_a_start_password_opens_nothing_but_the_form_for_an_own_one(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    answer = sign_in(visitor, dora.email, secret)
    assert answer["Location"] == "/password/first/"
    for path in ("/", "/profile/", f"/matters/{cast.matter.uuid}/", "/password/change/", "/messages/"):
        assert visitor.get(path)["Location"].startswith("/sign-in/"), path
    assert visitor.get("/sign-in/")["Location"] == "/password/first/"
    assert state_of(dora) == State.PENDING
    page = visitor.get("/password/first/")
    assert "choose the password" in page.content.decode()
    assert visitor.post("/password/first/", NEW)["Location"] == "/"
    assert state_of(dora) == State.ACTIVE
    assert "Lease of the shop" in visitor.get("/").content.decode()
    assert sign_in(Browser(SERVER_NAME=cast.site.hostname), dora.email, OWN).status_code == 302
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"account.start_password_used", "account.activated"} <= actions


@pytest.mark.feature("C17")
def test_a_start_password_works_once(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    assert sign_in(visitor, dora.email, secret).status_code == 302
    second = Browser(SERVER_NAME=cast.site.hostname, HTTP_ACCEPT_LANGUAGE="en")
    assert "do not match" in sign_in(second, dora.email, secret).content.decode()
    visitor.post("/password/first/", NEW)
    assert visitor.get("/password/first/")["Location"] == "/"
    assert "do not match" in sign_in(second, dora.email, secret).content.decode()


def test_it_may_be_typed_in_capitals_and_without_hyphens(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    assert sign_in(visitor, dora.email, f" {secret.upper().replace('-', '')} ").status_code == 302


def test_an_expired_start_password_is_like_a_wrong_one(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    AccountToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = sign_in(visitor, dora.email, secret)
    wrong = sign_in(visitor, "who@example.org", secret)
    assert body(answer) == body(wrong)


def body(answer):
    return re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", answer.content.decode())


@pytest.mark.feature("P15")
def test_the_own_password_must_be_another_than_the_start_password(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    sign_in(visitor, dora.email, secret)
    page = visitor.post("/password/first/", {"new_password1": secret, "new_password2": secret})
    assert "works only once" in page.content.decode()
    assert state_of(dora) == State.PENDING
    assert visitor.post("/password/first/", NEW).status_code == 302


def test_guessing_start_passwords_is_slow(cast, dora, visitor):
    secret = start_password_in(send(dora, cast, AccessMode.START_PASSWORD))
    for _try in range(10):
        sign_in(visitor, dora.email, "aaaa-bbbb-cccc-dddd")
    assert "too many tries" in sign_in(visitor, dora.email, secret).content.decode()


def test_the_form_behind_it_is_its_sessions_alone(cast, dora, visitor):
    sign_in(visitor, dora.email, start_password_in(send(dora, cast, AccessMode.START_PASSWORD)))
    stranger = Browser(SERVER_NAME=cast.site.hostname)
    assert stranger.get("/password/first/")["Location"].startswith("/sign-in/")
    assert stranger.post("/password/first/", NEW)["Location"].startswith("/sign-in/")
    assert state_of(dora) == State.PENDING


@pytest.mark.feature("P19")
def test_deleting_the_access_ends_the_form_that_is_open(cast, dora, visitor):
    sign_in(visitor, dora.email, start_password_in(send(dora, cast, AccessMode.START_PASSWORD)))
    services.remove_access(dora, by=cast.carla)
    assert visitor.post("/password/first/", NEW)["Location"].startswith("/sign-in/")
    assert state_of(dora) == State.NONE


def test_a_spent_start_password_is_no_dead_end(cast, dora, visitor):
    """The window was closed before an own password was chosen: the mail with a link helps."""
    sign_in(visitor, dora.email, start_password_in(send(dora, cast, AccessMode.START_PASSWORD)))
    later = Browser(SERVER_NAME=cast.site.hostname, HTTP_ACCEPT_LANGUAGE="en")
    later.post("/password/forgotten/", {"email": dora.email})
    drain()
    later.post(re.search(r"https?://[^/]+(/password/set/\S+)", mail.outbox[-1].body)[1], NEW)
    assert state_of(dora) == State.ACTIVE
    assert later.get("/").status_code == 200


# Personal link


@pytest.mark.feature("C1", "P16")
def test_a_personal_link_asks_first_and_a_mail_scanner_changes_nothing(cast, dora, visitor):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    before = dump()
    for _n in range(20):
        page = visitor.get(path)
        assert page.status_code == visitor.head(path).status_code == 200
    assert dump() == before
    assert "Open my portal" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert state_of(dora) == State.PENDING
    assert visitor.post(path)["Location"] == "/"
    assert state_of(dora) == State.ACTIVE
    assert "Lease of the shop" in visitor.get("/").content.decode()
    assert AuditEvent.objects.filter(action="account.link_opened").count() == 1
    assert SignInEvent.objects.filter(user=dora.user, outcome="signed_in").count() == 1


def test_a_personal_link_opens_again_on_another_device(cast, dora, visitor):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    visitor.post(path)
    phone = Browser(SERVER_NAME=cast.site.hostname)
    phone.post(path)
    assert phone.get("/").status_code == visitor.get("/").status_code == 200


@pytest.mark.feature("P19", "P21", "P22", "C1")
@pytest.mark.parametrize(
    "end", [services.block, services.remove_access, services.end_link, services.renew_link]
)
def test_what_ends_a_link_ends_its_session_with_the_next_click(cast, dora, visitor, end):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    visitor.post(path)
    assert visitor.get("/").status_code == 200
    dora.refresh_from_db()
    end(dora, by=cast.carla)
    assert visitor.get("/").status_code == 302
    assert visitor.get(path).status_code == visitor.post(path).status_code == 404


def test_the_session_is_bound_to_the_link_itself(cast, dora, visitor):
    visitor.post(link_in(send(dora, cast, AccessMode.PERSONAL_LINK)))
    visitor.post("/profile/sessions/", {"all": "1"})  # starts a new session of the same link
    assert visitor.get("/").status_code == 200
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get("/").status_code == 302


def test_blocking_and_unblocking_does_not_bring_a_link_back(cast, dora, visitor):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    visitor.post(path)
    dora.refresh_from_db()
    services.block(dora, by=cast.carla)
    services.unblock(dora, by=cast.carla)
    assert visitor.get(path).status_code == 404
    services.renew_link(dora, by=cast.carla)
    drain()
    assert visitor.post(link_in(mail.outbox[-1])).status_code == 302


def test_old_foreign_and_made_up_links_look_alike(cast, sur, dora, visitor):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    made_up = visitor.get("/link/made-up/")
    foreign = Browser(SERVER_NAME=sur.hostname, HTTP_ACCEPT_LANGUAGE="en").get(path)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    old = visitor.get(path)
    assert {answer.status_code for answer in (made_up, foreign, old)} == {404}
    assert body(made_up) == body(old)


def test_guessing_links_is_slow(cast, dora, visitor):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    for number in range(20):
        assert visitor.get(f"/link/guess{number}/").status_code == 404
    assert visitor.get(path).status_code == 404  # not from this network, for an hour
    assert visitor.get(path, REMOTE_ADDR="198.51.100.9").status_code == 200


def test_a_link_found_before_the_access_ended_opens_nothing(cast, dora):
    send(dora, cast, AccessMode.PERSONAL_LINK)
    link = AccessLink.objects.get()
    services.remove_access(dora, by=cast.carla)
    assert open_link(link) is None
    assert state_of(dora) == State.NONE


def test_who_comes_by_a_link_asks_for_a_new_one_without_ending_the_first(cast, dora, visitor):
    first = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    visitor.post("/password/forgotten/", {"email": dora.email})
    drain()
    letter = mail.outbox[-1]
    assert "/password/set/" not in letter.body
    assert visitor.get(link_in(letter)).status_code == visitor.get(first).status_code == 200


def test_there_is_no_password_to_change_behind_a_link(cast, dora, visitor):
    visitor.post(link_in(send(dora, cast, AccessMode.PERSONAL_LINK)))
    assert "Change password" not in visitor.get("/profile/").content.decode()
    assert visitor.get("/password/change/")["Location"] == "/profile/"
    assert visitor.post("/password/change/", NEW)["Location"] == "/profile/"


def test_signing_in_by_password_is_bound_to_no_link(cast, visitor):
    """The same browser, first by a link of the account and then with its password."""
    visitor.post(f"/link/{issue_link(cast.anna.user)}/")
    visitor.post("/sign-out/")
    sign_in(visitor, cast.anna.email, make.PASSWORD)
    AccessLink.objects.update(ended_at=timezone.now())
    assert visitor.get("/").status_code == 200


def test_a_forged_opening_is_refused(cast, dora):
    path = link_in(send(dora, cast, AccessMode.PERSONAL_LINK))
    forger = Browser(SERVER_NAME=cast.site.hostname, enforce_csrf_checks=True)
    assert forger.post(path).status_code == 403
    assert state_of(dora) == State.PENDING


def test_links_do_not_live_longer_than_two_weeks_unless_a_firm_says_so(cast, dora):
    send(dora, cast, AccessMode.PERSONAL_LINK)
    link = AccessLink.objects.get()
    assert link.expires_at - link.created_at <= timedelta(seconds=settings.PORTAL_LINK_LIFETIME + 1)
    assert settings.PORTAL_LINK_LIFETIME <= 14 * 24 * 60 * 60


# User names


@pytest.fixture
def baker(cast, dora):
    """A client who signs in as "the.baker"; mails go elsewhere."""
    dora.user = User.objects.create_user(
        "dora@work.example", make.PASSWORD, site=cast.site, kind=User.Kind.CLIENT, user_name="The.Baker",
        first_name="Dora", last_name="Client", language="en",
    )  # fmt: skip
    dora.save()
    return dora


@pytest.mark.feature("P12")
@pytest.mark.parametrize("name", ["The.Baker", "THE.BAKER", " the.baker ", "dora@work.example"])
def test_one_signs_in_with_the_user_name_or_the_address(baker, visitor, name):
    assert sign_in(visitor, name, make.PASSWORD).status_code == 302


@pytest.mark.feature("P12")
def test_the_tries_of_both_names_are_counted_together(baker, visitor):
    for number in range(10):
        name = ("the.baker", "dora@work.example")[number % 2]
        assert "do not match" in sign_in(visitor, name, "wrong").content.decode()
    assert "too many tries" in sign_in(visitor, "the.baker", make.PASSWORD).content.decode()


@pytest.mark.feature("P12")
@pytest.mark.parametrize("name", ["the.baker", "DORA@work.example"])
def test_a_new_password_can_be_asked_for_by_either_and_the_mail_names_the_user_name(baker, visitor, name):
    known = visitor.post("/password/forgotten/", {"email": name})
    unknown = visitor.post("/password/forgotten/", {"email": "nobody.at.all"})
    assert known["Location"] == unknown["Location"]
    drain()
    (letter,) = mail.outbox
    assert letter.to == ["dora@work.example"]
    assert "The.Baker" in letter.body


@pytest.mark.feature("P12")
def test_a_user_name_that_does_not_exist_gets_the_same_answer(baker, visitor):
    answers = [sign_in(visitor, name, "wrong") for name in ("the.baker", "no.such.name")]
    assert body(answers[0]) == body(answers[1])
    assert set(answers[0].headers) == set(answers[1].headers)


def test_the_same_user_name_at_another_firm_is_somebody_else(baker, sur):
    abroad = Browser(SERVER_NAME=sur.hostname, HTTP_ACCEPT_LANGUAGE="en")
    assert sign_in(abroad, "the.baker", make.PASSWORD).status_code == 200
