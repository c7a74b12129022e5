"""The door: signing in, links sent by mail, sessions, and what a stranger can not find out or get around."""

import re
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client as Browser
from django.utils import timezone

from portal_cms.accounts.models import AccountToken, SignInEvent, User
from portal_cms.accounts.services import issue_token
from portal_cms.clients import services as clients
from portal_cms.notices.delivery import drain
from tests import make
from tests.access.routes import path_of

HOME, OFFICE, AWAY = "203.0.113.7", "198.51.100.9", "192.0.2.{}"
NEW = "a horse of another colour"
WRONG = {"password": "not the right password"}


@pytest.fixture
def visitor(nord):
    """A browser of nobody, at the firm."""
    return Browser(SERVER_NAME=nord.hostname, HTTP_ACCEPT_LANGUAGE="en")


def knock(browser, email, password=make.PASSWORD, *, address=HOME, **extra):
    return browser.post("/sign-in/", {"email": email, "password": password}, REMOTE_ADDR=address, **extra)


def is_in(answer):
    return answer.status_code == 302


def without_tokens(answer):
    """Body without what differs on every page anyway."""
    return re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", answer.content.decode())


# Guessing


def test_ten_wrong_passwords_from_one_network_close_the_door_there_and_only_there(cast, visitor):
    assert is_in(knock(Browser(SERVER_NAME=cast.site.hostname), cast.anna.email, address=OFFICE))
    for _try in range(10):
        assert "do not match" in knock(visitor, cast.anna.email, **WRONG).content.decode()
    assert "too many tries" in knock(visitor, cast.anna.email).content.decode()
    assert is_in(knock(visitor, cast.anna.email, address=OFFICE))


def test_the_door_opens_again_after_a_quarter_of_an_hour(cast, visitor, monkeypatch):
    for _try in range(11):
        knock(visitor, cast.anna.email, **WRONG)
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("portal_cms.accounts.throttle.timezone.now", lambda: later)
    assert is_in(knock(visitor, cast.anna.email))


def test_guessing_from_many_networks_is_bounded_and_does_not_lock_out_the_owner(cast, visitor):
    assert is_in(knock(visitor, cast.anna.email))  # the owner's network is known from now on
    stranger = Browser(SERVER_NAME=cast.site.hostname, HTTP_ACCEPT_LANGUAGE="en")
    answers = [
        knock(stranger, cast.anna.email, address=f"10.{n}.0.1", **WRONG).content.decode() for n in range(12)
    ]
    assert "too many tries" in answers[-1]
    assert "too many tries" in knock(stranger, cast.anna.email, address="10.99.0.1").content.decode()
    assert is_in(knock(Browser(SERVER_NAME=cast.site.hostname), cast.anna.email))


def test_a_network_that_tries_many_addresses_is_slowed_down(cast, visitor):
    for number in range(50):
        knock(visitor, f"nobody{number}@example.org", address=AWAY.format(number), **WRONG)
    assert "too many tries" in knock(visitor, cast.anna.email, address=AWAY.format(200)).content.decode()


@pytest.mark.parametrize(
    "spelling", ["ANNA@clients.example.org", " anna@clients.example.org ", "ａnna@clients.example.org"]
)
def test_another_spelling_of_the_address_is_the_same_account_to_the_counter(cast, visitor, spelling):
    for _try in range(10):
        knock(visitor, cast.anna.email, **WRONG)
    assert "too many tries" in knock(visitor, spelling).content.decode()


def test_a_made_up_forwarded_header_is_no_new_network(cast, visitor, settings):
    for number in range(10):
        knock(visitor, cast.anna.email, HTTP_X_FORWARDED_FOR=f"8.8.{number}.8", **WRONG)
    assert (
        "too many tries" in knock(visitor, cast.anna.email, HTTP_X_FORWARDED_FOR="9.9.9.9").content.decode()
    )


