"""Answers as PDF, CSV and XLSX, taken along by staff who see the matter."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal_cms.audit.models import AuditEvent
from tests.conftest import open_browser
from tests.questionnaires.samples import ask, at, build, page, send, staff_at

pytestmark = pytest.mark.django_db
EVERYTHING = [
    page(
        "All of it",
        ask("text", "a", "#let x = [Text]"),
        ask("date", "b", "Day"),
        ask("money", "c", "Sum"),
        ask("person", "d", "Who"),
        ask("table", "e", "Rows", columns="Name\nCity", rows=3),
        ask("several", "f", "Some", options="One\nTwo"),
        ask("yes_no", "g", "Really"),
        ask("long_text", "h", "Nothing", required=False),
        ask("phone", "i", "Phone"),
    )
]
TYPED = {
    "q-a": "=1+1 #strong[x] $5",
    "q-b": "2026-05-04",
    "q-c": "12",
    "q-d-first_name": "Ida",
    "q-d-last_name": "Żółć-Dvořák Şahin",
    "q-e-1-0": "Max",
    "q-e-1-1": "Bonn",
    "q-f": ["One", "Two"],
    "q-g": "yes",
    "q-i": "+49 40 123456",
}


@pytest.mark.feature("J5")
def test_answers_are_taken_along_as_pdf_csv_and_xlsx(cast):
    item = send(cast, build(cast.site, EVERYTHING))
    anna, carla = open_browser(cast.anna), open_browser(cast.carla)
    assert carla.get(staff_at(item, "export", "pdf")).status_code == 404  # nothing was handed in
    anna.post(at(item, "page", 1), TYPED)
    anna.post(at(item, "review"))
    csv = carla.get(staff_at(item, "export", "csv"))
    text = csv.content.decode("utf-8-sig")
    assert "'=1+1 #strong[x] $5" in text
    assert "Name: Max; City: Bonn" in text
    assert "€12.00" in text
    assert ";+49 40 123456" in text
    assert csv["Content-Disposition"] == 'attachment; filename="Accident form.csv"'
    book = load_workbook(io.BytesIO(carla.get(staff_at(item, "export", "xlsx")).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("No.", "Page", "Question", "Answer")
    assert rows[1][3].startswith("'=")
    assert rows[6][3] == "One\nTwo"
    assert rows[9][3] == "+49 40 123456"
    assert len(rows) == 10
    pdf = carla.get(staff_at(item, "export", "pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    words = " ".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    for expected in (
        "=1+1 #strong[x] $5",
        "#let x = [Text]",
        "Ida Żółć-Dvořák Şahin",
        "Anna Client",
        "4 May 2026",
    ):
        assert expected in words
    noted = AuditEvent.objects.filter(action="answers.exported").values_list("details__format", flat=True)
    assert set(noted) == {"csv", "xlsx", "pdf"}
    assert open_browser(cast.ben).get(staff_at(item, "export", "csv")).status_code == 404
    assert carla.get(staff_at(item, "export", "exe")).status_code == 404
