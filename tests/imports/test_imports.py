"""Clients and matters come from a table: columns, dry run, confirmation; twice the same file changes nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.common import vault
from portal_cms.imports.columns import CLIENTS, MATTERS, guess
from portal_cms.imports.models import ImportRun
from portal_cms.imports.services import confirm, forget_expired, plan_of, receive
from portal_cms.matters.models import Matter
from portal_cms.notices.models import OutboxMessage
from tests import make
from tests.conftest import open_browser

pytestmark = [pytest.mark.django_db, pytest.mark.feature("S38")]
INDEX = "/admin/imports/"
KANZLEI = (
    "Mandanten-Nr;Nachname;Vorname;Firma;E-Mail;Straße;PLZ;Ort;Sprache\r\n"
    "2001;Möller;Jürgen;;moeller@example.org;Königstraße 1;20095;Hamburg;Deutsch\r\n"
    "2002;;;Süd & Söhne GmbH;buero@example.org;;;;\r\n"
)


class File:
    def __init__(self, content, name):
        self.content, self.name = content, name

    def upload(self):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile(self.name, self.content)


def upload(person, text, kind="clients", name="table.csv", encoding="utf-8"):
    """Choose a file; returns the browser and the page it leads to."""
    desk = open_browser(person)
    content = text.encode(encoding) if isinstance(text, str) else text
    answer = desk.post(INDEX, {"kind": kind, "file": File(content, name).upload()}, follow=True)
    return desk, answer


def look(person, text, kind="clients", **kwargs):
    """Upload and take the columns as they were recognised; returns browser, run and the page of the dry run."""
    desk, answer = upload(person, text, kind, **kwargs)
    assert answer.status_code == 200
    run = ImportRun.objects.latest("pk")
    columns = {key: str(at) for key, at in run.columns.items()}
    page = desk.post(f"{INDEX}{run.uuid}/columns/", columns, follow=True)
    return desk, run, page


def take(desk, run, page):
    """Confirm what the page shows."""
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode())[1]
    return desk.post(f"{INDEX}{run.uuid}/", {"digest": digest}, follow=True)


def actions(page):
    return [str(row.action) for row in page.context["plan"].rows]


def errors(page):
    return " ".join(text for row in page.context["plan"].rows for text in row.errors.values())


# Clients


def test_a_file_in_latin_1_with_semicolons_becomes_clients(cast):
    desk, run, page = look(cast.carla, KANZLEI, encoding="latin-1", name="Mandanten März.csv")
    assert actions(page) == ["create", "create"]
    assert Client.objects.filter(number__startswith="200").count() == 0  # only looked at
    done = take(desk, run, page)
    assert "2 created, 0 updated, 0 unchanged, 0 left out" in done.content.decode()
    moeller, company = Client.objects.filter(number__startswith="200").order_by("number")
    assert (moeller.name, moeller.street, moeller.language) == ("Jürgen Möller", "Königstraße 1", "de")
    assert (company.name, company.kind) == ("Süd & Söhne GmbH", "company")
    assert moeller.site == cast.site
    assert moeller.access_state == User.Access.NONE
    assert not OutboxMessage.objects.exists()
    assert AuditEvent.objects.filter(action="client.created").count() == 2
    event = AuditEvent.objects.get(action="import.done")
    assert (event.actor_id, event.details["create"]) == (cast.carla.pk, 2)


def test_the_same_file_twice_changes_nothing(cast):
    take(*look(cast.carla, KANZLEI))
    _desk, _run, page = look(cast.carla, KANZLEI)
    assert actions(page) == ["unchanged", "unchanged"]
    assert "Everything is there already" in page.content.decode()
    assert "Import these rows" not in page.content.decode()


def test_a_changed_cell_updates_and_an_empty_one_does_not(cast):
    take(*look(cast.carla, KANZLEI))
    changed = KANZLEI.replace("Königstraße 1", "Marktplatz 9").replace("20095", "").replace("Hamburg", "")
    desk, run, page = look(cast.carla, changed)
    assert actions(page) == ["update", "unchanged"]
    assert "Marktplatz 9" in page.content.decode()
    take(desk, run, page)
    moeller = Client.objects.get(number="2001")
    assert (moeller.street, moeller.postal_code, moeller.city) == ("Marktplatz 9", "20095", "Hamburg")


def test_a_number_that_stands_twice_in_the_file_is_told_at_its_line(cast):
    text = "Number;Name;Email\n7;Brandt;a@example.org\n7;Other;b@example.org\n"
    desk, run, page = look(cast.carla, text)
    assert actions(page) == ["create", "error"]
    assert "Line 2 has this client number already." in page.content.decode()
    assert "Import, and leave 1 out" in page.content.decode()
    take(desk, run, page)
    assert Client.objects.get(number="7").last_name == "Brandt"


def test_without_a_number_the_address_finds_the_client(cast):
    cast.anna.number = ""
    cast.anna.save()
    text = f"Name;Email;City\nLynx;{cast.anna.email.upper()};Kiel\nTwin;{cast.anna.email};Kiel\n"
    desk, run, page = look(cast.carla, text)
    assert actions(page) == ["update", "error"]
    take(desk, run, page)
    cast.anna.refresh_from_db()
    assert (cast.anna.city, cast.anna.last_name) == ("Kiel", "Lynx")
    assert cast.anna.user.email == "anna@clients.example.org"  # the sign-in stays


def test_a_client_entered_without_a_number_gets_it(cast):
    desk, run, page = look(cast.carla, f"Number;Name;Email\n55;Client;{cast.anna.email}\n")
    assert actions(page) == ["update"]
    take(desk, run, page)
    cast.anna.refresh_from_db()
    assert cast.anna.number == "55"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1;;;x@example.org;", "Please fill in the last name."),
        ("1;;company;x@example.org;", "Please fill in the name of the company."),
        ("1;Brandt;;no address;", "Enter a valid email address."),
        ("1;Brandt;;carla@nord.example.com;", "A member of staff signs in with this address."),
        ("1;Brandt;;ben@clients.example.org;", "Another client already signs in with this address."),
        (";Brandt;;;", "Please fill in the client number or the e-mail address."),
        ("1;Brandt;robot;;", "“robot” is not known here."),
        ("1;Brandt;;;klingon", "“klingon” is not known here."),
        ("1" * 41 + ";Brandt;;;", "at most 40 characters"),
    ],
)
def test_a_wrong_row_says_what_is_wrong_and_writes_nothing(cast, row, sentence):
    cast.ben.number = "8"
    cast.ben.save()
    _desk, _run, page = look(cast.carla, f"Number;Name;Kind;Email;Language\n{row}\n")
    assert sentence in errors(page)
    assert sentence in page.content.decode()
    assert "No row can be imported as it is" in page.content.decode()


def test_an_address_counts_whatever_the_user_name_of_its_account_is(cast):
    Client.objects.filter(pk=cast.ben.pk).update(email="", email_key="")
    cast.ben.user.user_name = "ben.the.baker"
    cast.ben.user.save()
    _desk, _run, page = look(
        cast.carla, f"Number;Name;Email\n1;Brandt;{cast.ben.user.email}\n2;Adam;adam@example.org\n"
    )
    assert errors(page) == "Another client already signs in with this address. Please use a different one."
    assert actions(page) == ["error", "create"]


def test_the_numbers_of_another_firm_do_not_count(cast, sur):
    make.client(sur, "Olga", number="2001", email="moeller@example.org")
    desk, run, page = look(cast.carla, KANZLEI)
    assert actions(page) == ["create", "create"]
    assert "Olga" not in page.content.decode()
    take(desk, run, page)
    assert Client.objects.filter(number="2001").count() == 2


def test_country_and_tax_numbers_come_along(cast):
    table = (
        "Nº cliente;Razón social;País;NIF/CIF;NIF-IVA\n"
        "2001;Heladería S.L.;España;b-58378431;es b58378431\n"
        "2002;Hafen GmbH;de;;DE 136695976\n"
    )
    desk, run, page = look(cast.carla, table)
    take(desk, run, page)
    fields = ("country", "tax_number", "vat_id")
    assert Client.objects.filter(number="2001").values_list(*fields).get() == (
        "ES",
        "B58378431",
        "ESB58378431",
    )
    assert Client.objects.filter(number="2002").values_list(*fields).get() == ("DE", "", "DE136695976")
    _desk, _run, again = look(cast.carla, table)
    assert actions(again) == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("row", "key"),
    [("Atlantis;;", "country"), ("ES;12345678A;", "tax_number"), (";;DE12", "vat_id")],
)
def test_a_number_the_form_would_refuse_is_refused_in_a_file(cast, row, key):
    _desk, run, page = look(
        cast.carla, f"Number;Company;Country;Tax number;VAT number\n2001;Hafen GmbH;{row}\n"
    )
    assert list(plan_of(run).rows[0].errors) == [key]
    assert "No row can be imported as it is" in page.content.decode()


def test_the_numbers_of_clients_are_checked_without_asking_the_database_for_each(cast):
    counted = []
    for number in (1, 2, 40):  # the first one reads what is kept for the next
        rows = "".join(f"{at};Name {at};de\n" for at in range(number))
        content = f"Number;Name;Country\n{rows}".encode()
        run = receive(cast.site, kind="clients", content=content, name="x.csv", by=cast.carla)
        with CaptureQueriesContext(connection) as asked:
            assert plan_of(run).counts["create"] == number
        counted.append(len(asked))
    assert counted[1] == counted[2]


# Columns


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ("Mandantennummer;Nachname;Vorname;Firma;E-Mail-Adresse;PLZ", "number last_name first_name company email postal_code"),
        ("Client No.;Surname;Given name;Company;E-mail;ZIP code", "number last_name first_name company email postal_code"),
        ("Nº cliente;Apellidos;Nombre;Razón social;Correo electrónico;Código postal", "number last_name first_name company email postal_code"),
    ],
)  # fmt: skip
def test_headers_are_known_in_three_languages(headers, found):
    columns = guess("clients", headers.split(";"))
    assert sorted(columns, key=columns.get) == found.split()


@pytest.mark.parametrize(
    "headers",
    [
        "Aktenzeichen;Betreff;Sachbearbeiter;Mandantennummern;Status",
        "Reference;Subject;Lawyer;Client numbers;State",
        "Nº expediente;Asunto;Abogado;Cliente;Estado",
    ],
)
def test_headers_of_matters_too(headers):
    columns = guess("matters", headers.split(";"))
    assert sorted(columns, key=columns.get) == ["reference", "subject", "handler", "clients", "state"]


def test_unknown_headers_are_matched_by_hand(cast):
    desk, answer = upload(cast.carla, "X1;X2;X3\n77;Brandt;b@example.org\n")
    run = ImportRun.objects.get()
    assert run.columns == {}
    assert "X2 (Brandt)" in answer.content.decode()
    wrong = desk.post(f"{INDEX}{run.uuid}/columns/", {"number": "0"})
    assert "Please choose the column for: last name / company." in wrong.content.decode()
    twice = desk.post(f"{INDEX}{run.uuid}/columns/", {"number": "0", "last_name": "0"})
    assert "This column is chosen more than once" in twice.content.decode()
    made_up = desk.post(f"{INDEX}{run.uuid}/columns/", {"number": "0", "last_name": "99"})
    assert made_up.status_code == 200
    page = desk.post(
        f"{INDEX}{run.uuid}/columns/", {"number": "0", "last_name": "1", "email": "2"}, follow=True
    )
    take(desk, run, page)
    assert Client.objects.get(number="77").email == "b@example.org"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_the_sample_files_can_be_imported_as_they_are(cast, ending, language):
    cast.carla.language = language
    cast.carla.save()
    lawyer = make.staff(cast.site, "Lawyer")
    User.objects.filter(pk=lawyer.pk).update(
        email="lawyer@example.com", identity=f"{cast.site.pk}/lawyer@example.com"
    )
    desk = open_browser(cast.carla, language=language)
    for kind in ("clients", "matters"):
        file = desk.get(f"{INDEX}sample/{kind}.{ending}")
        assert "attachment" in file["Content-Disposition"]
        _desk, run, page = look(cast.carla, file.content, kind, name=f"{kind}.{ending}")
        assert len(run.columns) == len(CLIENTS if kind == "clients" else MATTERS)
        assert actions(page) == ["create", "create"], errors(page)
        take(desk, run, page)
    assert Matter.objects.get(reference="0002/26").matter_clients.count() == 2


# Matters


def matters(*rows):
    return "\n".join(["Reference;Subject;Handler;Client numbers;State", *rows])


def test_matters_are_made_unpublished_with_their_people_and_clients(cast):
    cast.anna.number = "7"
    cast.anna.save()
    text = matters(f"500/26;Sale of the barn;{cast.dario.email};7;offen")
    desk, run, page = look(cast.carla, text, "matters")
    assert actions(page) == ["create"]
    take(desk, run, page)
    matter = Matter.objects.get(reference="500/26")
    assert (matter.live, matter.has_portal, matter.state, matter.handler) == (
        False,
        False,
        "open",
        cast.dario,
    )
    assert [link.client for link in matter.matter_clients.all()] == [cast.anna]
    assert matter.latest_revision is not None
    assert not Matter.objects.visible_to(cast.anna.user).filter(pk=matter.pk).exists()
    assert not OutboxMessage.objects.exists()
    assert AuditEvent.objects.filter(action="matter.created", matter_uuid=str(matter.uuid)).exists()
    assert actions(look(cast.carla, text, "matters")[2]) == ["unchanged"]


def test_a_published_matter_changes_as_a_draft_only(cast):
    text = matters(f"100/26;A new subject;{cast.carla.email};;closed")
    desk, run, page = look(cast.carla, text, "matters")
    assert actions(page) == ["update"]
    assert "Lease of the shop" in page.content.decode()
    take(desk, run, page)
    cast.matter.refresh_from_db()
    assert (cast.matter.subject, cast.matter.live, cast.matter.has_unpublished_changes) == (
        "Lease of the shop",
        True,
        True,
    )
    assert cast.matter.latest_revision.content["subject"] == "A new subject"
    assert "A new subject" not in open_browser(cast.anna).get("/").content.decode()
    assert actions(look(cast.carla, text, "matters")[2]) == ["unchanged"]


def test_a_client_is_not_added_to_a_published_matter_by_a_file(cast):
    cast.clara.number = "9"
    cast.clara.save()
    _desk, _run, page = look(
        cast.carla, matters(f"100/26;Lease of the shop;{cast.carla.email};9;"), "matters"
    )
    assert "This matter is published, so its new client would see it at once." in errors(page)


def test_clients_are_added_and_never_removed(cast):
    for person, number in ((cast.anna, "1"), (cast.ben, "2")):
        person.number = number
        person.save()
    matter = make.matter(cast.site, cast.carla, cast.anna, published=False, reference="600/26", subject="S")
    desk, run, page = look(cast.carla, matters(f"600/26;S;{cast.carla.email};2;"), "matters")
    assert actions(page) == ["update"]
    take(desk, run, page)
    assert {link.client for link in matter.matter_clients.all()} == {cast.anna, cast.ben}


def test_another_handler_keeps_the_other_people(cast):
    matter = make.matter(
        cast.site, cast.carla, published=False, reference="700/26", subject="S", assistant=cast.dario
    )
    desk, run, page = look(cast.carla, matters(f"700/26;S;{cast.eva.email};;"), "matters")
    take(desk, run, page)
    matter.refresh_from_db()
    assert (matter.handler, matter.assistant) == (cast.eva, cast.dario)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";Subject;carla@nord.example.com;;", "Please fill in the reference number."),
        ("800/26;;carla@nord.example.com;;", "Please fill in the subject."),
        ("800/26;Subject;;;", "Please fill in the handler."),
        (
            "800/26;Subject;nobody@nord.example.com;;",
            "No member of staff has the address nobody@nord.example.com.",
        ),
        (
            "800/26;Subject;anna@clients.example.org;;",
            "No member of staff has the address anna@clients.example.org.",
        ),
        ("800/26;Subject;carla@nord.example.com;404;", "No client has the number 404."),
        ("800/26;Subject;carla@nord.example.com;;maybe", "“maybe” is not known here."),
        ("100/26;Other;eva@nord.example.com;;", "Only handler, assistant and firm administration decide"),
    ],
)
def test_a_wrong_matter_says_what_is_wrong(cast, row, sentence):
    person = cast.eva if row.startswith("100/26") else cast.carla
    _desk, _run, page = look(person, matters(row), "matters")
    assert sentence in errors(page)


def test_a_duplicate_reference_is_told_at_its_line(cast):
    row = f"900/26;Subject;{cast.carla.email};;"
    _desk, _run, page = look(cast.carla, matters(row, row.replace("900/26", " 900/26 ")), "matters")
    assert actions(page) == ["create", "error"]
    assert "Line 2 has this reference number already." in errors(page)


def test_a_restricted_matter_of_others_is_neither_shown_nor_changed(cast):
    secret = make.matter(
        cast.site,
        cast.dario,
        reference="901/26",
        subject="Secret divorce",
        is_restricted=True,
        published=False,
    )
    _desk, _run, page = look(cast.eva, matters(f"901/26;Taken over;{cast.eva.email};;"), "matters")
    assert "Another matter of the firm has this reference number." in errors(page)
    assert "Secret divorce" not in page.content.decode()
    secret.refresh_from_db()
    assert secret.handler == cast.dario


# Nothing lost, nothing leaked


def test_a_file_that_is_no_table_is_refused_at_the_field(cast):
    _desk, page = upload(cast.carla, b"%PDF-1.7 " + bytes(range(256)) * 4, name="letter.pdf")
    assert "This file is no table" in page.content.decode()
    assert not ImportRun.objects.exists()


def test_what_changed_since_the_look_is_shown_again(cast):
    desk, run, page = look(cast.carla, KANZLEI)
    make.client(cast.site, "Quick", number="2001")
    again = take(desk, run, page)
    assert "Something has changed since you looked" in again.content.decode()
    assert actions(again) == ["update", "create"]
    assert not Client.objects.filter(number="2002").exists()
    take(desk, run, again)
    assert Client.objects.filter(number="2002").exists()


def test_a_file_is_imported_once(cast):
    desk, run, page = look(cast.carla, KANZLEI)
    take(desk, run, page)
    assert desk.post(f"{INDEX}{run.uuid}/", {"digest": page.context["plan"].digest}).status_code == 404
    assert Client.objects.filter(number="2001").count() == 1


def test_a_failure_half_way_leaves_nothing(cast, monkeypatch):
    from portal_cms.imports import services

    desk, run, page = look(cast.carla, KANZLEI)
    monkeypatch.setattr(services, "record_each", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(desk, run, page)
    assert not Client.objects.filter(number="2001").exists()
    run.refresh_from_db()
    assert run.state == "open"
    assert vault.read_all(run)


def test_the_file_lies_sealed_and_is_gone_afterwards(cast, django_capture_on_commit_callbacks):
    desk, run, page = look(cast.carla, KANZLEI)
    (name,) = vault.names(older_than=timezone.timedelta(0))
    from django.core.files.storage import storages

    with storages["client_files"].open(name) as file:
        assert "Möller".encode() not in file.read()
    with django_capture_on_commit_callbacks(execute=True):
        take(desk, run, page)
    assert not list(vault.names(older_than=timezone.timedelta(0)))


def test_a_file_nobody_confirms_is_forgotten_after_a_day(cast, django_capture_on_commit_callbacks):
    desk, run, _page = look(cast.carla, KANZLEI)
    ImportRun.objects.update(expires_at=timezone.now())
    assert desk.get(f"{INDEX}{run.uuid}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        forget_expired()
    assert not ImportRun.objects.exists()
    assert not list(vault.names(older_than=timezone.timedelta(0)))


def test_a_file_can_be_thrown_away(cast, django_capture_on_commit_callbacks):
    desk, run, _page = look(cast.carla, KANZLEI)
    assert run.original_name in desk.get(INDEX).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{INDEX}{run.uuid}/discard/")
    assert not ImportRun.objects.exists()
    assert not list(vault.names(older_than=timezone.timedelta(0)))


def test_a_run_is_its_owners_alone(cast, sur):
    _desk, run, page = look(cast.carla, KANZLEI)
    pablo = make.staff(sur, "Pablo", make.Role.ADMIN)
    for person in (cast.dario, pablo):
        other = open_browser(person)
        for path in ("", "columns/", "errors/"):
            assert other.get(f"{INDEX}{run.uuid}/{path}").status_code == 404
        assert other.post(f"{INDEX}{run.uuid}/", {"digest": page.context["plan"].digest}).status_code == 404
        assert other.post(f"{INDEX}{run.uuid}/discard/").status_code == 404
    assert ImportRun.objects.filter(state="open").count() == 1


def test_those_who_may_not_enter_both_do_not_import(cast):
    mara = make.staff(cast.site, "Mara", make.Role.MARKETING)
    assert open_browser(mara).get(INDEX).status_code == 302
    assert open_browser(mara).get(f"{INDEX}sample/clients.csv").status_code == 302
    assert open_browser(cast.anna).get(INDEX).status_code == 404
    assert INDEX not in open_browser(mara).get("/admin/").content.decode()


def test_rows_with_errors_are_handed_back_without_formulas(cast):
    text = "Number;Name;Email\n1;=1+1;no address\n2;<script>alert(1)</script>;+x\n"
    desk, run, page = look(cast.carla, text)
    assert "<script>alert(1)" not in page.content.decode()
    file = desk.get(f"{INDEX}{run.uuid}/errors/")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Line;Reason;Number;Name;Email"
    assert lines[1].startswith("2;")
    assert ";'=1+1;" in lines[1]
    assert lines[2].endswith(";'+x")
    assert "attachment" in file["Content-Disposition"]


def test_text_of_a_file_never_becomes_markup(cast):
    desk, run, page = look(cast.carla, "Number;Name\n1;<img src=x onerror=alert(1)>\n", name="<b>x.csv")
    assert "<img src=x" not in page.content.decode()
    take(desk, run, page)
    assert "<img src=x" not in desk.get("/admin/clients/").content.decode()


def test_the_dry_run_asks_the_same_for_ten_and_a_thousand_rows(cast):
    counted = []
    for number in (10, 1000):
        rows = "".join(f"{at};Name {at};c{at}@example.org\n" for at in range(number))
        run = receive(
            cast.site,
            kind="clients",
            content=f"Number;Name;Email\n{rows}".encode(),
            name="x.csv",
            by=cast.carla,
        )
        with CaptureQueriesContext(connection) as asked:
            assert plan_of(run).counts["create"] == number
        counted.append(len(asked))
        rows = "".join(f"{at}/27;S{at};{cast.carla.email};;\n" for at in range(number))
        run = receive(cast.site, kind="matters", content=matters(rows).encode(), name="x.csv", by=cast.carla)
        with CaptureQueriesContext(connection) as asked:
            assert plan_of(run).counts["create"] == number
        counted.append(len(asked))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 6


def test_long_files_are_shown_in_pages(cast):
    rows = "".join(f"{at};Name {at}\n" for at in range(250))
    desk, run, page = look(cast.carla, f"Number;Name\n{rows}")
    assert "Page 1 of 3" in page.content.decode()
    assert "Name 99<" in page.content.decode()
    assert "Name 100<" not in page.content.decode()
    assert "Name 249" in desk.get(f"{INDEX}{run.uuid}/?p=3").content.decode()
    assert "No rows of this kind" in desk.get(f"{INDEX}{run.uuid}/?show=error").content.decode()


def test_confirm_needs_the_owner(cast):
    run = receive(cast.site, kind="clients", content=KANZLEI.encode(), name="x.csv", by=cast.carla)
    from portal_cms.common.errors import PortalError

    with pytest.raises(PortalError):
        confirm(run, by=cast.dario, digest=plan_of(run).digest)