def test_behind_an_own_proxy_only_the_last_hop_counts(cast, visitor, settings):
    settings.PORTAL_TRUSTED_PROXIES = 1
    owner = Browser(SERVER_NAME=cast.site.hostname)
    assert is_in(knock(owner, cast.anna.email, HTTP_X_FORWARDED_FOR="198.51.100.3"))
    for number in range(10):
        knock(visitor, cast.anna.email, HTTP_X_FORWARDED_FOR=f"8.8.{number}.8, 203.0.113.50", **WRONG)
    blocked = knock(visitor, cast.anna.email, HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.50")
    assert "too many tries" in blocked.content.decode()
    assert is_in(knock(visitor, cast.anna.email, HTTP_X_FORWARDED_FOR="203.0.113.50, 198.51.100.3"))


# What a stranger can not find out


def test_a_known_and_an_unknown_address_get_the_same_answer(cast, visitor):
    known, unknown = (knock(visitor, email, **WRONG) for email in (cast.anna.email, "who@example.org"))
    assert known.status_code == unknown.status_code == 200
    assert without_tokens(known) == without_tokens(unknown)
    assert set(known.headers) == set(unknown.headers)


@pytest.mark.parametrize("state", ["blocked", "pending", "none"])
def test_an_account_that_may_not_sign_in_gets_that_answer_too(cast, visitor, state):
    User.objects.filter(pk=cast.anna.user.pk).update(access_state=state)
    assert without_tokens(knock(visitor, cast.anna.email)) == without_tokens(
        knock(visitor, "who@example.org")
    )


def test_known_and_unknown_addresses_take_the_same_time(cast, visitor, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    cast.anna.user.set_password(make.PASSWORD)
    cast.anna.user.save()
    times = {"known": [], "unknown": []}
    for number in range(4):
        for name, email in (("known", cast.anna.email), ("unknown", f"who{number}@example.org")):
            started = time.perf_counter()
            knock(visitor, email, **WRONG)
            times[name].append(time.perf_counter() - started)
    known, unknown = (min(times[name]) for name in ("known", "unknown"))
    assert abs(known - unknown) < 0.5 * max(known, unknown)  # one of them without a hash would be a tenth


def test_asking_for_a_reset_says_the_same_of_every_address_and_mails_three_times_an_hour(
    cast, visitor, mailoutbox
):
    answers = [
        visitor.post("/password/forgotten/", {"email": email})
        for email in (cast.anna.email, "who@example.org")
    ]
    assert {answer.status_code for answer in answers} == {302}
    assert answers[0]["Location"] == answers[1]["Location"]
    for _more in range(5):
        drain()
        visitor.post("/password/forgotten/", {"email": cast.anna.email.upper()})
    drain()
    assert len(mailoutbox) == 3


def test_an_endless_password_is_answered_at_once(cast, visitor):
    started = time.perf_counter()
    answer = knock(visitor, cast.anna.email, "x" * 100_000)
    assert answer.status_code == 200
    assert time.perf_counter() - started < 1


# Links of mails


@pytest.fixture
def link(cast):
    return f"/password/set/{issue_token(cast.anna.user, AccountToken.Purpose.RESET)}/"


def choose(browser, link, password=NEW):
    return browser.post(link, {"new_password1": password, "new_password2": password})


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(cast, visitor, link):
    before = AccountToken.objects.values().get()
    for _visit in range(20):
        assert visitor.get(link).status_code == visitor.head(link).status_code == 200
    assert AccountToken.objects.values().get() == before
    assert is_in(choose(visitor, link))
    assert is_in(knock(Browser(SERVER_NAME=cast.site.hostname), cast.anna.email, NEW))


def test_a_link_works_once(cast, visitor, link):
    assert is_in(choose(visitor, link))
    second = Browser(SERVER_NAME=cast.site.hostname)
    assert second.get(link).status_code == 404
    assert choose(second, link, "yet another long sentence").status_code == 404
    assert not is_in(knock(second, cast.anna.email, "yet another long sentence"))


def test_an_old_a_foreign_and_a_made_up_link_look_alike(cast, sur, visitor, link):
    made_up = visitor.get("/password/set/made-up/")
    other_firm = Browser(SERVER_NAME=sur.hostname, HTTP_ACCEPT_LANGUAGE="en").get(link)
    AccountToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    old = visitor.get(link)
    assert {answer.status_code for answer in (made_up, other_firm, old)} == {404}
    same_page = [
        without_tokens(answer).replace(link, "").replace("/password/set/made-up/", "")
        for answer in (made_up, old)
    ]
    assert same_page[0] == same_page[1]


def test_a_link_is_nowhere_but_in_the_mail(cast, visitor, link):
    secret = link.split("/")[-2]
    assert secret not in str(list(AccountToken.objects.values()))
    assert len(secret) >= 43  # 256 bits
    answer = visitor.get(link)
    assert answer["Referrer-Policy"] in ("no-referrer", "same-origin", "strict-origin")  # never the path
    assert "no-store" in answer["Cache-Control"]
    assert secret not in choose(visitor, link)["Location"]


def test_guessing_links_is_slow(cast, visitor, link):
    for number in range(20):
        assert visitor.get(f"/password/set/guess{number}/").status_code == 404
    assert visitor.get(link).status_code == 404  # not from this network, for an hour
    assert visitor.get(link, REMOTE_ADDR=OFFICE).status_code == 200


def test_only_the_newest_link_works(cast, visitor, link):
    newer = f"/password/set/{issue_token(cast.anna.user, AccountToken.Purpose.RESET)}/"
    assert visitor.get(link).status_code == 404
    assert visitor.get(newer).status_code == 200


def test_a_new_password_ends_sessions_and_other_links(cast, browser, visitor, link):
    other = f"/password/set/{issue_token(cast.anna.user, AccountToken.Purpose.INVITATION)}/"
    phone = browser(cast.anna)
    assert phone.get("/").status_code == 200
    choose(visitor, link)
    assert phone.get("/").status_code == 302
    assert visitor.get("/").status_code == 200
    assert Browser(SERVER_NAME=cast.site.hostname).get(other).status_code == 404


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "anna@clients.example.org"])
def test_a_weak_password_is_refused_and_the_link_lives_on(cast, visitor, link, password):
    assert choose(visitor, link, password).status_code == 200
    assert is_in(choose(visitor, link))


