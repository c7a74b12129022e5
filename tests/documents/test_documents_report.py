"""The report "Shared items"."""

import pytest
from django.urls import reverse

from portal_cms.audit.models import AuditEvent
from portal_cms.documents.services import end_share
from portal_cms.matters import grants
from tests import make

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/shared-items/"


@pytest.fixture
def shared(cast):
    open_share = make.share(make.document(cast.matter, title="Lease draft"), cast.anna)
    ended = make.share(make.document(cast.matter, title="Old offer"), cast.ben)
    end_share(ended, by=cast.dario)
    make.document(cast.matter, title="Passport", client=cast.anna)
    return open_share


def test_it_says_who_shared_what_with_whom_and_what_became_of_it(cast, shared, browser):
    page = browser(cast.carla).get(REPORT).text
    for text in ("Lease draft", "Anna Client", "Old offer", "Ben Client", "Carla Staff", "without message"):
        assert text in page
    assert "Passport" not in page


def test_it_is_filtered(cast, shared, browser):
    carla = browser(cast.carla)
    assert "Lease draft" not in carla.get(REPORT + "?status=ended").text
    assert "Old offer" not in carla.get(REPORT + "?status=unopened").text
    assert "Lease draft" not in carla.get(REPORT + f"?client={cast.ben.pk}").text
    assert "Lease draft" in carla.get(REPORT + "?q=lease").text


def test_its_export_is_recorded(cast, shared, browser):
    answer = browser(cast.carla).get(REPORT + "?export=csv")
    content = answer.getvalue().decode()
    assert "Lease draft" in content
    assert "Dario Staff" in content
    assert AuditEvent.objects.filter(action="share.exported").count() == 1
    assert browser(cast.carla).get(REPORT + "?export=xlsx").status_code == 200


def test_names_in_its_export_are_no_formulas(cast, browser):
    make.share(make.document(cast.matter, title="=HYPERLINK(1)"), cast.anna)
    assert ",'=" not in (content := browser(cast.carla).get(REPORT + "?export=csv").getvalue().decode())
    assert "\n'=HYPERLINK(1)" in content


def test_it_shows_only_matters_the_person_sees(cast, sur, shared, browser):
    grants.set_people(cast.matter, by=cast.carla, handler=cast.carla, restricted=True)
    assert "Lease draft" not in browser(cast.eva).get(REPORT).text
    assert "Lease draft" not in browser(cast.eva).get(REPORT + "?export=csv").getvalue().decode()
    sofia = browser(make.staff(sur, "Sofia")).get(REPORT).text
    assert "Lease draft" not in sofia
    assert "Anna Client" not in sofia
    assert "Carla Staff" not in sofia


def test_marketing_has_no_such_report(cast, shared, browser):
    mara = browser(make.staff(cast.site, "Mara", make.Role.MARKETING))
    assert "Lease draft" not in mara.get(REPORT, follow=True).text
    assert REPORT not in mara.get("/admin/").text
    assert REPORT in browser(cast.carla).get("/admin/").text
    assert reverse("portal_documents_admin:report") == REPORT
