"""The question after a saving in a real browser: a dialog with scripts, a panel without, one mail in the end."""

import re

import pytest
from django.core import mail

from portal_cms.matters.models import PendingNotice
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

WAYS = [(1280, True), (390, True), (1280, False)]  # Wagtail's menu covers a phone without scripts
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def private(cast):
    return make.matter(cast.site, cast.carla, cast.anna, published=False, portal=False)


def save(page):
    page.locator("footer button.action-save, footer button[type=submit]").first.click()
    page.locator("#portal-ask-title").wait_for()


@pytest.mark.feature("P27", "P28", "P29")
@pytest.mark.parametrize(("width", "scripts"), WAYS)
def test_publish_say_not_now_change_again_and_notify_makes_one_mail(
    cast,
    private,
    browser,
    screen,  # noqa: F811
    width,
    scripts,
    monkeypatch,
):
    page = screen(cast.carla, f"/admin/matters/edit/{private.pk}/", java_script_enabled=scripts)
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_label("Publish in the client portal").check()
    save(page)
    dialog = page.locator("dialog.portal-ask")
    assert dialog.is_visible()
    assert "Anna Client gets one e-mail about" in dialog.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if scripts else True
    if scripts:
        assert page.evaluate("document.querySelector('dialog.portal-ask').matches(':modal')")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        assert "notify=" not in page.url
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.classList.contains('portal-notify')")
    else:
        dialog.get_by_text("Not now").click()
    assert not dialog.is_visible()
    assert not OutboxMessage.objects.exists()

    page.get_by_label("subject").first.fill("Another subject")
    save(page)
    assert "Another subject" in page.locator("dialog.portal-ask").inner_text()
    page.locator("dialog.portal-ask").get_by_text("Not now").click()
    page.locator(".portal-notify").first.click()
    page.get_by_role("button", name="Send e-mail").click()
    page.get_by_text("An e-mail is on its way to Anna Client.").wait_for()
    assert not page.complaints
    assert not PendingNotice.objects.exists()

    drain()
    [letter] = mail.outbox
    [link] = set(re.findall(r"https://nord\.example\.com(/matters/\S+)", letter.body))
    assert "Another subject" in browser(cast.anna).get(link).content.decode()