def test_a_blocked_clients_link_is_dead(cast, visitor, link):
    clients.block(cast.anna, by=cast.carla)
    assert visitor.get(link).status_code == 404


def test_the_reset_mail_names_the_firms_own_host_whatever_the_request_said(cast, mailoutbox):
    cunning = Browser(
        SERVER_NAME=cast.site.hostname, HTTP_X_FORWARDED_HOST="evil.example", HTTP_ACCEPT_LANGUAGE="en"
    )
    cunning.post("/password/forgotten/", {"email": cast.anna.email})
    drain()
    (mail,) = mailoutbox
    assert "evil.example" not in str(mail.message())
    assert f"https://{cast.site.hostname}/password/set/" in mail.body


# Sessions


def test_signing_in_changes_the_session_and_signing_out_kills_it_on_the_server(cast, visitor):
    visitor.get("/sign-in/")
    knock(visitor, cast.anna.email)
    key = visitor.cookies["sessionid"].value
    assert visitor.get("/").status_code == 200
    visitor.post("/sign-out/")
    visitor.cookies["sessionid"] = key
    assert visitor.get("/").status_code == 302


def test_a_session_of_one_firm_is_nobody_at_another(cast, sur, browser):
    abroad = browser(cast.anna)
    assert abroad.get("/").status_code == 200
    answer = abroad.get("/", SERVER_NAME=sur.hostname)
    assert is_in(answer)
    assert answer["Location"].startswith("/sign-in/")
    staff = browser(cast.carla)
    assert staff.get("/admin/", SERVER_NAME=sur.hostname)["Location"].startswith("/sign-in/")


