"""The portal as it is put into production: what it asks of the environment, and what it never does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {
    "SECRET_KEY": "k3y" * 30 + "-abcdefgh",
    "DATABASE_URL": "postgres://portal:secret-word@127.0.0.1:5432/portal",
    "PORTAL_FILE_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "PORTAL_AUDIT_KEY": "audit" * 10,
    "EMAIL_URL": "smtp+tls://mailer:secret-word@mail.firm.example:587",
    "DEFAULT_FROM_EMAIL": "portal@firm.example",
    "PORTAL_SCANNER": "clamd:127.0.0.1:3310",
}


@pytest.fixture
def complete(tmp_path):
    return {**COMPLETE, "PORTAL_DATA_DIR": str(tmp_path)}


def portal_cms(*arguments, environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "portal_cms", *arguments],
        cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def setting(expression, environment):
    """The value an expression over the production settings has."""
    program = f"from django.conf import settings; print({expression})"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal_cms.conf.production", **environment},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return answer.stdout.strip()


def test_help_and_version_need_no_configuration(tmp_path):
    for arguments in (["help"], ["--version"], [], ["migrate", "--help"]):
        answer = portal_cms(*arguments, environment={})
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip()


def test_the_deployment_check_finds_nothing(complete):
    answer = portal_cms("check", "--deploy", "--fail-level", "WARNING", environment=complete)
    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


def test_nothing_configured_names_every_variable_in_a_sentence_each():
    answer = portal_cms("check", environment={})
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    for name in [*COMPLETE, "PORTAL_DATA_DIR"]:
        if name != "PORTAL_SCANNER":
            assert any(name in line and "et " in line for line in answer.stderr.splitlines()), name


@pytest.mark.parametrize("name", sorted({*COMPLETE, "PORTAL_DATA_DIR"} - {"PORTAL_SCANNER"}))
def test_one_missing_variable_is_the_only_one_named(name, complete):
    del complete[name]
    answer = portal_cms("check", environment=complete)
    lines = [line for line in answer.stderr.splitlines() if line.startswith("- ")]
    assert answer.returncode == 1
    assert len(lines) == 1
    assert name in lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "too-short-secret"),
        ("PORTAL_AUDIT_KEY", "too-short-secret"),
        ("DATABASE_URL", "sqlite:///too-short-secret"),
        ("PORTAL_DATA_DIR", "too-short-secret"),
        ("PORTAL_FILE_KEYS", "too-short-secret"),
    ],
)
def test_an_unusable_value_is_refused_without_repeating_it(name, value, complete):
    answer = portal_cms("check", environment={**complete, name: value})
    assert answer.returncode == 1
    assert name in answer.stderr
    assert "too-short-secret" not in answer.stderr + answer.stdout


def test_cookies_are_bound_to_host_and_tls(complete):
    names = setting("settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME", complete)
    assert names.count("__Host-") == 2
    assert setting("settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE", complete) == "True"
    assert setting("settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN", complete) == "None None"


def test_proxy_headers_are_believed_only_when_told(complete):
    assert setting("settings.SECURE_PROXY_SSL_HEADER", complete) == "None"
    behind = setting("settings.SECURE_PROXY_SSL_HEADER", {**complete, "PORTAL_TRUSTED_PROXIES": "1"})
    assert "X_FORWARDED_PROTO" in behind


def test_mail_goes_through_a_provider_when_one_is_named(complete):
    del complete["EMAIL_URL"]
    complete |= {"PORTAL_MAIL_PROVIDER": "postmark", "ANYMAIL_POSTMARK_SERVER_TOKEN": "t"}
    assert setting("settings.EMAIL_BACKEND", complete) == "anymail.backends.postmark.EmailBackend"
    assert portal_cms("check", "--deploy", "--fail-level", "WARNING", environment=complete).returncode == 0


def test_static_files_are_collected_under_names_with_their_hash(complete, tmp_path):
    answer = portal_cms("collectstatic", "--noinput", "--verbosity", "0", environment=complete)
    assert answer.returncode == 0, answer.stderr
    assert list((tmp_path / "static" / "theme" / "css").glob("base.*.css"))
