"""A questionnaire on a phone, whose script follows the conditions, and its builder, which offers earlier questions."""

import pytest

from tests.documents.test_documents_browser import SITE, screen  # noqa: F401 - a fixture
from tests.questionnaires.samples import at, build, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.feature("J5")
def test_on_a_phone_questions_appear_as_soon_as_they_are_asked(screen, cast):  # noqa: F811
    item = send(cast, build(cast.site))
    page = screen(cast.anna, at(item, "page", 2))
    page.set_viewport_size({"width": 390, "height": 844})
    cost, doctors = page.locator("[data-ask=cost]"), page.locator("[data-ask=doctors]")
    assert not cost.is_visible()
    page.get_by_label("Car", exact=True).check()
    assert cost.is_visible()
    assert not doctors.is_visible()
    page.get_by_label("Damage to the car (€)").fill("900")
    page.get_by_label("Health", exact=True).check()
    page.get_by_label("Doctor, row 1").fill("Dr. Roth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Health", exact=True).uncheck()
    assert not doctors.is_visible()
    page.locator("[name=to][value=next]:visible").last.click()
    page.wait_for_url(f"**{at(item, 'page', 4)}")
    page.goto(SITE + at(item, "page", 2))
    page.get_by_label("Health", exact=True).check()
    assert page.get_by_label("Doctor, row 1").input_value() == "Dr. Roth"
    assert not page.complaints


@pytest.mark.feature("J5")
def test_what_is_optional_and_what_is_wrong_is_said_at_its_line(screen, cast):  # noqa: F811
    item = send(cast, build(cast.site))
    page = screen(cast.anna, at(item, "page", 2))
    assert page.locator("[data-ask=photos] .upload__label").inner_text() == "Photographs (optional)"
    page.goto(SITE + at(item, "page", 4))
    assert page.get_by_text("Country (optional)").count() == 1
    page.get_by_label("Street and number").fill("Elbweg 1")
    page.get_by_label("City").fill("Hamburg")
    page.locator("[name=to][value=next]:visible").last.click()
    page.wait_for_url(f"**{at(item, 'review')}")
    assert page.get_by_text("Postal code: This field is required.").count() == 1


def test_a_condition_is_chosen_among_the_questions_further_up(screen, cast):  # noqa: F811
    row = build(cast.site)
    page = screen(cast.carla, f"/admin/questionnaires/edit/{row.pk}/")
    chosen = page.locator("[name$=-condition-question] + select")
    page.wait_for_function("document.querySelectorAll('[name$=-condition-question] + select').length > 9")
    report = page.locator("[name='pages-0-value-questions-2-value-condition-question'] + select")
    page.wait_for_function(
        "document.querySelector(\"[name='pages-0-value-questions-2-value-condition-question'] + select\").value === 'police'"
    )
    assert report.locator("option").all_text_contents() == ["–", "1. When was it?", "2. Did the police come?"]
    headings = page.locator("#block_group-pages-0-value-questions-2-value-condition-heading")
    assert headings.inner_text().split("\n")[-1].strip().endswith("2. Did the police come?")
    always = page.locator("#block_group-pages-0-value-questions-0-value-condition-heading")
    assert always.inner_text().strip() == "Only if"
    report.evaluate("select => { select.value = 'day'; select.dispatchEvent(new Event('change')); }")
    kept = page.locator("[name='pages-0-value-questions-2-value-condition-question']")
    assert kept.input_value() == "day"
    operator = page.locator("[name='pages-0-value-questions-2-value-condition-operator']")
    value = page.locator("[name='pages-0-value-questions-2-value-condition-value']")
    assert operator.locator("option:not([disabled])").all_text_contents() == [
        "is", "is not", "is more than, or later than", "is less than, or earlier than", "was answered", "was not answered",
    ]  # fmt: skip
    page.evaluate(
        "document.querySelectorAll('[data-panel-toggle][aria-expanded=false]').forEach((b) => b.click())"
    )
    assert value.is_visible()
    report.select_option("police")
    assert operator.input_value() == "yes"
    assert value.is_hidden()
    report.select_option("")
    assert operator.is_hidden()
    assert chosen.first.locator("option").count() == 1
    assert not page.complaints
