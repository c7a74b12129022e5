"""Limits hold although many ask at the same moment: a try is counted before it is made."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client as Browser

from tests import make

WRONG = "not the right password"


def knock(site, email, password=WRONG, address="203.0.113.7"):
    driver = Browser(SERVER_NAME=site.hostname, HTTP_ACCEPT_LANGUAGE="en", REMOTE_ADDR=address)
    return driver.post("/sign-in/", {"email": email, "password": password})


@pytest.fixture
def parallel(monkeypatch, cast):
    """`parallel(n, ...)`: the next try begins while the one before still hashes its password; returns how many
    passwords were looked at."""

    def run(number, email, addresses=("203.0.113.7",)):
        looked = []

        def slow(*args, **kwargs):
            looked.append(kwargs)
            if len(looked) < number:
                knock(cast.site, email, address=addresses[len(looked) % len(addresses)])
            return authenticate(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr("portal_cms.accounts.forms.authenticate", slow)
            knock(cast.site, email, address=addresses[0])
        return len(looked)

    return run


def test_tries_at_once_are_no_more_tries_than_one_after_the_other(cast, parallel):
    assert parallel(30, cast.anna.email) == 10
    assert "too many tries" in knock(cast.site, cast.anna.email, make.PASSWORD).text


def test_tries_at_once_from_many_networks_are_bounded_too(cast, parallel):
    assert parallel(30, cast.anna.email, [f"10.{number}.0.1" for number in range(30)]) == 10


def test_people_who_sign_in_use_up_nobodys_tries(cast):
    for _again in range(60):
        assert knock(cast.site, cast.anna.email, make.PASSWORD).status_code == 302
    assert knock(cast.site, cast.ben.email, make.PASSWORD).status_code == 302


def test_a_door_that_is_shut_costs_the_neighbours_nothing(cast):
    """Trying on at a closed account does not close the whole network."""
    for _again in range(70):
        knock(cast.site, cast.anna.email)
    assert knock(cast.site, cast.ben.email, make.PASSWORD).status_code == 302
