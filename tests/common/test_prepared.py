"""Queries that are compiled once: each value in its place, and nothing frozen that should not be."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.common.prepared import Prepared
from portal_cms.matters.reader import Reader, ReaderQuery
from tests import make

pytestmark = pytest.mark.django_db


def names(site, joined_after):
    users = User.objects.filter(site_id=site, date_joined__gt=joined_after).order_by("pk")
    return users.values_list("first_name")


def test_the_rows_are_those_of_the_values_each_time():
    first, second = make.firm(), make.firm(host="other.example.org")
    make.staff(first, "Abel")
    make.staff(second, "Brecht")
    query = Prepared(lambda values: names(*values), int, datetime)
    past, future = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    assert query.rows((first.pk, past)) == [("Abel",)]
    assert query.rows((second.pk, past)) == [("Brecht",)]
    assert query.rows((second.pk, future)) == []
    User.objects.filter(first_name="Brecht").update(first_name="Celan")
    assert query.rows((second.pk, past)) == [("Celan",)]


def test_a_query_that_asks_the_clock_is_refused():
    query = Prepared(
        lambda values: User.objects.filter(date_joined__lt=timezone.now()).values_list("pk"), int
    )
    with pytest.raises(ValueError, match="nothing but its values"):
        query.rows((1,))


def test_a_query_that_changes_with_its_values_is_refused():
    query = Prepared(
        lambda values: User.objects.filter(pk__in=range(values[0] % 2 + 1)).values_list("pk"), int
    )
    with pytest.raises(ValueError, match="must not change"):
        query.rows((1,))


def test_a_client_without_access_is_asked_about_anew():
    site = make.firm()
    client = make.client(site, "Anna")
    asked = []

    def build(reader):
        asked.append(reader.user.pk)
        return User.objects.filter(pk=reader.user.pk).values_list(Value("me"))

    query = ReaderQuery(build)
    assert query.rows(Reader(client.user, client, None)) == [("me",)]
    assert client.user.pk not in asked
    client.user.access_state = User.Access.BLOCKED
    with CaptureQueriesContext(connection) as captured:
        query.rows(Reader(client.user, client, None))
    assert client.user.pk in asked
    assert len(captured) == 1


def test_what_only_one_client_is_like_is_not_asked_of_a_stand_in():
    client = make.client(make.firm(), "Anna")
    query = ReaderQuery(lambda reader: User.objects.filter(email=reader.user.email).values_list(Value("me")))
    with pytest.raises(User.DoesNotExist):
        query.rows(Reader(client.user, client, None))
