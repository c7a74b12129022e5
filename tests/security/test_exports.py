"""A spreadsheet that leaves the portal runs nothing on the desk of whoever opens it."""

import io

import pytest
from openpyxl import load_workbook

from portal_cms.access.listing import plain_cell
from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter
from tests import make

STARTS = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1"]


@pytest.fixture
def _poisoned(cast):
    """Every text that a client, or staff on a client's word, can choose."""
    document = make.document(cast.matter)
    make.share(document, cast.anna)
    return document


def cells(response, kind):
    content = response.getvalue()
    if kind == "csv":
        import csv

        return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
    return [cell.value for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]


@pytest.mark.usefixtures("_poisoned")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", STARTS)
@pytest.mark.parametrize("path", ["/admin/reports/shared-items/", "/admin/matters/", "/admin/clients/"])
def test_no_cell_of_an_export_is_a_formula(cast, browser, path, kind, text):
    Document.objects.update(title=text)
    Client.objects.update(last_name="", first_name=text, company=text)
    Matter.objects.update(subject=text, reference=text)
    User.objects.filter(pk=cast.carla.pk).update(first_name=text)
    found = cells(browser(cast.carla).get(f"{path}?export={kind}"), kind)
    assert any(isinstance(cell, str) and text.strip()[-2:] in cell for cell in found)
    dangerous = [
        cell for cell in found if isinstance(cell, str) and cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    ]
    assert not dangerous


@pytest.mark.parametrize(
    "phone", ["+49 40 123456", "+34 (965) 12 34 56", "+49 (0)40 123-456", "+49 (40) 1234"]
)
def test_a_phone_number_nothing_can_be_reckoned_from_stays_as_it_was_written(phone):
    assert plain_cell(phone) == phone


@pytest.mark.parametrize(
    "text",
    ["+4940123456", "+49-40-123456", "+1+1", "+49 1/2", "+49 40 123456+1", "+49 40 A1", "+49 40 123\n=1+1", "-49 40 123456",
     "=49 40 123456", "+(49) 40 123456", "+٤٩ 40 123456", "+49 1", "＋49 40 123456"],
)  # fmt: skip
def test_whatever_a_spreadsheet_could_reckon_is_marked_as_text(text):
    assert plain_cell(text) == f"'{text}"