def test_the_same_address_at_two_firms_is_two_accounts(cast, sur, visitor):
    make.client(sur, "Anna", email=cast.anna.email)
    User.objects.get(site=sur, email=cast.anna.email).set_password("unused")
    assert is_in(knock(visitor, cast.anna.email))
    assert visitor.get("/", SERVER_NAME=sur.hostname).status_code == 302


@pytest.mark.parametrize("end", [clients.block, clients.remove_access])
def test_ended_access_ends_with_the_next_request(cast, browser, end):
    person = browser(cast.anna)
    assert person.get("/").status_code == 200
    end(cast.anna, by=cast.carla)
    assert person.get("/").status_code == 302
    assert person.get(f"/matters/{cast.matter.uuid}/").status_code == 302


def test_a_member_of_staff_who_left_is_out_with_the_next_request(cast, browser):
    person = browser(cast.carla)
    assert person.get("/admin/").status_code == 200
    User.objects.filter(pk=cast.carla.pk).update(is_active=False)
    assert person.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("who", "minutes", "status"),
    [("carla", 29, 200), ("carla", 31, 302), ("anna", 59, 200), ("anna", 61, 302)],
)
def test_an_idle_session_ends(cast, browser, monkeypatch, who, minutes, status):
    person = browser(getattr(cast, who))
    later = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr("portal_cms.accounts.middleware.timezone.now", lambda: later)
    assert person.get("/profile/").status_code == status


def test_no_session_outlives_twelve_hours_however_busy(cast, browser, monkeypatch):
    person, start = browser(cast.anna), timezone.now()
    for half_hours in range(1, 26):
        now = start + timedelta(minutes=30 * half_hours)
        monkeypatch.setattr("portal_cms.accounts.middleware.timezone.now", lambda now=now: now)
        status = person.get("/").status_code
        assert status == (200 if half_hours < 24 else 302), half_hours


def test_changing_the_password_keeps_this_session_and_ends_the_others(cast, browser):
    here, there = browser(cast.anna), browser(cast.anna)
    form = {"old_password": make.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert is_in(here.post("/password/change/", form))
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_the_old_password_is_asked_for(cast, browser):
    here = browser(cast.anna)
    form = {"old_password": "not this one", "new_password1": NEW, "new_password2": NEW}
    assert here.post("/password/change/", form).status_code == 200
    assert cast.anna.user.check_password(make.PASSWORD)


def test_signing_out_everywhere_else_ends_every_other_session(cast, browser):
    here, there = browser(cast.anna), browser(cast.anna)
    here.post("/profile/sessions/", {"all": "1"})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_one_device_can_be_signed_out(cast, browser):
    here, there = browser(cast.anna), browser(cast.anna)
    oldest = cast.anna.user.sessions.order_by("pk").first()
    there.post("/profile/sessions/", {"session": str(oldest.pk)})
    assert here.get("/").status_code == 302
    assert there.get("/").status_code == 200


def test_nobody_signs_out_somebody_elses_device(cast, browser):
    here = browser(cast.anna)
    session = cast.anna.user.sessions.get()
    browser(cast.ben).post("/profile/sessions/", {"session": str(session.pk)})
    assert here.get("/").status_code == 200


def test_sign_ins_and_refusals_are_on_record(cast, visitor):
    knock(visitor, cast.anna.email, **WRONG)
    knock(visitor, cast.anna.email)
    outcomes = list(
        SignInEvent.objects.filter(user=cast.anna.user).order_by("pk").values_list("outcome", flat=True)
    )
    assert outcomes == ["refused", "signed_in"]
    assert "not the right password" not in str(list(SignInEvent.objects.values()))


def test_cookies_are_kept_from_scripts_and_other_sites(cast, visitor):
    knock(visitor, cast.anna.email)
    cookie = visitor.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]


