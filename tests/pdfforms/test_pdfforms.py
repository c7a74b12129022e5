"""A PDF form on its way: asked for, filled in with breaks, finished, returned, finished again."""

import pytest
from django.urls import reverse

from fixtures.acroform import Field, pdf
from portal_cms.audit.models import AuditEvent
from portal_cms.common import vault
from portal_cms.documents.checking import check_due
from portal_cms.documents.models import Document
from portal_cms.notices.models import OutboxMessage
from portal_cms.pdfforms import services
from portal_cms.pdfforms.models import FormPaper, FormSheet, PaperField
from portal_cms.pdfforms.papers import paper_of, save_fields, signature_places
from portal_cms.requests import services as requests
from portal_cms.requests.models import Request, RequestItem
from tests import make
from tests.conftest import open_browser
from tests.pdfforms.papers import PLAIN, by_pdfium, by_pypdf, document, kinds_form
from tests.requests.test_requests import PASSPORT, form_data, open_by_mail, tab

pytestmark = pytest.mark.django_db
RIGHT = {"f0": "Jörg Müßig", "f1": "Es regnete.\nSehr.", "f2": "1980-05-04", "f3": "2026-01-31", "f5": "on", "f6": "verh",
         "f7": "f", "f8": ["t", "b"]}  # fmt: skip


def bytes_of(document):
    return b"".join(vault.open_range(document))


def ask(cast, paper, **fields):
    row = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Papers for the court")
    item = RequestItem(kind="form", title="Client sheet", document=paper, **fields)
    requests.save_draft(row, [item], by=cast.carla)
    requests.send(row, by=cast.carla)
    return FormSheet.objects.select_related("document").get(item=item)


@pytest.fixture
def sheet(cast):
    return ask(cast, document(cast, kinds_form()))


def address(sheet, name="form", *args):
    return reverse(f"portal_pdfforms:{name}", args=[sheet.item.request.uuid, sheet.item.uuid, *args])


def loaded(sheet):
    row = FormSheet.objects.select_related(
        "document", "item__request__client__user", "item__request__matter__site"
    )
    return row.get(pk=sheet.pk)


def fill_in(browser, sheet, data=None):
    browser.post(address(sheet), {**(data or RIGHT), "review": "1"})
    return browser.post(address(sheet, "finish"), follow=True)


@pytest.mark.feature("J6")
@pytest.mark.feature("J30")
@pytest.mark.feature("J12")
@pytest.mark.feature("J16")
def test_by_the_link_a_form_is_filled_in_with_breaks_and_lies_in_the_matter_as_a_pdf(cast, sheet):
    before = bytes_of(sheet.document)
    visitor, opened = open_by_mail(cast)
    assert address(sheet) in visitor.get(opened["Location"]).text
    page = visitor.get(address(sheet)).text
    assert "Ihr Name" in page
    half = {"f0": "Jörg", "f2": "not a day", "save": "1"}
    assert "Saved. You can go on whenever you like." in visitor.post(address(sheet), half, follow=True).text
    resumed = visitor.get(address(sheet)).text
    assert 'value="Jörg"' in resumed
    assert 'value="not a day"' in resumed
    assert (
        "2 of 9 fields filled in"
        in open_browser(cast.carla).get(tab(cast.matter, "detail", sheet.item.request.uuid)).text
    )
    wrong = visitor.post(address(sheet), {"f0": "", "f2": "not a day", "f1": "王 Ωμέγα 中", "review": "1"})
    assert wrong.status_code == 422
    assert "Please check what you entered" in wrong.text
    assert "These characters can not be written into the PDF: 中 王." in wrong.text
    assert visitor.post(address(sheet, "finish")).status_code == 422
    review = visitor.post(address(sheet), {**RIGHT, "review": "1"}, follow=True).text
    assert "Jörg Müßig" in review
    assert "04.05.1980" in review
    assert "verheiratet" in review
    done = visitor.post(address(sheet, "finish"), follow=True).text
    assert "“Client sheet” is filled in. Thank you." in done
    [filled] = sheet.item.files.all()
    assert (filled.client, filled.folder.name) == (cast.anna, "Papers for the court")
    assert by_pypdf(bytes_of(filled))["Name[0]"] == "Jörg Müßig"
    assert "04.05.1980" in by_pdfium(bytes_of(filled))
    assert bytes_of(sheet.document) == before
    check_due()
    assert set(OutboxMessage.objects.filter(event="upload_received").values_list("address", flat=True)) >= {
        cast.carla.email
    }
    detail = open_browser(cast.carla).get(tab(cast.matter, "detail", sheet.item.request.uuid)).text
    assert filled.original_name in detail
    assert "Filled in" in detail
    visitor.post(reverse("portal_requests:hand_in", args=[sheet.item.request.uuid]))
    assert "Nothing can be changed" not in visitor.get(address(sheet), follow=True).text
    assert visitor.post(address(sheet), {"f0": "Later"}, follow=True).redirect_chain
    assert FormSheet.objects.get().values["Name[0]"] == "Jörg Müßig"
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"request.form_saved", "request.item_answered"} <= actions


