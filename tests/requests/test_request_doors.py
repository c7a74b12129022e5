"""Several links to one request, the code besides, another device, and the way out."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts.middleware import LANGUAGE_COOKIE
from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from portal_cms.requests import links, services
from portal_cms.requests.door_models import VISITS
from portal_cms.requests.models import Request, RequestCode, RequestLink
from sitesettings.models import FirmSettings
from tests import make
from tests.conftest import open_browser
from tests.requests.asking import ask, mailed, open_link, opens, page, staff_page

pytestmark = pytest.mark.django_db


@pytest.mark.feature("J2")
def test_the_link_of_an_older_mail_goes_on_working_until_there_are_too_many(cast):
    asked = ask(cast, cast.anna)
    first = mailed()
    visitor = open_link(cast, first)
    Request.objects.update(sent_at=timezone.now() - timedelta(days=9))
    services.remind()
    second = mailed()
    assert first != second
    assert opens(visitor, asked)
    assert opens(open_link(cast, first), asked)
    assert opens(open_link(cast, second), asked)
    for _number in range(links.MOST_LIVE - 1):
        links.make_link(asked)
    assert asked.links.live().count() == links.MOST_LIVE
    assert not opens(visitor, asked)
    assert open_browser(site=cast.site).get(first).status_code == 404
    assert open_browser(site=cast.site).get(second).status_code == 200


@pytest.mark.feature("J2")
@pytest.mark.parametrize("needs_code", [False, True])
def test_a_link_opens_in_the_language_of_its_mail_until_the_client_picks_another(cast, needs_code):
    User.objects.filter(pk=cast.anna.user_id).update(language="de")
    asked = ask(cast, cast.anna, needs_code=needs_code)
    path = mailed()
    phone = open_browser(site=cast.site, language="es")
    assert phone.get(path)["Content-Language"] == "es"  # the page before tells nothing, nor does its language
    assert LANGUAGE_COOKIE not in phone.cookies
    phone.post(path)
    if needs_code:
        assert LANGUAGE_COOKIE not in phone.cookies
        phone.post(f"{path}code/", {"code": code_of_the_mail()})
    assert phone.get(page(asked))["Content-Language"] == "de"
    assert phone.cookies[LANGUAGE_COOKIE]["max-age"] == settings.PORTAL_SESSION_ABSOLUTE
    phone.post(reverse("portal_accounts:language"), {"language": "en"})
    assert phone.get(page(asked))["Content-Language"] == "en"
    phone.post(path)
    assert phone.get(page(asked))["Content-Language"] == "en"
    assert phone.cookies[LANGUAGE_COOKIE].value == "en"


def test_a_link_does_not_touch_the_language_of_somebody_signed_in(cast):
    User.objects.filter(pk=cast.anna.user_id).update(language="de")
    ask(cast, cast.anna)
    carla = open_browser(cast.carla, language="es")
    carla.post(mailed())
    assert LANGUAGE_COOKIE not in carla.cookies


@pytest.mark.feature("J3")
def test_staff_see_the_links_that_work_and_end_one_or_all(cast, sur):
    asked = ask(cast, cast.anna)
    by_mail = mailed()
    carla, eva = open_browser(cast.carla), open_browser(cast.eva)
    by_hand = re.search(r'value="https?://[^/]+(/r/[^"]+)"', carla.post(staff_page(asked, "make_link")).text)[
        1
    ]
    visitor = open_link(cast, by_hand)
    detail = carla.get(staff_page(asked)).text
    assert "By mail" in detail
    assert "By hand" in detail
    assert "Carla Staff" in detail
    assert "Not opened yet" in detail
    tab = reverse("portal_clients_admin:portal", args=[cast.anna.pk])
    assert "Papers for the court" in carla.get(tab).text
    hand, _post = asked.links.live()
    assert eva.post(staff_page(asked, "end_link", hand.pk)).status_code == 403
    assert "End this link" not in eva.get(tab).text
    other = ask(cast, cast.ben)
    mailed()
    assert carla.post(staff_page(asked, "end_link", other.links.get().pk)).status_code == 404
    ended = carla.post(staff_page(asked, "end_link", hand.pk), follow=True)
    assert "1 link has ended." in ended.text
    assert not opens(visitor, asked)
    assert opens(open_link(cast, by_mail), asked)
    carla.post(staff_page(asked, "end_links"))
    assert open_browser(site=cast.site).get(by_mail).status_code == 404
    assert AuditEvent.objects.filter(action="request.link_ended").count() == 2
    secret = "The lease of the hidden shop"
    make.grants.set_people(
        cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=True
    )
    Request.objects.filter(pk=asked.pk).update(title=secret)
    links.make_link(asked)
    assert secret in carla.get(tab).text
    assert secret not in eva.get(tab).text


def code_of_the_mail():
    return mailed(r"\n(\d{6})\n")


@pytest.mark.feature("J3")
@pytest.mark.parametrize("setting", ["of the firm", "of the request"])
def test_with_a_code_the_link_alone_opens_nothing(cast, setting):
    FirmSettings.objects.get(site=cast.site).save()
    if setting == "of the firm":
        firm = FirmSettings.objects.get(site=cast.site)
        firm.request_needs_code = True
        firm.save()
    asked = ask(cast, cast.anna, needs_code=setting == "of the request")
    path = mailed()
    visitor, thief = open_browser(site=cast.site), open_browser(site=cast.site)
    assert visitor.get(f"{path}code/").status_code == 302
    form = visitor.post(path, follow=True)
    assert "Please enter the code" in form.text
    code = code_of_the_mail()
    assert code not in mail.outbox[-1].subject
    row = OutboxMessage.objects.get(event="request_code")
    assert code not in f"{row.context} {row.subject} {RequestCode.objects.get().code_hash}"
    admin = open_browser(make.staff(cast.site, "Fritz", make.Role.ADMIN))
    assert code not in admin.get(f"/admin/reports/outbox/inspect/{row.pk}/").text
    assert not opens(visitor, asked)
    stolen = thief.post(f"{path}code/", {"code": code})  # in a browser that did not ask for it
    wrong = visitor.post(f"{path}code/", {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == stolen.status_code == 422
    assert "This code is not right" in wrong.text
    assert not opens(thief, asked)
    opened = visitor.post(f"{path}code/", {"code": f" {code[:3]} {code[3:]} "}, follow=True)
    assert "0 of 1 done" in opened.text
    again = open_browser(site=cast.site)
    again.post(path)
    assert again.post(f"{path}code/", {"code": code}).status_code == 422
    assert AuditEvent.objects.filter(action="request.code_refused").count() == 3


def test_a_code_counts_for_five_tries_and_ten_minutes_and_new_ones_are_few(cast):
    asked = ask(cast, cast.anna, needs_code=True)
    path = mailed()
    visitor = open_browser(site=cast.site)
    visitor.post(path)
    code = code_of_the_mail()
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert visitor.post(f"{path}code/", {"code": wrong}).status_code == 422
    worn = visitor.post(f"{path}code/", {"code": code})
    assert worn.status_code == 422
    visitor.post(f"{path}code/", {"again": "1"})
    second = code_of_the_mail()
    RequestCode.objects.update(expires_at=timezone.now())
    late = visitor.post(f"{path}code/", {"code": second})
    assert "This code is not right" in worn.text
    assert "This code is not right" in late.text
    for _more in range(3):
        refused = visitor.post(f"{path}code/", {"again": "1"}, follow=True)
    assert "Several codes were sent already." in refused.text
    drain()
    assert sum("Your code" in letter.subject for letter in mail.outbox) == 4
    assert not opens(visitor, asked)


@pytest.mark.feature("J24")
def test_who_began_at_the_desk_continues_on_the_phone_and_back(cast):
    asked = ask(cast, cast.anna, needs_code=False)
    desk = open_link(cast, mailed())
    shown = desk.post(page(asked, "continue"))
    assert "<svg" in shown.text
    path = re.search(r'value="https?://[^/]+(/r/[^"]+)"', shown.text)[1]
    phone = open_link(cast, path)
    assert opens(phone, asked)
    assert open_browser(site=cast.site).post(path).status_code == 404  # once
    back = phone.post(page(asked, "continue"), {"mail": "1"}, follow=True)
    assert "An e-mail with a new link is on its way to you." in back.text
    assert opens(open_link(cast, mailed()), asked)
    stale = re.search(r"/r/[\w-]+/", desk.post(page(asked, "continue")).text)[0]
    RequestLink.objects.filter(origin="device", last_used_at=None).update(expires_at=timezone.now())
    assert open_browser(site=cast.site).get(stale).status_code == 404
    root = RequestLink.objects.get(origin="device", last_used_at__isnull=False).parent
    open_browser(cast.carla).post(staff_page(asked, "end_link", root.pk))
    assert not opens(desk, asked)
    assert not opens(phone, asked)
    signed_in = open_browser(cast.anna).post(page(asked, "continue")).text
    visitor = open_link(cast, re.search(r"/r/[\w-]+/", signed_in)[0])
    assert opens(visitor, asked)
    assert visitor.get("/files/").status_code == 302
    assert open_browser(cast.ben).post(page(asked, "continue")).status_code == 404


def test_a_visit_ends_by_the_button_and_by_its_absolute_time(cast):
    asked = ask(cast, cast.anna)
    path = mailed()
    visitor = open_link(cast, path)
    closed = visitor.post(page(asked, "close"), follow=True)
    assert "Closed on this device" in closed.text
    assert not opens(visitor, asked)
    visitor = open_link(cast, path)
    session = visitor.session
    session[VISITS] = {pk: at - settings.PORTAL_SESSION_ABSOLUTE for pk, at in session[VISITS].items()}
    session.save()
    assert not opens(visitor, asked)
    anna = open_browser(cast.anna)
    anna.post(path)
    anna.post(page(asked, "close"))
    assert opens(anna, asked)


def test_links_that_are_over_for_long_are_forgotten(cast):
    asked = ask(cast, cast.anna)
    mailed()
    links.make_link(asked)
    asked.links.filter(pk=asked.links.first().pk).update(expires_at=timezone.now() - timedelta(days=31))
    links.forget_over()
    assert asked.links.count() == 1


@pytest.mark.parametrize("allowed", [False, True])
def test_mails_name_the_request_only_where_the_firm_lets_mails_name_contents(cast, allowed):
    firm = FirmSettings.objects.get(site=cast.site)
    firm.mail_shows_content = allowed
    firm.save()
    ask(cast, cast.anna, title="Custody of the children")
    drain()
    letter = mail.outbox[-1]
    html = letter.alternatives[0][0]
    assert ("Custody" in letter.body, "Custody" in html) == (allowed, allowed)
