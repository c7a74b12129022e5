"""What the person who is billed finds in the portal, and that nobody else finds anything."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from portal_cms.accounts.models import User
from portal_cms.accounts.roles import give_roles
from portal_cms.audit.models import AuditEvent
from portal_cms.billing.einvoice import inbox
from portal_cms.billing.models import Bill, SellerSettings
from portal_cms.billing.services import publish_bill, save_bill, withdraw_bill
from portal_cms.clients.models import Client
from portal_cms.matters import pending
from portal_cms.matters.services import set_billing_client
from portal_cms.notices.delivery import drain
from sitesettings.models import FirmSettings, OfficeLocation
from tests import make
from tests.conftest import assert_visible
from tests.make import Role

pytestmark = pytest.mark.django_db
SECTIONS = {"invoice": "/invoices/", "proforma": "/proformas/", "provision": "/provisions/"}


def page_of(bill, part="bill"):
    return reverse(f"portal_billing:{part}", args=[bill.uuid])


@pytest.fixture
def seller(nord):
    return SellerSettings.objects.create(
        site=nord, legal_name="Kanzlei Nord PartG", country="DE", tax_number="181/815/08155",
        iban="DE89370400440532013000", bic="COBADEFFXXX", bank="Testbank",
    )  # fmt: skip


@pytest.mark.feature("P38")
def test_only_the_billed_client_sees_a_bill_whoever_sees_the_matter(cast, browser):
    bill = make.bill(cast.matter, cast.clara, matter_reference="Ref 7")
    for person in (cast.anna, cast.ben):
        assert browser(person).get(page_of(bill)).status_code == 404
        assert bill.number not in browser(person).get("/invoices/").content.decode()
    page = browser(cast.clara).get(page_of(bill)).content.decode()
    assert bill.number in page
    assert "Ref 7" in page
    assert cast.matter.subject not in page
    assert cast.matter.reference not in page
    assert "Ask about this" not in page


@pytest.mark.feature("P38")
def test_the_queryset_decides_by_the_billed_client_alone(cast, sur):
    shown = make.bill(cast.matter, cast.anna)
    draft = make.bill(cast.matter, cast.anna, published=False)
    others = make.bill(cast.matter, cast.ben)
    assert_visible(Bill.objects.visible_to(cast.anna.user), shown=[shown], hidden=[draft, others])
    assert_visible(Bill.objects.visible_to(cast.ben.user), shown=[others], hidden=[shown, draft])
    assert_visible(Bill.objects.visible_to(cast.eva), shown=[], hidden=[shown, draft, others])


@pytest.mark.feature("P40")
def test_a_blocked_client_sees_nothing_and_the_bill_stays(cast, browser):
    bill = make.bill(cast.matter, cast.anna)
    User.objects.filter(pk=cast.anna.user.pk).update(access_state=User.Access.BLOCKED)
    blocked = Client.objects.get(pk=cast.anna.pk)
    assert not Bill.objects.visible_to(blocked.user).exists()
    bill.refresh_from_db()
    assert bill.is_published
    assert Bill.objects.get(pk=bill.pk).is_hidden


@pytest.mark.feature("P45")
@pytest.mark.parametrize("kind", Bill.Kind.values)
def test_each_kind_has_its_section_in_the_navigation_once_there_is_something(cast, browser, kind):
    anna = browser(cast.anna)
    assert f'href="{SECTIONS[kind]}"' not in anna.get("/").content.decode()
    bill = make.bill(cast.matter, cast.anna, kind=kind)
    for address in ("/", "/messages/", SECTIONS[kind]):
        assert f'href="{SECTIONS[kind]}"' in anna.get(address).content.decode()
    assert bill.number in anna.get(SECTIONS[kind]).content.decode()
    others = set(SECTIONS) - {kind}
    assert all(bill.number not in anna.get(SECTIONS[other]).content.decode() for other in others)


@pytest.mark.feature("P45", "P7", "P8", "P9", "P44")
@pytest.mark.parametrize(
    ("kind", "section"),
    [("invoice", "Invoices"), ("proforma", "Proforma invoices"), ("provision", "Provisions of funds")],
)
def test_the_mail_names_the_section_and_leads_there(cast, mailoutbox, kind, section):
    bill = make.bill(cast.matter, cast.anna, kind=kind)
    assert pending.send(cast.matter, by=make.staff(cast.site, "Fritz", Role.PORTAL, Role.ADMIN)) == [
        cast.anna
    ]
    drain()
    [mail] = mailoutbox
    assert mail.to == [cast.anna.user.email]
    assert section in mail.body
    assert f"{SECTIONS[kind]}#bill-{bill.uuid}" in mail.body


def test_a_mail_about_a_withdrawn_bill_is_not_sent(cast, mailoutbox):
    from portal_cms.billing.services import withdraw_bill

    bill = make.bill(cast.matter, cast.anna)
    assert pending.send(cast.matter, by=make.staff(cast.site, "Fritz", Role.PORTAL, Role.ADMIN))
    withdraw_bill(bill, by=cast.carla)
    drain()
    assert mailoutbox == []


STATES = [
    ({}, "Open"),
    ({"paid": Decimal("19.00")}, "Part paid"),
    ({"paid": Decimal("119.00")}, "Paid"),
    ({"due_date": date(2026, 5, 5)}, "Overdue"),
]


@pytest.mark.feature("P43")
@pytest.mark.parametrize(("fields", "label"), STATES, ids=[label for _fields, label in STATES])
def test_each_state_is_said_in_words_and_found_by_the_filter(cast, browser, fields, label):
    bill = make.bill(cast.matter, cast.anna, **fields)
    for address in ("/invoices/", page_of(bill)):
        assert label in browser(cast.anna).get(address).content.decode()
    assert list(Bill.objects.in_state(bill.state)) == [bill]
    others = set(Bill.State) - {bill.state}
    assert not any(Bill.objects.in_state(state).exists() for state in others)


def test_a_cancelled_bill_stays_visible_as_cancelled(cast, browser):
    from portal_cms.billing.services import set_cancelled

    bill = make.bill(cast.matter, cast.anna)
    set_cancelled(bill, is_cancelled=True, by=cast.carla)
    page = browser(cast.anna).get(page_of(bill)).content.decode()
    assert "Cancelled" in page
    assert "You do not have to pay it" in page
    assert bill.number not in browser(cast.anna).get("/").content.decode()


@pytest.mark.feature("P43")
def test_the_page_says_what_to_pay_until_when_and_where(cast, browser, seller):
    bill = make.bill(cast.matter, cast.anna, price="1000.00", note="Thank you")
    page = browser(cast.anna).get(page_of(bill)).content.decode()
    for words in (
        "€1,190.00",
        "VAT 19",
        "€190.00",
        "Thank you",
        "DE89",
        "COBADEFFXXX",
        "Testbank",
        "18 May 2036",
    ):
        assert words in page, words
    assert "<svg" in page
    assert "Bank code of this payment" in page
    assert AuditEvent.objects.filter(action="bill.viewed").count() == 1


@pytest.mark.feature("P43")
def test_the_papers_are_downloaded_and_recorded(cast, browser, seller):
    Client.objects.filter(pk=cast.anna.pk).update(street="Weg 1", postal_code="20095", city="Hamburg")
    bill = make.bill(cast.matter, cast.anna)
    answer = browser(cast.anna).get(page_of(bill, "paper"))
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.filter(action="bill.downloaded", actor_id=cast.anna.user.pk).exists()
    assert browser(cast.ben).get(page_of(bill, "paper")).status_code == 404
    assert browser(cast.ben).get(page_of(bill, "data")).status_code == 404


def test_a_question_starts_a_message_in_the_matter(cast, browser):
    bill = make.bill(cast.matter, cast.anna)
    page = browser(cast.anna).get(page_of(bill))
    address = page.context["question_url"]
    assert address.startswith(f"/matters/{cast.matter.uuid}/messages/new")
    form = browser(cast.anna).get(address).content.decode()
    assert f"Question about Invoice {bill.number}" in form


@pytest.mark.feature("P43")
def test_what_is_to_be_paid_stands_on_the_first_page(cast, browser):
    bill = make.bill(cast.matter, cast.anna, price="100.00")
    make.bill(cast.matter, cast.anna, paid=Decimal("119.00"), number="settled")
    home = browser(cast.anna).get("/").content.decode()
    assert f"Pay Invoice {bill.number}: €119.00" in home
    assert "settled" not in home


def test_the_billed_client_need_not_be_a_client_of_the_matter(cast, browser):
    payer = make.client(cast.site, "Paula")
    bill = make.bill(cast.matter, payer)
    set_billing_client(cast.matter, cast.anna, by=cast.carla)
    assert browser(payer).get(page_of(bill)).status_code == 200
    assert browser(payer).get(f"/matters/{cast.matter.uuid}/").status_code == 404


@pytest.fixture
def addressed(cast, seller):
    """Firm and client have the addresses an e-invoice needs."""
    office = OfficeLocation.objects.create(
        site=cast.site,
        name="Hamburg",
        street="Kai 1",
        postal_code="20457",
        city="Hamburg",
        phone="+49 40 66969 120",
    )
    settings = FirmSettings.for_site(cast.site)
    settings.standard_office = office
    settings.save()
    cast.anna.street, cast.anna.postal_code, cast.anna.city, cast.anna.country = (
        "Weg 1",
        "20095",
        "Hamburg",
        "DE",
    )
    cast.anna.save()
    return cast


@pytest.mark.feature("P43")
def test_an_invoice_is_an_e_invoice_as_xml_and_inside_its_pdf(addressed, browser):
    bill = make.bill(addressed.matter, addressed.anna)
    anna = browser(addressed.anna)
    assert "Download the e-invoice (XML)" in anna.get(page_of(bill)).content.decode()
    answer = anna.get(page_of(bill, "data"))
    assert answer["Content-Type"] == "application/xml"
    read = inbox.read(answer.content)
    assert read.bill.number == bill.number
    assert inbox.warnings(read) == []
    assert inbox.read(anna.get(page_of(bill, "paper")).content).bill.totals.gross == Decimal(119)


@pytest.mark.feature("P43")
def test_a_later_payment_changes_the_page_and_not_the_papers(addressed, browser):
    cast = addressed
    bill = make.bill(cast.matter, cast.anna, paid=Decimal("19.00"))
    anna = browser(cast.anna)

    def papers():
        pdf, data = (anna.get(page_of(bill, part)).content for part in ("paper", "data"))
        return PdfDocument(pdf)[0].get_textpage().get_text_range(), data

    before = papers()
    assert "€100.00" in before[0]
    assert b"<ram:DuePayableAmount>100.00<" in before[1]
    bill.refresh_from_db()
    bill.paid = Decimal("119.00")
    save_bill(bill, list(bill.lines.all()), by=cast.carla, fields=["paid"])
    assert "€0.00" in anna.get(page_of(bill)).content.decode()
    assert papers() == before
    withdraw_bill(bill, by=cast.carla)
    publish_bill(bill, by=cast.carla)
    assert b"<ram:DuePayableAmount>100.00<" in papers()[1]


@pytest.mark.feature("P43")
def test_a_spanish_firm_writes_facturae(addressed, browser):
    SellerSettings.objects.update(country="ES", tax_number="B58378431")
    OfficeLocation.objects.update(postal_code="46001", city="Valencia")
    addressed.anna.country, addressed.anna.tax_number, addressed.anna.postal_code = "ES", "12345678Z", "46002"
    addressed.anna.save()
    bill = make.bill(addressed.matter, addressed.anna, rate="21", withholding_rate=Decimal(15))
    anna = browser(addressed.anna)
    page = anna.get(page_of(bill)).content.decode()
    assert "Download the Facturae XML" in page
    assert "Income tax withheld, 15" in page
    assert "€106.00" in page
    assert b"Facturae" in anna.get(page_of(bill, "data")).content


@pytest.mark.feature("P40")
def test_a_simulation_shows_the_bills_and_marks_nothing_as_read(cast, browser):
    bill = make.bill(cast.matter, cast.anna)
    give_roles(cast.carla, [Role.STAFF, Role.PORTAL, Role.BILLING])
    carla = browser(cast.carla)
    carla.post(reverse("portal_clients_admin:simulate", args=[cast.anna.pk]))
    assert bill.number in carla.get("/invoices/").content.decode()
    assert carla.get(page_of(bill)).status_code == 200
    assert carla.get(page_of(bill, "paper")).status_code == 403
    bill.refresh_from_db()
    assert bill.seen_at is None
    assert AuditEvent.objects.filter(action="bill.viewed", actor_id=cast.carla.pk).count() == 1


@pytest.mark.feature("P38", "P43")
def test_of_a_cancelled_bill_nothing_is_left_to_pay(cast, browser):
    from portal_cms.billing.services import set_cancelled

    bill = make.bill(cast.matter, cast.anna, paid=Decimal(50))
    address = reverse("portal_billing:bill", args=[bill.uuid])
    assert "Left to pay" in browser(cast.anna).get(address).content.decode()
    set_cancelled(bill, is_cancelled=True, by=cast.carla)
    pages = [browser(cast.anna).get(address).content.decode()]
    give_roles(cast.carla, [Role.STAFF, Role.BILLING])
    staff_page = reverse("portal_billing_admin:detail", args=[cast.matter.pk, bill.uuid])
    pages.append(browser(cast.carla).get(staff_page).content.decode())
    for page in pages:
        assert "Paid so far" in page
        assert "Left to pay" not in page
