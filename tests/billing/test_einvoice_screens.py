"""E-invoices in the screens: a file fills the form and says what does not match; papers carry their data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from portal_cms.accounts.roles import give_roles
from portal_cms.billing import paper
from portal_cms.billing.einvoice import inbox, sources, writing
from portal_cms.billing.models import Bill, SellerSettings
from portal_cms.clients.models import Client
from portal_cms.matters.services import set_billing_client
from sitesettings.models import FirmSettings, OfficeLocation
from tests import make
from tests.billing.bills import german
from tests.billing.test_bills_staff import at, typed
from tests.make import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    give_roles(cast.carla, [Role.STAFF, Role.PORTAL, Role.BILLING])
    Client.objects.filter(pk=cast.anna.pk).update(
        street="Lange Reihe 3", postal_code="20099", city="Hamburg", country="DE", language="de"
    )
    cast.anna.refresh_from_db()
    set_billing_client(cast.matter, cast.anna, by=cast.carla)
    settle(cast.site, "DE", "181/815/08155", "DE136695976", "DE89370400440532013000")
    return cast


def settle(site, country, tax_number, vat_id, iban):
    place = OfficeLocation.objects.create(
        site=site, name="Office", street="Am Markt 1", postal_code="28014", city="Bremen"
    )
    FirmSettings.objects.filter(site=site).update(standard_office=place)
    FirmSettings.touch(site=site)
    SellerSettings.objects.create(
        site=site, legal_name="Firma", country=country, tax_number=tax_number, vat_id=vat_id, iban=iban
    )


def file_of(cast, *, pdf=True, **changes):
    """What the firm's own program made: for anna, with the firm's numbers."""
    own = german(
        seller=replace(german().seller, name="Firma"),
        buyer=replace(german().buyer, name=str(cast.anna)),
        **changes,
    )
    content = writing.xml(own, "de")
    if not pdf:
        return content
    drawn = paper.pdf(own, paper.Look("Firma"), "de")
    return writing.embed(drawn, content, own, title="Rechnung", language="de")


def upload(driver, matter, content, name):
    data = {"kind": "invoice", "file": SimpleUploadedFile(name, content)}
    return driver.post(at("from_file", matter), data)


def test_a_file_fills_the_form_and_becomes_the_paper(office, browser):
    carla = browser(office.carla)
    assert carla.get(at("from_file", office.matter)).status_code == 200
    page = upload(carla, office.matter, file_of(office), "rechnung.pdf")
    assert page.status_code == 200
    form, lines = page.context["form"], page.context["lines"]
    assert page.context["warnings"] == []
    assert form.initial["number"] == "R-2026-0042"
    assert (form.initial["service_start"], form.initial["service_end"]) == (
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert [line.initial["text"] for line in lines.forms[:3]] == [line.text for line in german().lines]
    assert not Bill.objects.exists()
    data = typed("R-2026-0042", (("Beratung", "2.75", "240.00", "19"),), document=form.initial["document"])
    data |= {"service_start": "2026-10-01", "service_end": "2026-10-31"}
    response = carla.post(page.context["form_url"], data)
    assert response.status_code == 302, response.content.decode()[:3000]
    bill = Bill.objects.get()
    assert bill.document.original_name == "rechnung.pdf"
    assert (bill.service_start, bill.service_end) == (date(2026, 10, 1), date(2026, 10, 31))


def test_a_sum_that_does_not_match_is_a_warning_in_the_form(office, browser):
    content = file_of(office, pdf=False).replace(b">862.69<", b">826.69<")
    page = upload(browser(office.carla), office.matter, content, "rechnung.xml")
    assert page.status_code == 200
    text = page.content.decode()
    assert "The total is stated as €826.69, but net and VAT make €862.69." in text
    assert "Please compare with the file:" in text
    assert 'value="R-2026-0042"' in text


def test_a_file_of_somebody_else_is_a_warning(office, browser):
    page = upload(browser(office.carla), office.matter, writing.xml(german(), "de"), "rechnung.xml")
    assert page.context["warnings"] == [
        "The file is addressed to Anna Berg, but this bill goes to Anna Client.".replace(
            "Anna Client", str(office.anna)
        )
    ]


def test_a_file_without_data_says_so_and_can_be_typed(office, browser):
    page = upload(
        browser(office.carla), office.matter, paper.pdf(german(), paper.Look("x"), "de"), "scan.pdf"
    )
    assert page.status_code == 200
    assert "This file holds no e-invoice." in page.content.decode()
    assert page.context["form"].initial["document"]


def test_a_hostile_file_says_so(office, browser):
    hostile = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CrossIndustryInvoice>&e;</CrossIndustryInvoice>'
    page = upload(browser(office.carla), office.matter, hostile, "rechnung.xml")
    assert "The e-invoice is built in an unusual way" in page.content.decode()
    assert "root:" not in page.content.decode()


def test_a_period_that_ends_before_it_starts_is_refused(office, browser):
    data = typed() | {"service_start": "2026-10-31", "service_end": "2026-10-01"}
    page = browser(office.carla).post(at("new", office.matter, "invoice"), data)
    assert page.status_code == 422
    assert "The end of the period must not be before its start." in page.content.decode()
    assert 'value="2026-0007"' in page.content.decode()


def test_the_client_downloads_a_paper_with_its_data_inside(office, browser):
    bill = make.bill(
        office.matter,
        office.anna,
        price="240.00",
        service_start=date(2026, 4, 1),
        service_end=date(2026, 4, 30),
    )
    anna = browser(office.anna)
    page = anna.get(reverse("portal_billing:bill", args=[bill.uuid])).content.decode()
    assert "<svg" in page
    assert "1 April 2026" in page
    content = b"".join(anna.get(reverse("portal_billing:paper", args=[bill.uuid])))
    assert list(PdfReader(BytesIO(content)).attachments) == ["factur-x.xml"]
    reading = inbox.read(content)
    assert (reading.bill.number, reading.printed) == (bill.number, True)
    assert (reading.bill.period_start, reading.bill.totals.gross) == (date(2026, 4, 1), D("285.60"))
    assert inbox.warnings(reading) == []
    data = b"".join(anna.get(reverse("portal_billing:data", args=[bill.uuid])))
    assert sources.read(data).format == "cii"


def test_what_an_e_invoice_lacks_is_told_to_staff_and_the_pdf_is_plain(office, browser):
    Client.objects.filter(pk=office.anna.pk).update(street="")
    office.anna.refresh_from_db()
    bill = make.bill(office.matter, office.anna)
    text = browser(office.carla).get(at("detail", office.matter, bill.uuid)).content.decode()
    assert "There is no e-invoice yet." in text
    assert "Please enter name, street, postal code, city and country of the client." in text
    anna = browser(office.anna)
    content = b"".join(anna.get(reverse("portal_billing:paper", args=[bill.uuid])))
    assert not PdfReader(BytesIO(content)).attachments
    assert anna.get(reverse("portal_billing:data", args=[bill.uuid])).status_code == 404


def test_a_spanish_firm_gets_facturae_and_reads_that_it_is_not_signed(sur, browser):
    lola, olga = make.staff(sur, "Lola", Role.STAFF, Role.PORTAL, Role.BILLING), make.client(sur, "Olga")
    Client.objects.filter(pk=olga.pk).update(
        street="Gran Vía 8",
        postal_code="28013",
        city="Madrid",
        country="ES",
        tax_number="12345678Z",
        language="es",
    )
    olga.refresh_from_db()
    settle(sur, "ES", "B58378431", "ESB58378431", "ES9121000418450200051332")
    matter = make.matter(sur, lola, olga)
    bill = make.bill(matter, olga, rate="21", withholding_rate=D(15))
    for driver, url in (
        (browser(lola), at("detail", matter, bill.uuid)),
        (browser(olga), reverse("portal_billing:bill", args=[bill.uuid])),
    ):
        assert "Download the Facturae XML (not signed)" in driver.get(url).content.decode()
    data = b"".join(browser(olga).get(reverse("portal_billing:data", args=[bill.uuid])))
    reading = sources.read(data)
    assert reading.format == "facturae"
    assert reading.bill.totals.due == D("106.00")
    assert inbox.warnings(reading) == []
