"""The lists of the admin in a browser: every column can be reached, and words stay whole."""

import pytest

from tests import make
from tests.documents.test_documents_browser import screen  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# How far the last column still lies beyond the screen after a finger has drawn the list aside.
BEYOND = """() => {
  const last = document.querySelector('table.listing tr').lastElementChild;
  for (let box = last; box; box = box.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) box.scrollLeft = box.scrollWidth;
  return Math.floor(last.getBoundingClientRect().right - innerWidth - 1);  // a pixel of rounding
}"""
BROKEN = """() => {
  const names = [...document.querySelectorAll('td.title .title-wrapper a')].map(link => link.firstChild);
  return names.flatMap(text => [...text.data.matchAll(/\\S+/g)].filter(({0: word, index}) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).map(match => match[0]));
}"""


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/matters/", "/admin/clients/"])
def test_every_column_of_a_list_can_be_reached(cast, screen, address):  # noqa: F811
    chief = make.staff(cast.site, "Konstantin-Maximilian", make.Role.STAFF, make.Role.PORTAL, make.Role.ADMIN)
    page = screen(chief, address)
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate(BEYOND) <= 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_name_of_a_row_is_not_broken_within_a_word(cast, screen, width):  # noqa: F811
    make.matter(cast.site, cast.carla, cast.anna, reference="Mandatsanfrage 0003/26")
    page = screen(cast.carla, "/admin/matters/")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("link", name="Mandatsanfrage 0003/26").wait_for()
    assert page.evaluate(BROKEN) == []
