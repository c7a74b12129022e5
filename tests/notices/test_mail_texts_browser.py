"""Markers are put into subject and text by a click, or by the keyboard alone."""

import pytest
from django.urls import reverse

from portal_cms.notices.models import MailText
from portal_cms.notices.texts import start_text
from tests import make
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
EDITOR = ".public-DraftEditor-content"


@pytest.mark.feature("P4")
def test_markers_go_where_the_cursor_is(nord, screen):  # noqa: F811
    mara = make.staff(nord, "Mara", make.Role.MARKETING)
    text = start_text(nord, "invitation", "en", by=mara)
    page = screen(mara, reverse("portal_mail_texts:edit", args=[text.pk]))
    page.wait_for_selector(EDITOR)

    page.fill("#id_subject", "For , welcome")
    page.evaluate("document.getElementById('id_subject').setSelectionRange(4, 4)")
    page.click("[data-markers=subject] [data-marker='{recipient_name}']")
    assert page.input_value("#id_subject") == "For {recipient_name}, welcome"

    page.focus("[data-markers=body] [data-marker='{office_phone}']")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('{EDITOR}').innerText.endsWith('{{office_phone}}')")
    page.keyboard.type(" is our number")
    page.wait_for_function(
        "document.getElementById('id_body').value.includes('our number')"
    )  # the editor keeps it
    assert "{office_phone} inserted" in page.inner_text("[data-markers=body] [data-marker-said]")

    page.click("[name=action-test]")
    page.wait_for_selector("text=A test mail to")
    draft = MailText.objects.get().get_latest_revision_as_object()
    assert draft.subject == "For {recipient_name}, welcome"
    assert "{office_phone} is our number</p>" in draft.body
    assert page.complaints == []
