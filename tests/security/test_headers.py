"""Every answer of a portal is private and has a content policy, also those that no view has made."""

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests import make


def is_guarded(answer):
    policy = answer.headers.get("Content-Security-Policy", "")
    return (
        {"private", "no-store"} <= set(answer.headers.get("Cache-Control", "").split(", "))
        and "object-src 'none'" in policy
        and answer.headers.get("X-Content-Type-Options") == "nosniff"
        and answer.headers.get("Referrer-Policy") in ("same-origin", "strict-origin")
        and answer.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN")
    )


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/matters/",
        "/nowhere/",
        "/profile",
        "/media/none.png",
        "/matters/0/",
        "/static-none/",
        "/",
    ],
)
def test_a_client_gets_no_answer_without_the_headers(cast, browser, path):
    answer = browser(cast.anna).get(path)
    assert is_guarded(answer), dict(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/nowhere/", "/admin/", "/password/forgotten/", "/password/set/x/"]
)
def test_a_stranger_gets_no_answer_without_them(nord, browser, path):
    assert is_guarded(browser(site=nord).get(path))


def test_a_lost_form_token_is_answered_with_them(cast):
    driver = Browser(SERVER_NAME=cast.site.hostname, enforce_csrf_checks=True)
    answer = driver.post("/sign-in/", {"email": "a@example.org", "password": make.PASSWORD})
    assert answer.status_code == 403
    assert is_guarded(answer)


def test_an_error_of_ours_is_answered_with_them_and_tells_nothing(cast, browser, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the inner words of /srv/portal/secret.py")

    monkeypatch.setattr("portal_cms.dashboard.views.HomeView.get_context_data", broken)
    driver = browser(cast.anna)
    driver.raise_request_exception = False
    answer = driver.get("/")
    assert answer.status_code == 500
    assert is_guarded(answer)
    assert "inner words" not in answer.text
    assert "Traceback" not in answer.text
    assert "site-packages" not in answer.text


def test_no_page_of_one_person_is_kept_for_another(cast, browser):
    """What a shared cache may keep says so itself, and none of it is made for a person."""
    public = []
    for path in ("/", "/files/", "/messages/", f"/matters/{cast.matter.uuid}/", "/profile/", "/live/"):
        answer = browser(cast.anna).get(path)
        assert isinstance(answer, HttpResponse)
        if "public" in answer.headers["Cache-Control"] or "max-age" in answer.headers["Cache-Control"]:
            public.append(path)
    assert public == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../healthz",
        "/static/%2e%2e/portal.sqlite3",
        "/static/none.css",
        "/static/",
        "/healthz/",
        "/static/../admin/",
    ],
)
def test_a_path_that_needs_no_firm_leads_to_nothing_of_one(db, path):
    for host in ("unknown.example.com", "", "[::1]", "xn--", "a" * 300, "evil.example/"):
        answer = Browser(SERVER_NAME=host or "127.0.0.1", HTTP_HOST=host).get(path)
        assert answer.status_code in (400, 404), (host, answer.status_code)
