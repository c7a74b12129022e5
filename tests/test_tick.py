"""What is due by the clock: once per minute and hour, however many workers ask."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal_cms import tick
from portal_cms.accounts.models import AccountToken, Throttle
from portal_cms.accounts.services import issue_token
from portal_cms.audit.models import AuditEvent
from tests import make


@pytest.fixture
def planned(cast):
    """A matter that is to be published in an hour."""
    matter = make.matter(cast.site, cast.carla, cast.anna, published=False, subject="Planned")
    matter.go_live_at = timezone.now() + timedelta(hours=1)
    matter.save_revision(user=cast.carla).publish(user=cast.carla)
    matter.refresh_from_db()
    assert not matter.live
    return matter


def in_an_hour(monkeypatch):
    later = timezone.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_a_matter_is_published_at_its_hour_with_one_line_in_the_record(planned, cast, monkeypatch):
    tick.tick()
    planned.refresh_from_db()
    assert not planned.live

    in_an_hour(monkeypatch)
    for _worker in range(2):
        tick.tick()

    planned.refresh_from_db()
    assert planned.live
    event = AuditEvent.objects.get(action="matter.published", object_uuid=str(planned.uuid))
    assert event.actor_id is None


def test_a_matter_is_taken_down_at_its_hour(cast, monkeypatch, browser):
    type(cast.matter).objects.filter(pk=cast.matter.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    tick.tick()
    assert "Lease of the shop" in browser(cast.anna).get("/").content.decode()

    in_an_hour(monkeypatch)
    tick.tick()

    cast.matter.refresh_from_db()
    assert not cast.matter.live
    assert AuditEvent.objects.filter(action="matter.unpublished").count() == 1


def test_chores_run_once_a_minute_and_once_an_hour(db, monkeypatch):
    runs = []
    monkeypatch.setattr(tick, "EVERY_MINUTE", [lambda: runs.append("minute")])
    monkeypatch.setattr(tick, "EVERY_HOUR", [lambda: runs.append("hour")])
    start = timezone.now().replace(minute=10, second=0)

    for seconds in (0, 1, 30, 61, 62, 3600):
        tick.tick(start + timedelta(seconds=seconds))

    assert runs == ["minute", "hour", "minute", "minute", "hour"]


def test_a_chore_that_fails_stops_no_other(db, caplog):
    done = []

    def broken():
        raise RuntimeError

    tick.run([broken, lambda: done.append(1)])

    assert done == [1]
    assert "broken" in caplog.text


def test_old_links_and_counters_are_forgotten_and_fresh_ones_kept(cast):
    old, fresh = (issue_token(person.user, "reset") for person in (cast.anna, cast.ben))
    assert old != fresh
    AccountToken.objects.filter(user=cast.anna.user).update(expires_at=timezone.now() - timedelta(days=2))
    Throttle.objects.create(bucket="old", window_ends_at=timezone.now() - timedelta(minutes=1))

    call_command("tick")

    assert [token.user for token in AccountToken.objects.all()] == [cast.ben.user]
    assert not Throttle.objects.filter(bucket="old").exists()
