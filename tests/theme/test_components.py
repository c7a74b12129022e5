"""Every component, drawn on the styleguide; and the small helpers of the templates."""

from datetime import timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from theme.templatetags import portal_theme


def draw(source, **context):
    return Template("{% load portal_theme %}" + source).render(Context(context))


@pytest.mark.django_db
def test_the_styleguide_shows_every_component(nord, client):
    page = client.get("/styleguide/", SERVER_NAME=nord.hostname, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    for sign in ("notice--error", "badge--new", "letter--mine", "task__box--done", "pagination", "breadcrumb",
                 "upload__zone", "language--inline", 'aria-invalid="true"', "empty__title", "card__title"):  # fmt: skip
        assert sign in page, sign
    assert "<style" not in page
    assert " style=" not in page


def test_a_field_names_its_hint_and_its_error_to_screen_readers():
    from theme.views import SampleForm

    form = SampleForm({"email": "nobody"})
    page = draw('{% include "theme/components/field.html" with field=form.email only %}', form=form)
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_helptext"' in page
    assert 'id="id_email_error"' in page


def test_text_of_people_is_escaped_everywhere_in_a_message():
    attack = '"><script>alert(1)</script>'
    row = {"title": attack, "extension": attack, "sender": attack, "state": "rejected", "reason": attack}
    message = {"author_name": attack, "body": attack, "attachments": [row], "uuid": attack}
    page = draw('{% include "theme/components/message.html" with message=message only %}', message=message)
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 5


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr. Carla Vogt", "CV"), ("Ben", "B"), ("anna maria de la Cruz", "AC"), ("", "?"), (None, "?")],
)
def test_initials_are_those_of_first_and_last_name(name, letters):
    assert portal_theme.initials(name) == letters


def test_an_error_stands_after_its_label_with_one_sign_between_them():
    class Form(forms.Form):
        day = forms.CharField(label="Which day?")
        city = forms.CharField(label="City")

    page = draw('{% include "theme/components/error_summary.html" with form=form only %}', form=Form({}))
    assert ">Which day? This field is required.<" in page
    assert ">City: This field is required.<" in page


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"seconds": 5}, "just now"),
        ({"minutes": 1, "seconds": 5}, "1 minute ago"),
        ({"minutes": 42}, "42 minutes ago"),
        ({"hours": 5}, "5 hours ago"),
    ],
)
def test_recent_times_are_said_as_a_distance(span, words):
    with translation.override("en"):
        assert portal_theme.ago(timezone.now() - timedelta(**span)) == words


def test_older_times_are_dates_in_the_order_of_the_language():
    then = timezone.now().replace(year=2024, month=5, day=3, hour=12)
    for language, words in [("en", "3 May 2024"), ("de", "3. Mai 2024"), ("es", "3 de mayo de 2024")]:
        with translation.override(language):
            assert portal_theme.ago(then) == words


def test_a_due_date_says_the_day_and_how_long_it_is():
    today = timezone.localdate()
    with translation.override("en"):
        assert portal_theme.due_in_words(today) == "today"
        assert portal_theme.due_in_words(today + timedelta(days=1)).startswith("by tomorrow, ")
        assert portal_theme.due_in_words(today + timedelta(days=3)).endswith(", in 3 days")
        assert portal_theme.due_in_words(today - timedelta(days=2)).startswith("was due on ")


@pytest.mark.parametrize(
    ("number", "link"), [("+49 (0)40 555 01-70", "+49405550170"), ("040 / 55 50 170", "0405550170")]
)
def test_a_telephone_number_can_be_dialled(number, link):
    assert portal_theme.phone_link(number) == link


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36 Edg/150.0", "Edge on Linux"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_owner_would(agent, words):
    with translation.override("en"):
        assert portal_theme.device(agent) == words


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in portal_theme.icon("mail")
    assert 'role="img" aria-label="Unread"' in portal_theme.icon("mail", "Unread")
