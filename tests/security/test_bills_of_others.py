"""Bills are told of by those who may see them, and one that was withdrawn stays so."""

import pytest
from django.core import mail
from django.urls import reverse

from portal_cms.accounts.roles import give_roles
from portal_cms.billing import services, staff_edit
from portal_cms.billing.models import Bill
from portal_cms.matters.models import PendingNotice
from portal_cms.notices.delivery import drain
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
ALL = (make.Role.STAFF, make.Role.PORTAL, make.Role.BILLING)


def test_who_may_not_see_bills_is_not_asked_to_tell_of_them(cast):
    bill = make.bill(cast.matter, cast.clara, number="GEHEIM-17")
    assert PendingNotice.objects.count() == 1
    notify = reverse("portal_matters_admin:notify", args=[cast.matter.pk])
    general = reverse("portal_matters_admin:edit", args=[cast.matter.pk])
    carla = open_browser(cast.carla)
    for address in (notify, f"{general}?notify=ask", general):
        assert "GEHEIM-17" not in carla.get(address).text
    carla.post(notify, {"client": [cast.clara.uuid]})
    carla.post(notify, {"client": [cast.clara.uuid], "discard": "1"})
    assert PendingNotice.objects.count() == 1
    give_roles(cast.carla, ALL)
    carla = open_browser(cast.carla)
    assert "GEHEIM-17" in carla.get(notify).text
    carla.post(notify, {"client": [cast.clara.uuid]})
    drain()
    assert [letter.to for letter in mail.outbox] == [[cast.clara.email]]
    assert bill.is_published


def test_a_saving_does_not_publish_again_what_was_withdrawn_meanwhile(cast, monkeypatch):
    bill = make.bill(cast.matter, cast.anna)
    give_roles(cast.carla, ALL)
    check = staff_edit.check_sums

    def slowly(*args):
        services.withdraw_bill(Bill.objects.get(pk=bill.pk), by=cast.dario)
        return check(*args)

    monkeypatch.setattr(staff_edit, "check_sums", slowly)
    carla = open_browser(cast.carla)
    edit = reverse("portal_billing_admin:edit", args=[cast.matter.pk, bill.uuid])
    line = bill.lines.get()
    form = {
        "number": bill.number, "date": "2026-05-04", "due_date": "2036-05-18", "currency": "EUR", "withholding_rate": "0",
        "paid": "0", "note": "Now with a note", "internal_note": "", "matter_reference": "", "buyer_reference": "",
        "service_start": "2026-05-01", "service_end": "", "is_public": "on",
        "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 1, "lines-0-id": line.pk, "lines-0-text": line.text,
        "lines-0-quantity": "1", "lines-0-unit": line.unit, "lines-0-unit_price": "100", "lines-0-vat_category": "S",
        "lines-0-vat_rate": "19", "lines-0-vat_reason": "",
    }  # fmt: skip
    monkeypatch.setattr(staff_edit.services, "publish_bill", lambda *args, **kwargs: pytest.fail("published"))
    carla.post(edit, form)
    bill.refresh_from_db()
    assert bill.note == "Now with a note"
    assert not bill.is_published
    assert not Bill.objects.visible_to(cast.anna.user).exists()
