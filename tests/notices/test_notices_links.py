"""The links that let somebody in: invitation and reset. Single use, expiring, of one firm, stored as a hash."""

import logging
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from portal_cms.accounts.models import AccountToken, User
from portal_cms.accounts.signals import invitation_wanted
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.services import invite, remove_access, resend
from portal_cms.matters import grants
from portal_cms.notices.delivery import drain
from tests import make
from tests.mails import links_in, path_of

NEW = {"new_password1": "a long enough passphrase", "new_password2": "a long enough passphrase"}
HOST = "nord.example.com"


@pytest.fixture
def nora(cast):
    """A client who is being invited; the mail waits."""
    client = make.client(cast.site, "Nora", state="none")
    grants.add_client(cast.matter, client, by=cast.carla)
    invite(client, by=cast.carla)
    return client


@pytest.fixture
def visitor(cast, browser):
    return browser(None, site=cast.site)


def dump():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (str(row) for row in cursor.fetchall())


def shown(page):
    """The page without what differs each time: the form token, and its own address."""
    return re.sub(r'(name="(csrfmiddlewaretoken|next)" value=)"[^"]+"', r"\1", page.content.decode())


@pytest.mark.feature("A4")
def test_the_invitation_lets_the_client_set_a_password_once(nora, mailbox, visitor, browser, cast):
    drain()
    path = path_of(mailbox.mails[0], HOST)
    before = set(dump())

    for _n in range(10):  # scanners of mail programs open links
        assert visitor.get(path).status_code == 200
        assert visitor.head(path).status_code == 200
    assert {row for row in set(dump()) - before if "session" not in row} == set()
    assert visitor.post(path, NEW).status_code == 302

    nora.user.refresh_from_db()
    assert nora.user.access_state == User.Access.ACTIVE
    assert "Lease of the shop" in visitor.get("/").content.decode()
    again = browser(None, site=cast.site)
    assert (
        again.post(
            path,
            {**NEW, "new_password1": "quite another password", "new_password2": "quite another password"},
        ).status_code
        == 404
    )
    nora.user.refresh_from_db()
    assert nora.user.check_password(NEW["new_password1"])
    assert AuditEvent.objects.filter(action="account.activated").count() == 1


@pytest.mark.feature("A5")
def test_sharing_several_matters_sends_the_access_mail_only_once(nora, cast, mailbox):
    for _n in range(3):
        matter = make.matter(cast.site, cast.carla, nora)
        invite(nora, by=cast.carla)
        make.share(make.document(matter), nora)
        drain()

    with_access = [mail for mail in mailbox.mails if any("/password/set/" in link for link in links_in(mail))]
    assert len(with_access) == 1
    assert len(mailbox.mails) == 4


def test_dead_links_all_look_the_same(nora, mailbox, visitor, browser, cast, sur):
    drain()
    path = path_of(mailbox.mails[0], HOST)
    unknown = visitor.get("/password/set/no-such-secret-at-all/")
    stranger = browser(None, site=sur)

    assert stranger.get(path).status_code == stranger.post(path, NEW).status_code == 404
    AccountToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = visitor.get(path)
    AccountToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert visitor.get(path).status_code == 200
    remove_access(nora, by=cast.carla)
    removed = visitor.get(path)

    assert unknown.status_code == expired.status_code == removed.status_code == 404
    assert shown(unknown) == shown(expired) == shown(removed)
    assert visitor.post(path, NEW).status_code == 404


def test_sending_it_again_ends_the_older_link(nora, mailbox, visitor, cast):
    drain()
    resend(nora, by=cast.carla)
    drain()
    older, newer = (path_of(mail, HOST) for mail in mailbox.mails)

    assert visitor.get(older).status_code == 404
    assert visitor.get(newer).status_code == 200


def test_a_mail_that_had_to_be_tried_again_carries_a_working_link(nora, mailbox, visitor, hurry):
    mailbox.moods = ["accept-and-drop"]
    drain()
    hurry()
    drain()
    older, newer = (path_of(mail, HOST) for mail in mailbox.mails)

    assert visitor.get(newer).status_code == 200
    assert visitor.get(older).status_code == 404
    assert AccountToken.objects.filter(used_at=None).count() == 1


