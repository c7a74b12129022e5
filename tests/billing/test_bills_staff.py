"""Staff make, change, publish and withdraw bills; each journey through the forms people use."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.accounts.roles import give_roles
from portal_cms.audit.models import AuditEvent
from portal_cms.billing import services
from portal_cms.billing.einvoice import writing
from portal_cms.billing.models import Bill
from portal_cms.documents.models import Document
from portal_cms.matters import pending
from portal_cms.matters.models import PendingNotice
from portal_cms.matters.services import set_billing_client
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.billing import bills
from tests.make import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    """carla keeps the books of her matter; anna is billed."""
    give_roles(cast.carla, [Role.STAFF, Role.PORTAL, Role.BILLING])
    set_billing_client(cast.matter, cast.anna, by=cast.carla)
    return cast


def at(name, matter, *args):
    return reverse(f"portal_billing_admin:{name}", args=[matter.pk, *args])


def typed(number="2026-0007", lines=(("Advice", "2", "150.00", "19"),), **more):
    data = {
        "number": number, "date": "2026-05-04", "due_date": "2036-05-18", "currency": "EUR",
        "matter_reference": "100/26 Lease", "paid": "0", "withholding_rate": "0", "is_public": "on",
        "lines-TOTAL_FORMS": str(len(lines) + 1), "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    for place, (text, quantity, price, rate) in enumerate([*lines, ("", "1", "0.00", "19")]):
        data |= {
            f"lines-{place}-text": text, f"lines-{place}-quantity": quantity, f"lines-{place}-unit": "HUR",
            f"lines-{place}-unit_price": price, f"lines-{place}-vat_category": "S", f"lines-{place}-vat_rate": rate,
        }  # fmt: skip
    return data | more


def words(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.feature("P36", "P41", "P42", "P43", "P44")
@pytest.mark.parametrize("kind", Bill.Kind.values)
def test_a_bill_is_typed_published_and_the_question_waits(office, browser, kind):
    carla = browser(office.carla)
    page = carla.get(at("new", office.matter, kind))
    assert page.status_code == 200
    response = carla.post(at("new", office.matter, kind), typed())
    assert response.status_code == 302, response.content.decode()[:3000]
    bill = Bill.objects.get()
    assert (bill.kind, bill.net, bill.vat, bill.gross) == (kind, Decimal(300), Decimal(57), Decimal(357))
    assert bill.is_published
    assert bill.buyer == office.anna
    assert "notify=ask" in response["Location"]
    notice = PendingNotice.objects.get()
    assert (notice.client, notice.section, notice.is_new) == (office.anna, f"{kind}s", True)
    assert notice.event == f"{kind}_news"
    shown = carla.get(response["Location"]).content.decode()
    assert "2026-0007" in shown
    assert "357.00" in shown
    listed = carla.get(reverse(f"portal_billing_admin:{kind}_list")).content.decode()
    assert "2026-0007" in listed
    assert "357.00" in listed


@pytest.mark.feature("P40")
@pytest.mark.parametrize("state", [User.Access.NONE, User.Access.PENDING, User.Access.BLOCKED])
def test_without_active_access_publishing_says_why_and_shows_nothing(office, browser, state):
    nobody = make.client(office.site, "Nils", state=state)
    set_billing_client(office.matter, nobody, by=office.carla)
    response = browser(office.carla).post(at("new", office.matter, "invoice"), typed())
    bill = Bill.objects.get()
    assert not bill.is_published
    assert bill.buyer is None
    assert "no active access" in words(response)
    assert reverse("portal_clients_admin:portal", args=[nobody.pk]) in words(response)
    assert not PendingNotice.objects.exists()


@pytest.mark.feature("P40")
def test_without_a_billing_client_nothing_is_published(office, browser):
    set_billing_client(office.matter, None, by=office.carla)
    response = browser(office.carla).post(at("new", office.matter, "invoice"), typed())
    assert "no billing client" in words(response)
    assert not Bill.objects.get().is_published


@pytest.mark.feature("P39")
def test_the_billing_client_is_a_field_of_the_matters_general_data(office, browser):
    address = reverse("portal_matters_admin:edit", args=[office.matter.pk])
    assert "billing_client" in browser(office.carla).get(address).content.decode()
    data = {
        "reference": "100/26", "subject": "Lease", "description": "", "state": "open", "billing_client": office.ben.pk,
        "parties-TOTAL_FORMS": "0", "parties-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = browser(office.carla).post(address, data)
    assert response.status_code == 302
    office.matter.refresh_from_db()
    assert office.matter.billing_client == office.ben
    assert AuditEvent.objects.filter(action="matter.billing_client_set").count() == 2


@pytest.mark.feature("P38")
def test_a_published_bill_stays_with_the_one_it_was_made_for(office, browser):
    bill = make.bill(office.matter)
    set_billing_client(office.matter, office.ben, by=office.carla)
    assert browser(office.anna).get(reverse("portal_billing:bill", args=[bill.uuid])).status_code == 200
    assert browser(office.ben).get(reverse("portal_billing:bill", args=[bill.uuid])).status_code == 404


BAD = [
    ({"number": ""}, "This field is required"),
    ({"due_date": "2026-05-01"}, "due date must not be before"),
    ({"paid": "-5"}, "0 or more"),
    ({"paid": "1000"}, "More is entered as paid"),
    ({"lines-0-unit_price": "-1"}, "greater than or equal to 0"),
    ({"lines-0-text": "", "lines-0-unit_price": "5"}, "This field is required"),
    ({"stated_vat": "55.00"}, "The lines make €57.00 of VAT, but you entered €55.00"),
    ({"stated_gross": "300"}, "total of €357.00"),
    ({"lines-0-vat_rate": "0"}, "standard VAT rate of 0"),
    ({"date": "soon"}, "Enter a valid date"),
]


@pytest.mark.feature("P43")
@pytest.mark.parametrize(("wrong", "sentence"), BAD, ids=[str(wrong) for wrong, _text in BAD])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(office, browser, wrong, sentence):
    data = typed(note="Please pay soon") | wrong
    response = browser(office.carla).post(at("new", office.matter, "invoice"), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "Please pay soon" in text
    assert not Bill.objects.exists()


@pytest.mark.feature("P43")
def test_a_number_is_used_once_for_each_kind(office, browser):
    make.bill(office.matter, number="2026-0007")
    carla = browser(office.carla)
    refused = carla.post(at("new", office.matter, "invoice"), typed())
    assert refused.status_code == 422
    assert "already a paper of this kind" in refused.content.decode()
    assert carla.post(at("new", office.matter, "proforma"), typed()).status_code == 302


def test_calculating_and_more_lines_save_nothing(office, browser):
    carla = browser(office.carla)
    shown = carla.post(at("new", office.matter, "invoice"), typed(calculate="1"))
    assert shown.status_code == 200
    assert "€357.00" in shown.content.decode()
    more = carla.post(at("new", office.matter, "invoice"), typed(more="1"))
    assert 'name="lines-4-text"' in more.content.decode()
    assert "Advice" in more.content.decode()
    assert not Bill.objects.exists()


@pytest.mark.feature("P44", "P30")
def test_a_change_of_a_published_bill_is_recorded_marked_and_asked_about(office, browser):
    bill = make.bill(office.matter)
    PendingNotice.objects.all().delete()
    line = bill.lines.get()
    data = typed(number=bill.number) | {
        "lines-INITIAL_FORMS": "1", "lines-0-id": line.pk, "lines-0-unit_price": "200.00", "lines-0-quantity": "1",
    }  # fmt: skip
    response = browser(office.carla).post(at("edit", office.matter, bill.uuid), data)
    assert response.status_code == 302
    assert "notify=ask" in response["Location"]
    bill.refresh_from_db()
    assert bill.gross == Decimal(238)
    assert bill.changed_at
    event = AuditEvent.objects.filter(action="bill.changed").latest("number")
    assert "lines" in event.details["fields"]
    assert event.details["published"] is True
    assert PendingNotice.objects.get().is_new is False
    assert (
        "Changed"
        in browser(office.anna).get(reverse("portal_billing:bill", args=[bill.uuid])).content.decode()
    )


@pytest.mark.feature("P44", "P37")
def test_publishing_and_withdrawing_one_and_many(office, browser):
    carla = browser(office.carla)
    bills = [make.bill(office.matter, published=False) for _number in range(3)]
    assert carla.get(at("publish", office.matter, bills[0].uuid)).status_code == 200
    assert "notify=ask" in carla.post(at("publish", office.matter, bills[0].uuid))["Location"]
    bulk = reverse("portal_billing_admin:bulk")
    answer = carla.post(bulk, {"publish": "1", "kind": "invoice", "bill": [bill.uuid for bill in bills[1:]]})
    assert answer["Location"] == reverse("portal_billing_admin:invoice_list")
    assert "2 bills are published" in words(answer)
    assert Bill.objects.published().count() == 3
    listed = carla.get(f"{reverse('portal_billing_admin:invoice_list')}?public=true").content.decode()
    assert listed.count("w-status--primary") >= 3
    carla.post(bulk, {"withdraw": "1", "matter": office.matter.pk, "bill": [bill.uuid for bill in bills]})
    assert not Bill.objects.published().exists()
    assert not PendingNotice.objects.exists()
    carla.post(at("publish", office.matter, bills[0].uuid))
    carla.post(at("withdraw", office.matter, bills[0].uuid))
    assert not Bill.objects.published().exists()


@pytest.mark.feature("P40")
def test_a_refused_one_among_many_says_why(office, browser):
    other = make.matter(office.site, office.carla)
    good, bad = make.bill(office.matter, published=False), make.bill(other, published=False)
    answer = browser(office.carla).post(
        reverse("portal_billing_admin:bulk"), {"publish": "1", "bill": [good.uuid, bad.uuid]}
    )
    assert "1 bill is published" in words(answer)
    assert "no billing client" in words(answer)


def test_cancelling_and_deleting(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    carla.post(at("cancel", office.matter, bill.uuid))
    bill.refresh_from_db()
    assert bill.state == Bill.State.CANCELLED
    assert bill.is_published
    answer = carla.post(at("delete", office.matter, bill.uuid))
    assert "can not be deleted" in words(answer)
    assert Bill.objects.exists()
    fresh = make.bill(office.matter, published=False)
    carla.post(at("delete", office.matter, fresh.uuid))
    assert list(Bill.objects.all()) == [bill]


def test_an_own_pdf_is_checked_and_never_among_the_matters_files(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    upload = SimpleUploadedFile("our-invoice.pdf", b"%PDF-1.4 our paper")
    assert carla.post(at("file", office.matter, bill.uuid), {"file": upload}).status_code == 302
    bill.refresh_from_db()
    assert not Document.objects.exists()
    files = carla.get(reverse("portal_documents_admin:list", args=[office.matter.pk])).content.decode()
    assert "our-invoice" not in files
    page = browser(office.anna).get(reverse("portal_billing:bill", args=[bill.uuid])).content.decode()
    assert "being checked" in page
    paper = reverse("portal_billing:paper", args=[bill.uuid])
    assert browser(office.anna).get(paper).status_code == 404
    Document.all_files.update(state="released", content_type="application/pdf")
    answer = browser(office.anna).get(paper)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 our paper"
    assert AuditEvent.objects.filter(action="bill.downloaded").count() == 1


def test_who_has_no_role_for_billing_sees_no_tab_and_is_refused(office, browser):
    bill = make.bill(office.matter)
    dario = browser(office.dario)
    assert dario.get(at("list", office.matter)).status_code == 403
    assert dario.get(at("detail", office.matter, bill.uuid)).status_code == 403
    general = dario.get(reverse("portal_matters_admin:edit", args=[office.matter.pk])).content.decode()
    assert at("list", office.matter) not in general
    assert (
        dario.post(reverse("portal_billing_admin:bulk"), {"withdraw": "1", "bill": [bill.uuid]}).status_code
        == 302
    )
    assert Bill.objects.published().exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("iban", "DE89370400440532013001", "typing mistake"),
        ("country", "XX", "two letters"),
        ("vat_id", "DE1", "too long or too short"),
    ],
)
def test_the_firms_numbers_are_checked(office, browser, field, value, sentence):
    give_roles(office.carla, [Role.STAFF, Role.BILLING])
    address = reverse("wagtailsettings:edit", args=["portal_billing", "sellersettings", office.site.pk])
    data = {"payment_days": "14", "vat_rate": "19", field: value}
    response = browser(office.carla).post(address, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.feature("P43")
def test_an_e_invoice_made_elsewhere_fills_the_form_and_warns_of_wrong_sums(office, browser):
    own = bills.german()
    data = writing.xml(own, "en")
    wrong = re.sub(rb"(<ram:GrandTotalAmount[^>]*>)[0-9.]+", rb"\g<1>1.00", data)
    upload = SimpleUploadedFile("invoice.xml", wrong)
    carla = browser(office.carla)
    page = carla.post(at("from_file", office.matter), {"kind": "invoice", "file": upload})
    text = page.content.decode()
    assert page.status_code == 200
    assert own.number in text
    assert "The total is stated as €1.00" in text
    assert at("new", office.matter, "invoice") in text
    assert not Bill.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("note.txt", b"Hello", "Please choose a PDF or an XML file"),
        ("empty.xml", b"<a/>", "holds no e-invoice"),
    ],
)
def test_a_file_that_is_no_e_invoice_says_so(office, browser, name, content, sentence):
    upload = SimpleUploadedFile(name, content)
    page = browser(office.carla).post(at("from_file", office.matter), {"kind": "invoice", "file": upload})
    assert sentence in page.content.decode()


def test_a_file_uploaded_for_a_bill_nobody_saved_is_gone_after_a_day(office):
    upload = SimpleUploadedFile("left.pdf", b"%PDF-1.4 left behind")
    stray = services.keep_file(office.matter, by=office.carla, upload=upload, key="stray")
    services.forget_strays()
    assert Document.all_files.filter(pk=stray.pk).exists()
    Document.all_files.update(created_at=timezone.now() - timedelta(days=2))
    kept = services.keep_file(
        office.matter, by=office.carla, upload=SimpleUploadedFile("a.pdf", b"%PDF"), key="kept"
    )
    bill = make.bill(office.matter)
    services.set_document(bill, kept, by=office.carla)
    services.forget_strays()
    assert list(Document.all_files.all()) == [kept]


def hidden_values(page):
    """What the shown form of a bill sends along without being typed."""
    inputs = [
        dict(re.findall(r'(name|value)="([^"]*)"', tag))
        for tag in re.findall(r'<input type="hidden"[^>]*>', page)
    ]
    wanted = [
        row for row in inputs if re.fullmatch(r"version|lines-INITIAL_FORMS|lines-[0-9]+-id", row["name"])
    ]
    return {row["name"]: row.get("value", "") for row in wanted}


@pytest.mark.feature("P30", "P43")
def test_a_form_older_than_a_withdrawal_does_not_publish_again(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    address = at("edit", office.matter, bill.uuid)
    opened = hidden_values(carla.get(address).content.decode())
    services.withdraw_bill(Bill.objects.get(), by=office.carla)
    answer = carla.post(address, typed(note="Typed before", **{"lines-INITIAL_FORMS": "0"}) | opened)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else has changed this bill since you opened it" in page
    assert "Publish in the client portal" in page.partition("Different from now:")[2].partition("</p>")[0]
    assert "Typed before" in page
    bill.refresh_from_db()
    assert not bill.is_published
    assert bill.note == ""
    again = typed(note="Typed before") | {"version": hidden_values(page)["version"]}
    assert carla.post(address, again).status_code == 302
    bill.refresh_from_db()
    assert bill.is_published
    assert bill.note == "Typed before"


@pytest.mark.feature("P43")
def test_a_form_older_than_somebody_elses_lines_overwrites_them_only_when_saved_twice(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    address = at("edit", office.matter, bill.uuid)
    opened = hidden_values(carla.get(address).content.decode())
    assert carla.post(address, typed(lines=[("Theirs", "1", "80.00", "19")])).status_code == 302
    mine = typed(lines=[("Mine", "1", "90.00", "19")])
    page = carla.post(address, mine | opened).content.decode()
    assert "Somebody else has changed this bill since you opened it" in page
    assert "Mine" in page
    assert [line.text for line in bill.lines.all()] == ["Theirs"]
    carla.post(address, mine | hidden_values(page))
    assert [line.text for line in bill.lines.all()] == ["Mine"]


@pytest.mark.feature("P30")
def test_reading_a_bill_does_not_make_its_form_old(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    address = at("edit", office.matter, bill.uuid)
    opened = hidden_values(carla.get(address).content.decode())
    services.mark_seen(bill, by=office.anna.user)
    answer = carla.post(address, typed() | {"version": opened["version"]})
    assert answer.status_code == 302


@pytest.mark.feature("P43")
def test_two_who_cancel_the_same_bill_have_cancelled_it(office, browser):
    carla, bill = browser(office.carla), make.bill(office.matter)
    address = at("cancel", office.matter, bill.uuid)
    wish = re.search(r'name="wish" value="(\w+)"', carla.get(address).content.decode())[1]
    for _time in range(2):
        carla.post(address, {"wish": wish})
    bill.refresh_from_db()
    assert bill.state == Bill.State.CANCELLED


@pytest.mark.feature("P27", "P28", "P44")
def test_who_keeps_the_books_tells_of_bills_and_of_nothing_else(office, browser):
    berta = browser(make.staff(office.site, "Berta", Role.STAFF, Role.BILLING))
    pending.note_change(
        office.matter, by=office.carla, item=office.matter, label="Lease", event="matter_news", is_new=True
    )
    page = berta.post(at("new", office.matter, "invoice"), typed(), follow=True).content.decode()
    notify = reverse("portal_matters_admin:notify", args=[office.matter.pk])
    assert notify in page
    shown = berta.get(notify).content.decode()
    assert "Invoice 2026-0007" in shown
    assert str(office.anna) in shown
    berta.post(notify, {"client": [office.anna.uuid]})
    mail = OutboxMessage.objects.get(event="invoice_news")
    assert [item["section"] for item in mail.context["items"]] == ["invoices"]
    assert {notice.kind for notice in PendingNotice.objects.all()} == {"portal_matters.matter"}


@pytest.mark.feature("P28")
def test_who_may_not_publish_bills_is_not_asked_about_them(office, browser):
    services.publish_bill(make.bill(office.matter, published=False), by=office.carla)
    notify = reverse("portal_matters_admin:notify", args=[office.matter.pk])
    for roles in ([Role.STAFF], [Role.STAFF, Role.MARKETING]):
        person = make.staff(office.site, f"Person{len(roles)}", *roles)
        assert browser(person).get(notify).status_code in (302, 403)
    assert PendingNotice.objects.exists()
