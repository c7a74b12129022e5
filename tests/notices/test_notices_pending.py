"""Publishing tells nobody; what could be told waits, and becomes one mail for each client (P27 to P30)."""

import pytest

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.services import block
from portal_cms.matters import grants, pending
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.mails import everything_in, path_of

State = OutboxMessage.State


def note(cast, item=None, event="matter_news", is_new=False, **values):
    item = item or cast.matter
    return pending.note_change(
        cast.matter, by=cast.carla, item=item, label=str(item), event=event, is_new=is_new, **values
    )


def test_a_change_waits_for_each_client_who_can_be_reached(cast):
    dora = make.client(cast.site, "Dora", state=User.Access.PENDING)
    emil = make.client(cast.site, "Emil", state=User.Access.NONE)
    fred = make.client(cast.site, "Fred", state=User.Access.BLOCKED)
    for client in (dora, emil, fred):
        grants.add_client(cast.matter, client, by=cast.carla)
    assert note(cast)
    assert {row.client for row in pending.pending_of(cast.matter)} == {cast.anna, cast.ben, dora}
    assert not OutboxMessage.objects.exists()


def test_nobody_waits_where_nobody_has_access(cast):
    lonely = make.matter(cast.site, cast.carla, make.client(cast.site, "Emil", state=User.Access.NONE))
    waits = pending.note_change(
        lonely, by=cast.carla, item=lonely, label="x", event="matter_news", is_new=True
    )
    assert not waits
    assert not PendingNotice.objects.exists()


def test_what_waits_as_new_stays_new_and_waits_once(cast):
    note(cast, is_new=True)
    note(cast, is_new=False)
    rows = pending.pending_of(cast.matter)
    assert [(row.client, row.is_new) for row in rows] == [(cast.anna, True), (cast.ben, True)]


@pytest.mark.feature("P29")
def test_many_changes_become_one_mail_for_each_client(cast, mailbox):
    document = make.document(cast.matter)
    make.share(document, cast.anna)
    OutboxMessage.objects.all().delete()
    note(cast)
    note(cast)
    note(cast, document, event="document_news", is_new=True, clients=[cast.anna])
    told = pending.send(cast.matter, by=cast.carla)
    assert told == [cast.anna, cast.ben]
    assert not PendingNotice.objects.exists()
    assert {(row.recipient, row.event) for row in OutboxMessage.objects.all()} == {
        (cast.anna.user, "matter_news"),
        (cast.ben.user, "matter_news"),
    }
    events = AuditEvent.objects.filter(action="matter.notified")
    assert {event.details["client"] for event in events} == {str(cast.anna.uuid), str(cast.ben.uuid)}
    drain()
    assert len(mailbox.mails) == 2
    assert pending.send(cast.matter, by=cast.carla) == []
    drain()
    assert len(mailbox.mails) == 2


@pytest.mark.feature("P6", "P28")
def test_the_mail_names_the_section_leads_there_and_tells_no_contents(cast, mailbox):
    note(cast)
    pending.send(cast.matter, by=cast.carla, clients=[cast.anna])
    drain()
    [mail] = mailbox.mails
    assert "section Matters" in mail["Subject"]
    assert path_of(mail, "nord.example.com") == f"/matters/{cast.matter.uuid}/"
    assert "Lease" not in everything_in(mail)
    assert [row.client for row in pending.pending_of(cast.matter)] == [cast.ben]


def test_contents_are_in_the_mail_where_the_firm_allows_them(cast, mailbox):
    cast.site.firmsettings.mail_shows_content = True
    cast.site.firmsettings.save()
    note(cast)
    pending.send(cast.matter, by=cast.carla, clients=[cast.anna])
    drain()
    assert "Lease of the shop" in everything_in(mailbox.mails[0])


def test_what_the_client_may_not_see_any_more_is_not_told(cast, mailbox):
    note(cast)
    pending.send(cast.matter, by=cast.carla, clients=[cast.anna])
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)
    drain()
    assert OutboxMessage.objects.get().state == State.DROPPED
    assert not mailbox.mails


def test_who_lost_access_is_not_told_of_what_waited(cast):
    note(cast)
    block(cast.anna, by=cast.carla)
    assert [row.client for row in pending.pending_of(cast.matter)] == [cast.ben]
    assert pending.send(cast.matter, by=cast.carla) == [cast.ben]


def test_what_is_withdrawn_does_not_wait(cast):
    note(cast)
    pending.forget(cast.matter)
    assert not PendingNotice.objects.exists()


def test_what_waits_can_be_discarded_and_that_is_on_record(cast):
    note(cast)
    assert pending.discard(cast.matter, by=cast.carla, clients=[cast.ben]) == [cast.ben]
    assert [row.client for row in pending.pending_of(cast.matter)] == [cast.anna]
    assert not OutboxMessage.objects.exists()
    assert AuditEvent.objects.filter(action="matter.notice_discarded").count() == 1


def test_two_who_send_at_once_send_one_mail(cast, monkeypatch):
    """The second sends at the moment when the first has taken what waits and not yet written the mail."""
    note(cast, clients=[cast.anna])
    tell, second = pending.announce.news, []

    def news(matter, **values):
        if not second:
            second.append(None)
            second[0] = pending.send(matter, by=cast.dario)
        tell(matter, **values)

    monkeypatch.setattr(pending.announce, "news", news)
    pending.send(cast.matter, by=cast.carla)
    assert second == [[]]
    assert OutboxMessage.objects.count() == 1
