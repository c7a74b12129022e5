"""Whether somebody may know is asked when the mail is sent, not when it was announced."""

import pytest
from django.test import override_settings

from portal_cms.accounts.models import User
from portal_cms.clients.services import block, remove_access
from portal_cms.documents.services import end_share
from portal_cms.matters import grants
from portal_cms.matters.models import Matter
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from sitesettings.models import FirmSettings
from tests import make

State = OutboxMessage.State


def states():
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


def test_a_share_that_was_ended_is_not_told(cast, mailbox):
    share = make.share(make.document(cast.matter), cast.anna)
    end_share(share, by=cast.carla)

    drain()

    assert states() == [State.DROPPED]
    assert mailbox.mails == []


@pytest.mark.parametrize("change", [block, remove_access])
def test_a_client_whose_access_ended_is_told_nothing(change, cast, mailbox):
    make.message(cast.matter, cast.anna)
    change(cast.anna, by=cast.carla)

    drain()

    assert states() == [State.DROPPED]


def test_a_matter_that_was_taken_down_is_told_of_by_nobody(cast, mailbox):
    make.message(cast.matter, cast.anna)
    Matter.objects.filter(pk=cast.matter.pk).update(live=False)

    drain()

    assert states() == [State.DROPPED]


def test_a_client_who_left_the_matter_is_told_nothing(cast, mailbox):
    make.message(cast.matter, cast.anna)
    grants.remove_client(cast.matter, cast.anna, by=cast.carla)

    drain()

    assert mailbox.mails == []


def test_a_closed_portal_mails_no_client_but_its_staff(cast, mailbox):
    make.message(cast.matter, cast.anna)
    make.message(cast.matter, cast.anna, by=cast.anna.user)
    FirmSettings.objects.filter(site=cast.site).update(portal_enabled=False)
    FirmSettings.touch(site=cast.site)

    drain()

    assert {mail["to"] for mail in mailbox.mails} == {cast.carla.email, cast.dario.email}


@pytest.mark.parametrize("change", ["inactive", "restricted", "no role"])
def test_staff_who_may_not_see_the_matter_any_more_are_told_nothing(change, cast, mailbox):
    make.message(cast.matter, cast.anna, by=cast.anna.user)
    if change == "inactive":
        User.objects.filter(pk=cast.dario.pk).update(is_active=False)
    elif change == "no role":
        cast.dario.groups.clear()
    else:
        grants.set_people(cast.matter, by=cast.carla, handler=cast.carla, assistant=None, restricted=True)

    drain()

    assert {mail["to"] for mail in mailbox.mails} == {cast.carla.email}


def test_a_deleted_account_is_told_nothing(cast, mailbox):
    make.message(cast.matter, cast.anna)
    OutboxMessage.objects.update(recipient=None)

    drain()

    assert states() == [State.DROPPED]


def test_somebody_invited_hears_of_news_and_reads_them_after_setting_a_password(cast, mailbox):
    User.objects.filter(pk=cast.anna.user_id).update(access_state="pending")
    make.message(cast.matter, cast.anna)

    drain()

    assert [mail["to"] for mail in mailbox.mails] == [cast.anna.email]


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_an_event_of_a_removed_capability_stops_nothing(cast, mailoutbox):
    OutboxMessage.objects.create(
        site=cast.site, event="fax_sent", recipient=cast.anna.user, address=cast.anna.email
    )
    make.message(cast.matter, cast.anna)

    drain()

    assert states() == [State.DROPPED, State.SENT]
    assert len(mailoutbox) == 1
