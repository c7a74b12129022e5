"""Nobody is sent away from the portal, whatever stands in an address or a header."""

import pytest
from django.core import mail
from django.test import Client as Browser

from portal_cms.accounts import services
from portal_cms.notices.delivery import drain
from tests import make

AWAY = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "http:evil.example", "https:/evil.example", " https://evil.example/", "\thttps://evil.example/",
    "java\nscript:alert(1)", "javascript:alert(1)", "data:text/html,x", "https://nord.example.com@evil.example/",
    "https://nord.example.com.evil.example/", "https:\\\\evil.example", "/%0d%0aLocation:https://evil.example/\r\nX: y",
    "http://[::1]evil.example", "http://nord.example.com:80@evil.example", "//nord.example.com\\@evil.example",
]  # fmt: skip


def stays(answer):
    target = answer.headers.get("Location", "/")
    return answer.status_code < 500 and target.startswith("/") and not target.startswith(("//", "/\\"))


@pytest.mark.parametrize("wanted", AWAY)
def test_no_next_leads_away(cast, browser, wanted):
    visitor = Browser(SERVER_NAME=cast.site.hostname)
    form = {"email": cast.anna.email, "password": make.PASSWORD, "next": wanted}
    assert stays(visitor.post("/sign-in/", form))
    signed_in = browser(cast.anna)
    assert stays(signed_in.get("/sign-in/", {"next": wanted}))
    assert stays(signed_in.post("/language/", {"language": "en", "next": wanted}))
    assert stays(visitor.get("/admin/login/", {"next": wanted}))
    page = visitor.get("/sign-in/", {"next": wanted}).text
    assert "evil.example" not in page
    assert stays(browser(cast.carla).post("/admin/documents-bar/", {"buttons": [], "next": wanted}))


HOSTS = [
    "evil.example", "nord.example.com.evil.example", "nord.example.com@evil.example", "",
    "127.0.0.1", "[::1]", "nord.example.com/evil", "nord.example.com\\.evil.example", "nord.example.com..", "xn--a",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_an_unknown_host_meets_no_firm(nord, host):
    for path in ("/", "/sign-in/", "/admin/", "/password/forgotten/", "/media/images/x.png"):
        answer = Browser(SERVER_NAME="127.0.0.1").get(path, HTTP_HOST=host)
        assert answer.status_code in (400, 404)
        assert "Kanzlei Nord" not in answer.text


FORWARDED = {
    "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil.example", "HTTP_X_HOST": "evil.example",
    "HTTP_X_FORWARDED_SERVER": "evil.example", "HTTP_X_ORIGINAL_HOST": "evil.example", "HTTP_X_FORWARDED_PORT": "99",
}  # fmt: skip


def test_no_header_but_host_reaches_a_link(cast):
    visitor = Browser(SERVER_NAME=cast.site.hostname, **FORWARDED)
    for path in ("/", "/sign-in/", "/handbook/"):
        answer = visitor.get(path, follow=True)
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.redirect_chain)
    visitor.post("/password/forgotten/", {"email": cast.anna.email})
    services.want_reset(cast.site, cast.ben.email)
    drain()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "evil.example" not in str(letter.message())
        assert "://nord.example.com/password/set/" in letter.body


def test_a_session_of_one_firm_is_nobody_at_another(cast, sur, browser):
    driver = browser(cast.anna)
    for host in (sur.hostname, f"{sur.hostname}:80", sur.hostname.upper(), f"{sur.hostname}."):
        for path in (f"/matters/{cast.matter.uuid}/", "/profile/", "/files/"):
            answer = driver.get(path, HTTP_HOST=host)
            assert answer.status_code == 302, (host, path)
            assert answer["Location"].startswith("/sign-in/")
