"""The command with which an operator opens a firm."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from portal_cms.notices.delivery import drain

PASSWORD = "a-long-enough-password-71"


def open_firm(*hosts, admin="chief@nord.example.com"):
    output = StringIO()
    options = [option for host in hosts for option in ("--host", host)]
    call_command("open_firm", "Kanzlei Nord", *options, "--admin", admin, "--language", "de", stdout=output)
    return output.getvalue()


def test_the_first_administrator_sets_a_password_by_mail_and_reaches_the_settings(db):
    assert "nord.example.com" in open_firm("nord.example.com", "portal.nord.example.com")
    drain()
    link = re.search(r"https://nord\.example\.com(/\S+)", mail.outbox[0].body)[1]
    browser = Browser(SERVER_NAME="nord.example.com")
    page = browser.get(link)
    fields = re.findall(r'<input type="password" name="([^"]+)"', page.content.decode())
    browser.post(link, dict.fromkeys(fields, PASSWORD))
    browser.post("/sign-in/", {"email": "chief@nord.example.com", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200
    assert browser.get("/admin/users/").status_code == 200


def test_every_host_answers(db):
    open_firm("nord.example.com", "portal.nord.example.com")
    for host in ("nord.example.com", "portal.nord.example.com"):
        assert Browser(SERVER_NAME=host).get("/sign-in/").status_code == 200


@pytest.mark.parametrize(
    ("host", "admin", "sentence"),
    [
        ("nord.example.com", "chief@nord.example.com", "belong to a firm already"),
        ("https://x.example.com", "chief@nord.example.com", "host name only"),
        ("sur.example.com", "nobody", "E-Mail|email"),
    ],
)
def test_what_can_not_be_done_is_refused_in_a_sentence(nord, host, admin, sentence):
    with pytest.raises(CommandError, match=sentence):
        open_firm(host, admin=admin)
