"""Two at the same moment: one effect, no error, no right that outlives its end.

The second request runs inside the first, at the moment where a check has been made and the write has not: that is
the interleaving a race needs, without threads and luck.
"""

import pytest

from portal_cms.accounts import services as accounts
from portal_cms.accounts.models import AccountToken, User
from portal_cms.clients import services as clients
from portal_cms.documents import services as documents
from portal_cms.documents.models import Document, Share
from portal_cms.messaging.models import Message
from portal_cms.messaging.services import open_thread, post_message
from tests import make

NEW = "a horse of another colour"


@pytest.fixture
def token(cast):
    accounts.issue_token(cast.anna.user, AccountToken.Purpose.RESET)
    return AccountToken.objects.get(user=cast.anna.user, used_at=None)


def test_a_link_redeemed_twice_at_once_sets_one_password(cast, token):
    late = AccountToken.objects.get(pk=token.pk)
    assert accounts.redeem_token(token, NEW)
    assert accounts.redeem_token(late, "somebody else's word, later") is None
    assert User.objects.get(pk=cast.anna.user.pk).check_password(NEW)


@pytest.mark.parametrize("end", [clients.block, clients.remove_access])
def test_a_link_that_was_found_before_the_access_ended_opens_nothing(cast, token, end):
    end(cast.anna, by=cast.carla)
    AccountToken.objects.filter(pk=token.pk).update(
        used_at=None
    )  # ended between the two, by a slower transaction
    assert accounts.redeem_token(token, NEW) is None
    account = User.objects.get(pk=cast.anna.user.pk)
    assert account.access_state != User.Access.ACTIVE
    assert not account.check_password(NEW)


def test_a_link_that_was_found_before_it_expired_opens_nothing(cast, token):
    AccountToken.objects.filter(pk=token.pk).update(expires_at=token.created_at)
    token.refresh_from_db()
    assert accounts.redeem_token(token, NEW) is None


def test_one_upload_sent_twice_at_once_is_one_file(cast, monkeypatch):
    keep, inner = documents._keep, []

    def slow(*args):
        if not inner:
            inner.append(None)
            make_upload(cast)
        return keep(*args)

    monkeypatch.setattr(documents, "_keep", slow)
    document, new = make_upload(cast)
    assert not new
    assert Document.objects.get() == document
    from datetime import timedelta

    from portal_cms.common import vault

    assert set(vault.names(older_than=timedelta(0))) == {document.storage_name}


def make_upload(cast):
    return documents.receive_upload(
        cast.matter,
        by=cast.anna.user,
        chunks=[b"%PDF-1.4"],
        name="a.pdf",
        upload_key="once",
        client=cast.anna,
    )


def test_one_message_sent_twice_at_once_is_one_message(cast, monkeypatch):
    thread = open_thread(cast.matter, cast.anna, "General", by=cast.carla)
    from portal_cms.messaging import services

    post, inner = services._post, []

    def slow(*args):
        if not inner:
            inner.append(None)
            send()
        return post(*args)

    def send():
        return post_message(thread, by=cast.anna.user, body="Hello", send_key="once")

    monkeypatch.setattr(services, "_post", slow)
    _message, new = send()
    assert not new
    assert Message.objects.count() == 1


def test_a_document_attached_twice_is_attached_once(cast):
    thread = open_thread(cast.matter, cast.anna, "General", by=cast.carla)
    document = make.document(cast.matter)
    message, new = post_message(
        thread, by=cast.carla, body="Hello", send_key="k", documents=[document, document]
    )
    assert new
    assert message.attachments.count() == 1
    assert Share.objects.filter(document=document, client=cast.anna).count() == 1


def test_a_share_ended_twice_at_once_is_one_event(cast):
    from portal_cms.audit.models import AuditEvent

    share = make.share(make.document(cast.matter), cast.anna)
    late = Share.objects.get(pk=share.pk)
    documents.end_share(share, by=cast.carla)
    documents.end_share(late, by=cast.dario)
    assert AuditEvent.objects.filter(action="document.share_ended").count() == 1
    assert Share.objects.get(pk=share.pk).ended_by == cast.carla