def test_a_client_who_has_a_password_by_now_is_not_invited(nora, mailbox):
    User.objects.filter(pk=nora.user_id).update(access_state="active")
    nora.user.set_password(make.PASSWORD)
    nora.user.save(update_fields=["password"])

    drain()

    assert mailbox.mails == []


def test_staff_are_invited_by_the_same_mail(cast, mailbox, visitor):
    newcomer = User.objects.create_user("gina@nord.example.com", site=cast.site, first_name="Gina")
    invitation_wanted.send(None, user=newcomer, by=cast.carla)
    drain()

    answer = visitor.post(path_of(mailbox.mails[0], HOST), NEW)

    assert answer.status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW["new_password1"])
    drain()
    assert len(mailbox.mails) == 1  # no note that the password "was changed"


def test_a_forgotten_password_is_replaced_by_the_mailed_link(cast, mailbox, visitor, browser):
    inside = browser(cast.anna)
    visitor.post("/password/forgotten/", {"email": cast.anna.email.upper()})
    drain()
    (mail,) = mailbox.mails

    assert visitor.post(path_of(mail, HOST), NEW).status_code == 302

    assert inside.get("/").status_code == 302  # sessions from before are over
    drain()
    assert "was changed" in mailbox.mails[1]["subject"]
    actions = (
        AuditEvent.objects.filter(object_type="user").order_by("number").values_list("action", flat=True)
    )
    assert list(actions) == ["account.password_reset_requested", "account.password_changed"]


def test_asking_for_an_unknown_address_looks_the_same_and_sends_nothing(cast, mailbox, visitor):
    known = visitor.post("/password/forgotten/", {"email": cast.anna.email})
    unknown = visitor.post("/password/forgotten/", {"email": "nobody@example.org"})
    drain()

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mailbox.mails) == 1


def test_nobody_is_flooded_with_reset_mails(cast, mailbox, visitor):
    for _n in range(6):
        visitor.post("/password/forgotten/", {"email": cast.anna.email})
        drain()

    assert len(mailbox.mails) == 3


def test_no_secret_is_in_the_database_the_sessions_or_the_logs(nora, cast, mailbox, visitor, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the test's own server
    visitor.post("/password/forgotten/", {"email": cast.anna.email})
    drain()
    secrets = [path_of(mail, HOST).rstrip("/").rpartition("/")[2] for mail in mailbox.mails]
    assert len(secrets) == 2
    assert all(len(secret) >= 43 for secret in secrets)
    for mail in mailbox.mails:
        visitor.get(path_of(mail, HOST))

    stored = "\n".join(dump())
    assert not any(secret in stored for secret in secrets)
    visitor.post(path_of(mailbox.mails[0], HOST), NEW)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(visitor.cookies[settings.SESSION_COOKIE_NAME].value).load()
    assert not any(secret in f"{session} {caplog.text}" for secret in secrets)


def test_the_page_of_the_link_tells_no_other_site_where_it_came_from(nora, mailbox, visitor):
    drain()

    page = visitor.get(path_of(mailbox.mails[0], HOST))

    assert page["Referrer-Policy"] == "strict-origin"
    assert 'name="referrer"' not in page.content.decode()  # it would outdo the header, see the next test
    assert "no-store" in page["Cache-Control"]


@pytest.mark.feature("A4")
def test_the_form_of_the_link_is_taken_from_a_real_browser(nora, mailbox):
    """A page that forbids every referrer makes browsers send "Origin: null"; the password would be refused."""
    drain()
    path = path_of(mailbox.mails[0], HOST)
    strict = Browser(enforce_csrf_checks=True, SERVER_NAME=HOST)
    page = strict.get(path)
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else f"http://{HOST}"

    token = page.context["csrf_token"]
    answer = strict.post(path, {**NEW, "csrfmiddlewaretoken": token}, headers={"origin": origin})

    assert answer.status_code == 302
