"""Each page of the portal, drawn from samples: no empty values, no inline code, and accessible in a browser."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.theme import samples

PUBLIC = ("portal_accounts/sign_in", "portal_accounts/password_f", "portal_accounts/set", "portal_accounts/link",
          "portal_dashboard/landing", "portal_dashboard/closed", "40")  # fmt: skip
NAMES = [pytest.param(name, id=name) for name in samples.PAGES]


def draw(name, language="en"):
    template, context = samples.PAGES[name]
    if template == "500.html":
        return render_to_string(template)
    request = RequestFactory().get("/page/")
    request.user = AnonymousUser() if template.startswith(PUBLIC) else samples.ANNA
    request.firm = samples.firm(stylesheet_url="/theme.css")
    with translation.override(language):
        return render_to_string(template, context, request=request)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_a_heading_a_title_and_no_inline_code(name):
    page = draw(name)
    assert page.count("<h1") == 1
    assert "<title>" in page
    assert page.lstrip().startswith("<!doctype html>")
    for forbidden in (" style=", "<style", "onclick=", "onload=", "javascript:", "http://"):
        assert forbidden not in page, forbidden
    assert "None" not in page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_repeats_no_id(name):
    ids = re.findall(r'\sid="([^"]+)"', draw(name))
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


def test_a_page_says_its_language_and_marks_where_one_is():
    page = draw("files", "de")
    assert '<html lang="de" dir="ltr">' in page
    assert page.count("aria-current") >= 3  # navigation, tab, folder


def test_the_page_for_our_own_failures_needs_nothing():
    with translation.override("en"):
        assert "Something went wrong on our side" in render_to_string("500.html")