def test_a_form_that_came_back_keeps_what_was_written_and_makes_a_new_version(cast, sheet):
    anna, carla = open_browser(cast.anna), open_browser(cast.carla)
    fill_in(anna, sheet)
    where = (cast.matter, sheet.item.request.uuid, sheet.item.uuid)
    carla.post(tab(where[0], "return", *where[1:]), {"reason": "Which Müßig?"})
    page = anna.get(address(sheet)).text
    assert "Which Müßig?" in page
    assert 'value="Jörg Müßig"' in page
    fill_in(anna, sheet, {**RIGHT, "f0": "Jörg Peter Müßig"})
    first, second = sheet.item.files.order_by("pk")
    assert by_pypdf(bytes_of(first))["Name[0]"] == "Jörg Müßig"
    assert by_pypdf(bytes_of(second))["Name[0]"] == "Jörg Peter Müßig"
    assert "version 2" in second.original_name
    anna.post(address(sheet, "reopen"))
    assert (
        "Still missing: Client sheet."
        in anna.post(reverse("portal_requests:hand_in", args=[sheet.item.request.uuid]), follow=True).text
    )
    assert anna.get(address(sheet)).status_code == 200


@pytest.mark.parametrize("other_name", ["Jörg Müßig", "Somebody else"])
def test_two_who_finish_at_once_leave_one_file_and_what_stands_in_it(cast, sheet, monkeypatch, other_name):
    anna = open_browser(cast.anna)
    anna.post(address(sheet), {**RIGHT, "review": "1"})
    mine, other = loaded(sheet), loaded(sheet)
    other.values["Name[0]"] = other_name
    keep, raced = services._file, []

    def slow(sheet, content):
        document = keep(sheet, content)
        if not raced:
            raced.append(True)
            services.finish(other)
        return document

    monkeypatch.setattr(services, "_file", slow)
    services.finish(mine)
    [filled] = sheet.item.files.all()
    assert Document.objects.filter(client=cast.anna).count() == 1
    assert by_pypdf(bytes_of(filled))["Name[0]"] == other_name == FormSheet.objects.get().values["Name[0]"]
    assert AuditEvent.objects.filter(action="request.item_answered").count() == 1


@pytest.mark.feature("J6")
def test_fields_placed_by_numbers_are_filled_by_client_firm_and_what_is_known(cast):
    paper = document(cast, pdf(PLAIN), "Vollmacht.pdf")
    screen = f"{reverse('portal_pdfforms_admin:fields', args=[cast.matter.pk])}?document={paper.uuid}"
    carla = open_browser(cast.carla)
    assert "Form fields" in carla.get(screen).text
    rows = [
        {
            "label": "Your name",
            "kind": "text",
            "x": 40,
            "y": 36,
            "width": 70,
            "height": 6,
            "binding": "client_name",
        },
        {
            "label": "Place and day",
            "kind": "text",
            "x": 50,
            "y": 56,
            "filled_by": "firm",
            "value": "Köln, 22.11.",
        },
        {"label": "Ticked", "kind": "checkbox", "x": 400, "y": 80, "width": 5, "height": 5},
    ]
    outside = carla.post(screen, placed(paper, rows))
    assert outside.status_code == 422
    assert "The place is not on the page, which is 210 × 297 mm large." in outside.text
    assert "Place and day" in outside.text
    rows[2]["x"] = 40
    rows.append({"label": "Signature", "kind": "signature", "x": 40, "y": 100, "width": 70, "height": 15})
    assert carla.post(screen, placed(paper, rows)).status_code == 302
    [place] = signature_places(paper)
    assert (place["label"], place["page"], place["box"], place["by"]) == (
        "Signature",
        1,
        [40, 100, 70, 15],
        "client",
    )
    again = carla.get(screen).text
    assert 'value="Your name"' in again
    sheet = ask(cast, paper)
    anna = open_browser(cast.anna)
    page = anna.get(address(sheet)).text
    assert 'value="Anna Client"' in page
    assert "Köln, 22.11." in page
    fill_in(anna, sheet, {"f0": "Anna Peña", "f2": "on"})
    shown = by_pdfium(bytes_of(sheet.item.files.get()))
    assert "Anna Peña" in shown
    assert "Köln, 22.11." in shown
    first, *_others = PaperField.objects.all()
    gone = {**placed(paper, []), "fields-TOTAL_FORMS": 1, "fields-INITIAL_FORMS": 1, "fields-0-id": first.pk,
            "fields-0-label": "Your name", "fields-0-DELETE": "on"}  # fmt: skip
    carla.post(screen, gone)
    assert PaperField.objects.count() == 3
    assert len(FormSheet.objects.get().fields) == 4


