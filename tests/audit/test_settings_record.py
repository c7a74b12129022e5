"""Changes to public things reach the record too."""

from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from sitesettings.models import OfficeLocation
from tests import make
from tests.conftest import open_browser


def test_a_change_of_the_firms_settings_is_one_event(nord):
    lena = make.staff(nord, "Lena", make.Role.MARKETING)
    marketing = open_browser(lena)
    page = marketing.get(reverse(OfficeLocation.snippet_viewset.get_url_name("add")))
    assert page.status_code == 200
    before = AuditEvent.objects.filter(action="settings.changed").count()
    form = {
        "name": "Office North", "street": "Main Street 1", "postal_code": "20457", "city": "Hamburg",
        "country": "Germany", "timezone": "Europe/Berlin", "phone": "", "email": "",
    }  # fmt: skip
    for prefix in ("weekly_hours", "hours_exceptions"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = marketing.post(page.wsgi_request.path, form, follow=True)
    assert "Office North" in answer.content.decode()
    assert AuditEvent.objects.filter(action="settings.changed").count() == before + 1


def test_wagtails_own_sign_in_form_is_no_second_door(nord):
    answer = open_browser(site=nord).get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/admin/"