# Forged requests


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}])
def test_a_post_without_our_token_or_from_another_site_is_refused(cast, headers, link):
    make.share(make.document(cast.matter), cast.anna)
    forger = Browser(SERVER_NAME=cast.site.hostname, enforce_csrf_checks=True)
    for path in ("/sign-in/", "/sign-out/", "/language/", "/password/forgotten/", link, "/profile/"):
        assert forger.post(path, **headers).status_code == 403, path
    signed_in = Browser(SERVER_NAME=cast.site.hostname, enforce_csrf_checks=True)
    signed_in.cookies = _cookies_of(cast.anna)
    matter = f"/matters/{cast.matter.uuid}"
    for path in (f"{matter}/files/", f"{matter}/files/raw/", f"{matter}/messages/new/", "/profile/sessions/"):
        assert signed_in.post(path, **headers).status_code == 403, path


def _cookies_of(person):
    from tests.conftest import open_browser

    return open_browser(person).cookies


PAYLOADS = [
    "https://evil.example/", "http://evil.example", "//evil.example/", "///evil.example", "////evil.example/%2f..",
    "https:evil.example", "https:/evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", " //evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,<script>1</script>", "vbscript:x", "https://nord.example.com@evil.example/", "https://nord.example.com.evil.example",
    "//nord.example.com@evil.example", "http://[::1]/", "https://evil.example\\@nord.example.com", "ftp://evil.example/", "\x00//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_wish_leads_to_another_host(cast, visitor, browser, payload):
    answers = [
        visitor.post("/sign-in/", {"email": cast.anna.email, "password": make.PASSWORD, "next": payload}),
        browser(cast.anna).get(f"/sign-in/?next={quote(payload)}"),
        browser(cast.anna).post("/language/", {"language": "en", "next": payload}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])[^\x00-\x20\\]*$", answer["Location"]), answer["Location"]


def test_a_wish_within_the_portal_is_granted(cast, visitor):
    wish = f"/matters/{cast.matter.uuid}/files/"
    form = {"email": cast.anna.email, "password": make.PASSWORD, "next": wish}
    assert visitor.post("/sign-in/", form)["Location"] == wish


# Hosts


@pytest.mark.parametrize(
    "host",
    [
        "unknown.example",
        "127.0.0.2",
        "",
        "nord.example.com.evil.example",
        "evil.example:443",
        "[::1]",
        "a b",
        "nord.example.com@evil",
    ],
)
def test_an_unknown_host_is_told_nothing(cast, host):
    stranger = Browser(HTTP_HOST=host)
    for path in ("/", "/sign-in/", "/admin/", f"/matters/{cast.matter.uuid}/"):
        answer = stranger.get(path)
        assert answer.status_code in (400, 404), path
        assert "Nord" not in answer.content.decode()


@pytest.mark.parametrize("host", ["NORD.example.com", "nord.example.com.", "nord.example.com:8443"])
def test_other_spellings_of_an_own_host_are_that_host(cast, host):
    assert Browser(HTTP_HOST=host).get("/sign-in/").status_code == 200


def test_a_forwarded_host_is_not_believed(cast, sur):
    answer = Browser(SERVER_NAME=cast.site.hostname, HTTP_X_FORWARDED_HOST=sur.hostname).get("/sign-in/")
    assert "Nord" in answer.content.decode()
    assert "Sur" not in answer.content.decode()


def test_the_routes_of_the_door_exist(cast):
    """The paths above are written out; this keeps them true."""
    names = {
        path_of(name, None)
        for name in ("portal_accounts:sign_in", "portal_accounts:sign_out", "portal_accounts:language")
    }
    assert names == {"/sign-in/", "/sign-out/", "/language/"}
