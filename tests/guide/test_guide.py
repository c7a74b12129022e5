"""The set-up guide tells in order what is done and what is missing, from the firm's data alone."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from portal_cms.accounts.models import User
from portal_cms.guide.steps import KINDS, Setup
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from portal_cms.pages.models import TextPage
from sitesettings.models import FirmSettings, SiteHost
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.feature("P46")]
GUIDE = "/admin/setup/guide/"


@pytest.fixture
def frida(nord):
    return make.staff(nord, "Frida", make.Role.ADMIN)


def done(site, user):
    return {row["key"] for row in Setup(site, user).rows if row["is_done"]}


def settings(site, **values):
    row = FirmSettings.objects.get(site=site)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def test_a_new_firm_is_led_from_the_first_step_to_the_last(browser, nord, frida):
    row = settings(nord, portal_enabled=False)
    assert done(nord, frida) == {"text"}  # a good one comes with the portal
    settings(nord, portal_enabled=True)
    assert done(nord, frida) == {"portal", "text"}
    SiteHost.objects.filter(site=nord).update(checked_at=timezone.now(), check_result={"problem": ""})
    logo = get_image_model().objects.create(
        title="Logo", file=get_test_image_file(), collection=row.collection
    )
    make.brand(nord, logo=logo)
    assert done(nord, frida) == {"portal", "text", "address", "look"}
    for purpose in ("imprint", "privacy"):
        page = TextPage(title=purpose, purpose=purpose, language="de")
        nord.root_page.add_child(instance=page)
    assert "legal" in done(nord, frida)
    settings(nord, mail_from_address="portal@nord.example.com")
    assert "sender" not in done(nord, frida)
    browser(frida).post(f"{GUIDE}test-mail/")
    drain()
    assert "sender" in done(nord, frida)
    carla, anna = make.staff(nord, "Carla"), make.client(nord, "Anna", state=User.Access.PENDING)
    matter = make.matter(nord, carla, anna)
    assert {"client", "matter"} <= done(nord, frida)
    page = browser(frida).get("/admin/").content.decode()
    assert "Set-up guide" in page
    assert f"{len(KINDS) - 1} of {len(KINDS)} steps are done" in page
    make.share(make.document(matter), anna)
    assert len(done(nord, frida)) == len(KINDS)
    assert "steps are done" not in browser(frida).get("/admin/").content.decode()
    assert "All steps are done" in browser(frida).get(GUIDE).content.decode()


def test_each_step_leads_to_its_screen(browser, nord, frida):
    desk = browser(frida)
    page = desk.get(GUIDE)
    addresses = {link.url for row in page.context["setup"].rows for link in row["links"] if not link.is_post}
    assert len(addresses) >= 8
    for address in addresses:
        assert desk.get(address.partition("#")[0], follow=True).status_code == 200, address


def test_a_step_out_of_order_says_what_comes_first(browser, nord, frida):
    settings(nord, portal_enabled=False)
    rows = {row["key"]: row for row in Setup(nord, frida).rows}
    assert [first["key"] for first in rows["client"]["waits_for"]] == ["portal", "address", "sender"]
    page = browser(frida).get(GUIDE).content.decode()
    assert "Please do this first:" in page
    assert '<a href="#portal">' in page


@pytest.mark.parametrize("state", [User.Access.NONE, User.Access.PENDING])
def test_access_is_not_sent_into_the_void_while_the_portal_is_off(browser, nord, state):
    """Mails to clients of a closed portal are dropped, so the button explains and leads to the switch."""
    frida = make.staff(nord, "Frida", make.Role.ADMIN, make.Role.PORTAL)
    anna = make.client(nord, "Anna", state=state)
    settings(nord, portal_enabled=False)
    address = f"/admin/clients/{anna.pk}/portal/"
    asked = browser(frida).get(address).content.decode()
    assert "The portal is switched off, so no access can be sent" in asked
    assert f"{GUIDE}#portal" in asked
    values = {"name": "Anna", "user_name": anna.email, "email": anna.email, "mode": "password_link"}
    if state == User.Access.PENDING:
        address = f"/admin/clients/{anna.pk}/access/resend/"
        assert f"{GUIDE}#portal" in browser(frida).get(address).content.decode()
    answer = browser(frida).post(address, values, follow=True).content.decode()
    assert "Please switch it on first" in answer
    anna.refresh_from_db()
    assert anna.access_state == state
    assert not OutboxMessage.objects.exists()


def test_those_without_the_right_are_sent_to_the_administration(browser, cast):
    settings(cast.site, portal_enabled=False)
    client = make.client(cast.site, "Cleo", state=User.Access.NONE)
    page = browser(cast.carla).get(f"/admin/clients/{client.pk}/portal/").content.decode()
    assert "Please ask the firm administration to set it up first" in page
    assert GUIDE not in page


def test_the_test_mail_goes_to_oneself_from_the_firms_sender(browser, nord, frida):
    settings(nord, mail_from_address="portal@nord.example.com", mail_from_name="Nord")
    answer = browser(frida).post(f"{GUIDE}test-mail/", follow=True)
    assert f"A test mail to {frida.email} is on its way" in answer.content.decode()
    drain()
    (letter,) = mail.outbox
    assert letter.to == [frida.email]
    assert letter.from_email == "Nord <portal@nord.example.com>"
    assert "https://nord.example.com/admin/setup/guide/" in letter.body


def test_a_test_mail_that_was_refused_is_said_with_the_answer(browser, nord, frida):
    settings(nord, mail_from_address="portal@nord.example.com")
    browser(frida).post(f"{GUIDE}test-mail/")
    OutboxMessage.objects.update(state="failed", last_error="550 sender not allowed")
    page = browser(frida).get(GUIDE).content.decode()
    assert "550 sender not allowed" in page
    assert "sender" not in done(nord, frida)


def test_test_mails_are_counted(browser, nord, frida):
    for _again in range(6):
        answer = browser(frida).post(f"{GUIDE}test-mail/", follow=True)
    assert "Please wait a while" in answer.content.decode()


def test_the_guide_is_for_those_who_set_up(browser, cast, sur):
    carla = browser(cast.carla)
    assert carla.get(GUIDE).status_code == 302
    assert carla.post(f"{GUIDE}test-mail/").status_code == 302
    assert "Set-up guide" not in carla.get("/admin/").content.decode()
    assert browser(cast.anna).get(GUIDE).status_code == 404
    assert not OutboxMessage.objects.filter(event="sender_tested").exists()


def test_marketing_sees_the_steps_but_no_doors_that_are_closed(browser, nord):
    mara = make.staff(nord, "Mara", make.Role.MARKETING)
    page = browser(mara).get(GUIDE)
    assert page.status_code == 200
    text = page.content.decode()
    assert "/admin/clients/" not in text
    assert "The firm administration can do this." in text


def test_the_data_of_another_firm_ticks_nothing(nord, sur, frida):
    clerk, olga = make.staff(sur, "Pablo"), make.client(sur, "Olga")
    matter = make.matter(sur, clerk, olga)
    make.share(make.document(matter), olga)
    settings(sur, mail_from_address="a@sur.example.com")
    assert done(nord, frida) == {"portal", "text"}


def test_the_guide_costs_the_same_for_a_small_and_a_large_firm(browser, nord, frida):
    desk = browser(frida)
    desk.get(GUIDE)
    with CaptureQueriesContext(connection) as few:
        desk.get(GUIDE)
    carla = make.staff(nord, "Carla")
    for number in range(10):
        client = make.client(nord, f"Client{number}")
        make.share(make.document(make.matter(nord, carla, client)), client)
    with CaptureQueriesContext(connection) as many:
        desk.get(GUIDE)
    assert len(many) <= len(few)
