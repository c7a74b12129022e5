"""The record shows whatever was done to it past the portal."""

import pytest

from portal_cms.audit.models import AuditEvent, AuditHead
from portal_cms.audit.services import digest_of, record, verify
from portal_cms.common.network import remember_address
from tests import make

NUMBER = 3


def lines():
    return AuditEvent.objects.order_by("number")


def change(**fields):
    lines().filter(number=NUMBER).update(**fields)


def delete(number):
    lines().filter(number=number)._raw_delete("default")


def swap(first, second):
    delete_and_keep = list(lines().filter(number__in=[first, second]))
    lines().filter(number__in=[first, second])._raw_delete("default")
    for event, number in zip(delete_and_keep, (second, first), strict=True):
        event.number = number
    AuditEvent.objects.bulk_create(delete_and_keep)


def insert():
    event = lines().get(number=NUMBER)
    event.pk, event.number = None, lines().last().number + 1
    event.digest = digest_of(event)
    AuditEvent.objects.bulk_create([event])


TAMPERING = {
    "time": lambda: change(at="2020-01-01T00:00:00Z"),
    "action": lambda: change(action="matter.tampered"),
    "actor": lambda: change(actor_id=999),
    "name": lambda: change(actor_name="Somebody"),
    "kind": lambda: change(object_type="user"),
    "object": lambda: change(object_uuid=""),
    "matter": lambda: change(matter_uuid="x"),
    "details": lambda: change(details={"client": "x"}),
    "address": lambda: change(address="192.0.2.1"),
    "previous": lambda: change(previous="0" * 64),
    "digest": lambda: change(digest="0" * 64),
    "delete first": lambda: delete(1),
    "delete middle": lambda: delete(NUMBER),
    "delete last": lambda: delete(lines().last().number),
    "swap": lambda: swap(2, 3),
    "insert": insert,
    "delete all": lambda: lines()._raw_delete("default"),
    "number": lambda: change(number=500),
}


@pytest.fixture
def told(cast):
    for _n in range(3):
        make.document(cast.matter)
    assert verify(cast.site) is None
    return cast.site


@pytest.mark.parametrize("kind", TAMPERING)
def test_every_tampering_is_found(kind, told):
    TAMPERING[kind]()

    assert verify(told) is not None


def test_the_first_wrong_line_is_named(told):
    change(actor_name="Somebody")
    lines().filter(number=NUMBER + 1).update(actor_name="Somebody")

    assert verify(told) == NUMBER


def test_a_line_sealed_with_another_key_is_found(told, settings):
    event = lines().get(number=NUMBER)
    right, settings.PORTAL_AUDIT_KEY = settings.PORTAL_AUDIT_KEY, "another key"
    event.actor_name = "Somebody"
    change(actor_name=event.actor_name, digest=digest_of(event))
    settings.PORTAL_AUDIT_KEY = right

    assert verify(told) == NUMBER


def test_a_line_moved_to_another_firm_is_found_at_both(told, sur):
    record("matter.published", on=sur, site=sur)
    lines().filter(site=told, number=NUMBER)
    AuditEvent.objects.filter(site=sur).update(number=2)
    AuditEvent.objects.filter(site=told, number=1).update(site=sur)

    assert verify(told) == 1
    assert verify(sur) == 1


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7", ""])
def test_every_address_and_every_detail_is_read_back_as_it_was_sealed(address, cast):
    remember_address(address)
    try:
        record(
            "document.shared", on=cast.matter, matter=cast.matter, text="Größe “x” \\ \u2028", number=10**12,
            list=[1, None, True, {"b": 1, "a": 2}], ratio=0.1,
        )  # fmt: skip
    finally:
        remember_address("")

    assert verify(cast.site) is None


def test_events_can_not_be_changed_or_deleted_by_the_portal(told):
    from django.core.exceptions import PermissionDenied

    event = lines().first()
    with pytest.raises(PermissionDenied):
        event.save()
    with pytest.raises(PermissionDenied):
        event.delete()


def test_a_change_that_is_rolled_back_leaves_no_line(cast):
    from django.db import transaction

    before = AuditHead.objects.get(site=cast.site).number
    with transaction.atomic():
        record("document.shared", on=cast.matter, matter=cast.matter)
        transaction.set_rollback(True)

    assert AuditHead.objects.get(site=cast.site).number == before
    assert verify(cast.site) is None
