"""The operator sees everything, and everything the operator reads of a matter is in the record of its firm."""

import pytest

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.common.errors import PortalError
from portal_cms.matters.services import set_billing_client
from tests import make


@pytest.fixture
def operator(cast):
    return User.objects.create_superuser("root@example.com", make.PASSWORD)


def readings(matter, user):
    return AuditEvent.objects.filter(
        action="matter.viewed", object_uuid=str(matter.uuid), actor_id=user.pk
    ).count()


@pytest.mark.parametrize(
    "tab", ["edit/{}/", "{}/messages/", "{}/documents/", "{}/portal/", "{}/people/", "history/{}/"]
)
def test_what_the_operator_reads_of_a_matter_is_recorded_once_an_hour(cast, operator, browser, tab):
    make.message(cast.matter, cast.anna)
    driver = browser(operator, site=cast.site)
    for _again in range(2):
        assert driver.get(f"/admin/matters/{tab.format(cast.matter.pk)}").status_code == 200
    assert readings(cast.matter, operator) == 1


@pytest.mark.parametrize("field", ["billing_client", "portal_client"])
def test_a_client_of_another_firm_gets_into_no_matter_by_mistake(cast, sur, operator, browser, field):
    stranger = make.client(sur, "Olga")
    path = f"/admin/matters/edit/{cast.matter.pk}/"
    values = {"reference": cast.matter.reference, "subject": "Lease", "description": "", "state": "open"}
    answer = browser(operator, site=cast.site).post(path, {**values, field: stranger.pk})
    assert answer.status_code == 200
    assert "Olga" not in answer.content.decode()
    cast.matter.refresh_from_db()
    assert cast.matter.billing_client is None
    assert not cast.matter.matter_clients.filter(client=stranger).exists()
    answer = browser(operator, site=cast.site).post(
        f"/admin/matters/{cast.matter.pk}/people/clients/add/", {"client-client": stranger.pk}
    )
    assert "Select a valid choice" in answer.content.decode()
    with pytest.raises(PortalError):
        set_billing_client(cast.matter, stranger, by=operator)


def test_people_of_the_firm_work_without_being_written_down_at_each_step(cast, browser):
    assert browser(cast.carla).get(f"/admin/matters/{cast.matter.pk}/messages/").status_code == 200
    assert readings(cast.matter, cast.carla) == 0


def test_the_operator_sends_nothing_in_the_firms_name(cast, operator, browser):
    document = make.document(cast.matter)
    path = f"/admin/matters/{cast.matter.pk}/documents/share/"
    answer = browser(operator, site=cast.site).post(
        path, {"document": document.uuid, "client": cast.anna.uuid}
    )
    assert answer.status_code == 403
    assert not document.shares.exists()