def placed(paper, rows):
    data = {"document": paper.uuid, "fields-TOTAL_FORMS": len(rows) + 1, "fields-INITIAL_FORMS": 0}
    data[f"fields-{len(rows)}-label"] = ""
    usual = {"page": 1, "width": 70, "height": 7, "filled_by": "client", "binding": "", "value": ""}
    for number, row in enumerate(rows):
        data |= {f"fields-{number}-{name}": value for name, value in {**usual, **row}.items()}
    return data


def test_what_can_not_be_filled_in_is_said_before_it_is_sent(cast):
    carla = open_browser(cast.carla)
    plain = document(cast, pdf(PLAIN), "Vollmacht.pdf")
    broken = document(cast, b"%PDF-1.7 nonsense", "broken.pdf")
    text = document(cast, b"words", "note.txt")
    Document.objects.filter(pk=text.pk).update(content_type="text/plain")
    for chosen, said in (
        ("", "Please choose the PDF that is to be filled in."),
        (plain.pk, "“Vollmacht” has no form fields."),
        (broken.pk, "The PDF can not be read; it may be damaged."),
        (text.pk, "Only a PDF document can be filled in."),
    ):
        item = {"title": "Client sheet", "kind": "form", "document": chosen}
        page = carla.post(tab(cast.matter, "new"), form_data(cast.anna, item))
        assert page.status_code == 422
        assert said in page.text
    screen = reverse("portal_pdfforms_admin:fields", args=[cast.matter.pk])
    assert "it may be damaged" in carla.get(f"{screen}?document={broken.uuid}", follow=True).text
    assert (
        "Please select one PDF only."
        in carla.get(f"{screen}?document={plain.uuid}&document={text.uuid}", follow=True).text
    )


def test_text_without_room_is_said_at_its_field(cast):
    sheet = ask(cast, document(cast, pdf([Field("text", "a", 20, 20, 20, 5, label="Reason")])))
    anna = open_browser(cast.anna)
    page = fill_in(anna, sheet, {"f0": "word " * 200})
    assert page.status_code == 422
    assert "Reason: There is not enough room for this text in the PDF. Please shorten it." in page.text
    assert "word word" in page.text
    assert not sheet.item.files.exists()


def test_only_who_holds_the_request_sees_its_form(cast, sheet, sur):
    passport = Request(site=cast.site, matter=cast.matter, client=cast.anna, title="Other")
    requests.save_draft(passport, [RequestItem(**PASSPORT)], by=cast.carla)
    requests.send(passport, by=cast.carla)
    for person in (cast.ben, cast.clara, cast.carla, make.client(sur, "Olga")):
        browser = open_browser(person)
        for name in ("form", "review"):
            assert browser.get(address(sheet, name)).status_code == 404
        for name in ("form", "finish", "reopen"):
            assert browser.post(address(sheet, name), RIGHT).status_code == 404
    foreign = reverse("portal_pdfforms:form", args=[passport.uuid, sheet.item.uuid])
    kindless = reverse("portal_pdfforms:form", args=[passport.uuid, passport.items.get().uuid])
    anna = open_browser(cast.anna)
    assert anna.get(foreign).status_code == anna.get(kindless).status_code == 404
    requests.withdraw(sheet.item.request, by=cast.carla)
    assert anna.get(address(sheet)).status_code == 404


def test_the_pictures_of_the_pages_stand_beside_the_fields(cast):
    paper = document(cast, kinds_form(), released=False)
    check_due()
    paper.refresh_from_db()
    sheet = ask(cast, paper)
    visitor, _opened = open_by_mail(cast)
    assert address(sheet, "picture", 1) in visitor.get(address(sheet)).text
    picture = visitor.get(address(sheet, "picture", 1))
    assert b"".join(picture.streaming_content)[:2] in (b"\x89P", b"\xff\xd8")
    assert visitor.get(address(sheet, "picture", 2)).status_code == 404
    assert open_browser(cast.ben).get(address(sheet, "picture", 1)).status_code == 404


def test_a_paper_is_read_once_and_its_fields_change_by_hand(cast):
    paper = paper_of(document(cast, kinds_form()))
    assert paper_of(paper.document).pk == paper.pk
    assert FormPaper.objects.count() == 1
    name = paper.fields.get(name="Name[0]")
    name.binding = "matter_reference"
    save_fields(paper, [name], [paper.fields.get(name="iban")], by=cast.carla)
    assert paper.fields.filter(name="iban").exists()  # a field of the file stays
    assert ask(cast, paper.document).values["Name[0]"] == "100/26"


def test_a_long_form_costs_no_more_queries_than_a_short_one(cast, django_assert_max_num_queries):
    anna = open_browser(cast.anna)
    costs = []
    for count in (1, 60):
        rows = [Field("text", f"f{number}", 20, 20, label=f"Line {number}") for number in range(count)]
        sheet = ask(cast, document(cast, pdf(rows)))
        anna.get(address(sheet))
        with django_assert_max_num_queries(10) as captured:
            page = anna.get(address(sheet))
        assert f"Line {count - 1}" in page.text
        costs.append(len(captured))
    assert costs[0] == costs[1]
