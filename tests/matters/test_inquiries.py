"""The time before the mandate: an inquiry is opened, worked on, then accepted or declined (J31)."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.matters.inquiries import open_inquiry
from portal_cms.matters.models import Matter, MatterAccess
from portal_cms.matters.numbers import suggest_inquiry_number, suggest_reference
from portal_cms.matters.services import publish_matter
from portal_cms.notices.delivery import drain
from portal_cms.requests import drafting, services
from portal_cms.requests.models import Request, RequestItem, RequestTemplate, TemplateItem
from tests import make
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
NEW = "/admin/inquiries/new/"


def url(name, matter):
    return reverse(f"portal_matters_admin:{name}", args=[matter.pk])


def form(cast, **fields):
    return {
        "first_name": "Nora", "last_name": "New", "email": "nora@new.example.org", "language": "en",
        "subject": "Dismissal", "handler": cast.carla.pk, **fields,
    }  # fmt: skip


@pytest.fixture
def inquiry(cast):
    matter = Matter(site=cast.site, subject="Dismissal", handler=cast.carla)
    return open_inquiry(matter, by=cast.carla, clients=[cast.anna])


@pytest.fixture
def asked(cast, inquiry):
    request = Request(site=cast.site, matter=inquiry, client=cast.anna, title="Papers")
    services.save_draft(request, [RequestItem(title="Passport")], by=cast.carla)
    return services.send(request, by=cast.carla)


@pytest.mark.feature("J31")
def test_one_screen_makes_client_inquiry_and_request_and_nothing_is_sent_before_it_is_seen(cast):
    template = RequestTemplate(site=cast.site, name="First", language="en", title="First papers")
    drafting.save_template(template, [TemplateItem(title="Letter of dismissal")], by=cast.carla)
    carla = open_browser(cast.carla)
    assert NEW in carla.get("/admin/matters/").text
    opened = carla.post(NEW, form(cast, template=template.pk), follow=True)
    assert "The inquiry is opened. Nothing was sent." in opened.text
    assert "First papers" in opened.text
    inquiry, asked = Matter.objects.get(subject="Dismissal"), Request.objects.get()
    year = f"{timezone.localdate():%y}"
    assert inquiry.reference == inquiry.inquiry_number
    assert inquiry.reference.endswith(f" 0001/{year}")  # its word is in the firm's language
    drain()
    assert not mail.outbox
    carla.post(reverse("portal_requests_admin:send", args=[inquiry.pk, asked.uuid]))
    drain()
    assert mail.outbox[-1].to == ["nora@new.example.org"]
    again = carla.post(NEW, form(cast, email="NORA@new.example.org", subject="Second"), follow=True)
    assert "was a client of the firm already" in again.text
    assert Client.objects.filter(last_name="New").count() == 1
    assert Matter.objects.get(subject="Second").reference.endswith(f" 0002/{year}")
    staff = carla.post(NEW, form(cast, email=cast.dario.email))
    assert (staff.status_code, Matter.objects.filter(handler=cast.carla).count()) == (422, 3)
    assert "A member of staff signs in with this address." in staff.text
    listed = carla.get("/admin/matters/?mandate=inquiry").text
    assert "Dismissal" in listed
    assert "Lease of the shop" not in listed


@pytest.mark.feature("J31")
def test_accepting_gives_the_number_and_loses_nothing(cast, inquiry, asked):
    publish_matter(inquiry, by=cast.carla)
    carla, anna = open_browser(cast.carla), open_browser(cast.anna)
    seen = anna.get(f"/matters/{inquiry.uuid}/").text
    assert "This is your inquiry." in seen
    rights = set(MatterAccess.objects.filter(matter=inquiry).values_list("user", "source", "may_share"))
    assert "Accept the mandate" in carla.get(url("edit", inquiry)).text
    taken = carla.post(url("accept", inquiry), {"reference": "100/26"})
    assert "Another matter of the firm has this reference number." in taken.text
    proposed = carla.get(url("accept", inquiry)).context["form"].initial["reference"]
    assert proposed == suggest_reference(cast.site)
    done = carla.post(url("accept", inquiry), {"reference": proposed}, follow=True)
    assert "The inquiry is a matter now." in done.text
    matter = Matter.objects.get(pk=inquiry.pk)
    assert (matter.reference, matter.mandate, matter.live) == (proposed, "accepted", True)
    assert not matter.has_unpublished_changes
    assert rights == set(
        MatterAccess.objects.filter(matter=matter).values_list("user", "source", "may_share")
    )
    seen = anna.get(f"/matters/{inquiry.uuid}/").text
    assert proposed in seen
    assert "your inquiry" not in seen
    assert anna.get(reverse("portal_requests:request", args=[asked.uuid])).status_code == 200
    first = matter.revisions.order_by("pk").first().as_object()
    assert first.reference == proposed  # reverting a text brings no old number back
    assert carla.post(url("accept", inquiry), {"reference": "9/26"}).status_code == 404
    assert AuditEvent.objects.filter(action="inquiry.accepted").count() == 1


def test_the_record_does_not_name_a_restricted_matter_to_those_who_do_not_see_it(cast, inquiry):
    Matter.objects.filter(pk=inquiry.pk).update(is_restricted=True)
    open_browser(cast.carla).post(url("accept", inquiry), {"reference": "SECRET 7/26"})
    frieda = open_browser(make.staff(cast.site, "Frieda", make.Role.ADMIN))
    assert frieda.get(url("edit", inquiry)).status_code == 404
    export = frieda.get("/admin/reports/audit/", {"export": "csv"})
    record = b"".join(export.streaming_content).decode()
    assert "inquiry.accepted" in record
    assert "SECRET" not in record


@pytest.mark.feature("J31")
def test_a_draft_that_differs_stays_a_draft_when_the_mandate_is_accepted(cast, inquiry):
    publish_matter(inquiry, by=cast.carla)
    inquiry.subject = "Not yet for the client"
    inquiry.save_revision(user=cast.carla)
    open_browser(cast.carla).post(url("accept", inquiry), {"reference": "7/26"})
    matter = Matter.objects.get(pk=inquiry.pk)
    assert (matter.reference, matter.subject, matter.has_unpublished_changes) == ("7/26", "Dismissal", True)
    draft = matter.get_latest_revision_as_object()
    assert (draft.reference, draft.subject) == ("7/26", "Not yet for the client")


@pytest.mark.feature("J31")
def test_declining_closes_it_with_a_reason_for_the_file_and_keeps_everything(cast, inquiry, asked):
    publish_matter(inquiry, by=cast.carla)
    carla, anna = open_browser(cast.carla), open_browser(cast.anna)
    assert carla.post(url("decline", inquiry), {"reason": " "}).status_code == 422
    carla.post(url("decline", inquiry), {"reason": "Conflict of interest"})
    inquiry.refresh_from_db()
    asked.refresh_from_db()
    assert (inquiry.mandate, inquiry.state, inquiry.live) == ("declined", "closed", False)
    assert asked.state == Request.State.WITHDRAWN
    assert "Conflict of interest" in carla.get(url("edit", inquiry)).text
    assert anna.get(f"/matters/{inquiry.uuid}/").status_code == 404
    listed = carla.get("/admin/matters/?mandate=declined&export=csv").getvalue().decode()
    assert "Dismissal" in listed
    assert "Declined" in listed
    assert " 0002/" in suggest_inquiry_number(cast.site)


@pytest.mark.feature("J31")
def test_only_those_who_decide_about_the_people_decide_about_the_mandate(cast, inquiry, sur):
    eva, pablo = open_browser(cast.eva), open_browser(make.staff(sur, "Pablo"))
    for name, data in (("accept", {"reference": "5/26"}), ("decline", {"reason": "No"})):
        assert "Accept the mandate" not in eva.get(url("edit", inquiry)).text
        eva.post(url(name, inquiry), data)
        assert pablo.post(url(name, inquiry), data).status_code == 404
    inquiry.refresh_from_db()
    assert inquiry.is_inquiry
    assert open_browser(cast.carla).get(url("accept", cast.matter)).status_code == 404
