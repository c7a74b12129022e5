"""The compliance lists in the admin: who sees what, filters, exports, and the check of the chain."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from portal_cms.accounts.models import SignInEvent, User
from portal_cms.audit.models import AuditEvent, AuditHead
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from tests import make

AUDIT, OUTBOX, SIGN_INS = (
    "/admin/reports/audit/",
    "/admin/reports/outbox/",
    "/admin/reports/sign-ins/",
)


@pytest.fixture
def frieda(nord):
    return make.staff(nord, "Frieda", make.Role.ADMIN)


@pytest.fixture
def firm_admin(frieda, browser):
    return browser(frieda)


def rows_of(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_firm_administration_reads_who_did_what(cast, firm_admin):
    make.share(make.document(cast.matter), cast.anna)

    page = firm_admin.get(AUDIT).content.decode()

    assert "Document shared" in page
    assert "Carla Staff" in page
    assert "letter" not in page  # the record names objects by id


@pytest.mark.parametrize("path", [AUDIT, OUTBOX, SIGN_INS])
def test_the_lists_are_in_the_reports_menu_of_those_who_may_read_them(path, cast, firm_admin, browser):
    assert path in firm_admin.get("/admin/").content.decode()
    assert path not in browser(cast.carla).get("/admin/").content.decode()
    assert firm_admin.get(path).status_code == 200
    assert browser(cast.carla).get(path).status_code == 302
    assert browser(cast.anna).get(path).status_code == 404


def test_lists_show_the_own_firm_only(cast, sur, firm_admin):
    other = make.staff(sur, "Olga")
    make.matter(sur, other)
    OutboxMessage.objects.create(
        site=sur, event="invitation", recipient=other, address="olga@sur.example.com"
    )
    SignInEvent.objects.create(site=sur, user=other, outcome="signed_in", device="Olga's phone")
    event = AuditEvent.objects.filter(site=sur).first()

    for path in (AUDIT, OUTBOX, SIGN_INS):
        assert "Olga" not in firm_admin.get(path).content.decode()
        assert "olga@" not in firm_admin.get(path).content.decode()
    assert firm_admin.get(f"{AUDIT}inspect/{event.pk}/").status_code == 404
    assert firm_admin.get(f"{AUDIT}inspect/{event.pk + 1000}/").status_code == 404
    mail = OutboxMessage.objects.get(site=sur)
    assert firm_admin.get(f"{OUTBOX}inspect/{mail.pk}/").status_code == 404
    assert firm_admin.post(f"{OUTBOX}{mail.pk}/try-again/").status_code == 404


def test_one_event_shows_its_details(cast, firm_admin):
    event = AuditEvent.objects.get(action="matter.published")

    page = firm_admin.get(f"{AUDIT}inspect/{event.pk}/").content.decode()

    assert event.digest in page


@pytest.mark.parametrize("action", ["create", "edit/1", "delete/1", "history/1"])
def test_nothing_can_be_written_by_hand(action, cast, firm_admin):
    for path in (AUDIT, OUTBOX, SIGN_INS):
        assert firm_admin.get(f"{path}{action}/").status_code == 404
        assert firm_admin.post(f"{path}{action}/").status_code == 404


def test_filters_narrow_the_record(cast, frieda, firm_admin):
    make.share(make.document(cast.matter, by=cast.dario), cast.anna)

    def actions(query):
        return {row["Action"] for row in rows_of(firm_admin.get(f"{AUDIT}?{query}&export=csv"))}

    assert actions("action=document.shared") == {"document.shared"}
    assert actions(f"actor_id={cast.dario.pk}") == {"document.uploaded"}
    assert actions("object_type=document") == {"document.uploaded", "document.shared"}
    assert "matter.created" in actions("period=today")
    assert actions("period=last_year") == set()
    assert actions("q=Dario") == {"document.uploaded"}


@pytest.mark.parametrize(
    "query",
    ["site__hostname__startswith=n", "actor_id__in=1", "o=99.-7", "p=-3", "p=100000", "p=x", "q=%00", "e=1",
     "action=made-up", "period=%27", "digest__regex=%28", "nonsense=1", "actor_id=abc"],
)  # fmt: skip
def test_made_up_queries_do_nothing(query, cast, firm_admin):
    response = firm_admin.get(f"{AUDIT}?{query}")

    assert response.status_code in (200, 404)


def test_lookups_over_relations_answer_no_questions(cast, firm_admin):
    SignInEvent.objects.create(site=cast.site, user=cast.anna.user, outcome="signed_in", device="a phone")

    page = firm_admin.get(f"{SIGN_INS}?user__password__startswith=no-such-hash").content.decode()

    assert "a phone" in page


def test_an_export_is_written_into_the_record(cast, frieda, firm_admin):
    rows_of(firm_admin.get(f"{AUDIT}?action=matter.created&export=csv"))

    event = AuditEvent.objects.get(action="audit.exported")
    assert event.actor_id == frieda.pk
    assert event.details["list"] == "auditevent"
    assert "matter.created" in event.details["filter"]


def test_columns_of_an_export_are_named_as_on_the_screen_and_empty_cells_are_empty(cast, firm_admin):
    make.matter(cast.site, cast.carla)

    row = rows_of(firm_admin.get(f"{AUDIT}?action=matter.created&export=csv"))[0]
    assert "What happened" in row
    assert "Kind of object" in row
    assert "'-" not in row.values()
    make.share(make.document(cast.matter), cast.anna)  # tells Anna; nobody has tried to send it yet
    assert {row["Attempts"] for row in rows_of(firm_admin.get(f"{OUTBOX}?export=csv"))} == {"0"}


def test_a_spreadsheet_takes_no_text_for_a_formula(cast, firm_admin):
    evil = make.staff(cast.site, "Eve")
    User.objects.filter(pk=evil.pk).update(first_name="=HYPERLINK(1)", last_name="")
    evil.refresh_from_db()
    make.matter(cast.site, evil)

    names = {row["Who"] for row in rows_of(firm_admin.get(f"{AUDIT}?export=csv"))}
    assert "'=HYPERLINK(1)" in names
    content = b"".join(firm_admin.get(f"{AUDIT}?export=xlsx").streaming_content)
    cells = [cell for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=HYPERLINK(1)" in {cell.value for cell in cells}


def test_the_list_costs_the_same_for_one_event_and_for_many(cast, firm_admin, django_assert_max_num_queries):
    firm_admin.get(AUDIT)
    for _n in range(30):
        make.document(cast.matter)

    with django_assert_max_num_queries(24):  # session, account, roles, filters, menu, two counts, the page
        firm_admin.get(AUDIT)


def test_the_record_can_be_checked_and_says_where_it_was_changed(cast, firm_admin):
    assert "as it was written" in firm_admin.get(AUDIT + "check/").content.decode()

    AuditEvent.objects.filter(site=cast.site, number=3).update(actor_name="Somebody else")

    page = firm_admin.get(AUDIT + "check/").content.decode()
    assert "from line 3 on" in page


def test_only_those_who_may_read_the_record_can_check_it(cast, browser):
    assert browser(cast.carla).get(AUDIT + "check/").status_code == 302
    assert browser(cast.anna).get(AUDIT + "check/").status_code == 404


def test_the_command_checks_every_firm(cast, sur, capsys):
    make.matter(sur, make.staff(sur, "Olga"))
    call_command("verify_audit")
    marks = capsys.readouterr().out
    head = AuditHead.objects.get(site=cast.site)
    assert f"{head.number}:{head.digest}" in marks

    AuditEvent.objects.filter(site=sur, number=1)._raw_delete("default")

    with pytest.raises(CommandError):
        call_command("verify_audit")
    call_command("verify_audit", host=cast.site.hostname)


def test_a_mark_kept_elsewhere_proves_that_no_lines_at_the_end_are_missing(cast, capsys):
    head = AuditHead.objects.get(site=cast.site)
    mark = f"{head.number}:{head.digest}"
    before = AuditEvent.objects.get(site=cast.site, number=head.number - 1)
    AuditEvent.objects.filter(site=cast.site, number=head.number)._raw_delete("default")
    AuditHead.objects.filter(site=cast.site).update(number=before.number, digest=before.digest)

    call_command("verify_audit", host=cast.site.hostname)
    with pytest.raises(CommandError):
        call_command("verify_audit", host=cast.site.hostname, expect=mark)


def test_the_outbox_shows_a_mail_without_its_secret(nord, firm_admin, mailoutbox):
    from portal_cms.clients.services import invite

    client = make.client(nord, "Nora", state="none")
    invite(client, by=make.staff(nord, "Carla"))
    drain()
    row = OutboxMessage.objects.get()

    page = firm_admin.get(f"{OUTBOX}inspect/{row.pk}/").content.decode()

    assert "[personal link]" in page
    assert "/password/set/" not in page
    assert "/password/set/" in mailoutbox[0].body


def test_a_mail_that_was_given_up_can_be_tried_again(cast, frieda, firm_admin, mailoutbox):
    make.message(cast.matter, cast.anna)
    OutboxMessage.objects.update(state="failed", attempts=22)
    row = OutboxMessage.objects.get()
    assert "Try to send it again" in firm_admin.get(f"{OUTBOX}inspect/{row.pk}/").content.decode()
    assert firm_admin.get(f"{OUTBOX}{row.pk}/try-again/").status_code == 405

    firm_admin.post(f"{OUTBOX}{row.pk}/try-again/")
    firm_admin.post(f"{OUTBOX}{row.pk}/try-again/")
    drain()

    assert [mail.to for mail in mailoutbox] == [[cast.anna.email]]
    assert AuditEvent.objects.filter(action="outbox.retried", actor_id=frieda.pk).count() == 1


def test_sign_ins_and_refused_tries_are_listed(cast, firm_admin, browser):
    visitor = browser(None, site=cast.site)
    for password in ("wrong", make.PASSWORD):
        visitor.post(reverse("portal_accounts:sign_in"), {"email": cast.anna.email, "password": password})

    page = firm_admin.get(SIGN_INS).content.decode()

    assert "Refused" in page
    assert "Signed in" in page
    assert "Anna Client" in page
