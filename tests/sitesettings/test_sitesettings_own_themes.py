"""An own theme, as a colleague from marketing makes one."""

import pytest
from django.urls import reverse

from sitesettings.models import Theme
from sitesettings.theme_views import copy_theme
from tests import make
from tests.conftest import open_browser
from theme.palettes import DEFAULT_PALETTE

pytestmark = [pytest.mark.django_db, pytest.mark.feature("A11")]


def test_a_new_theme_starts_from_readable_colours(nord):
    lena = open_browser(make.staff(nord, "Lena", make.Role.MARKETING))
    form = lena.get("/admin/snippets/sitesettings/theme/add/").context["form"]
    shipped = Theme.objects.get(shipped_key=DEFAULT_PALETTE)

    for name in (
        "palette",
        "light_surface",
        "light_text",
        "dark_surface",
        "dark_text",
        "font_text",
        "radius",
    ):
        assert form[name].value() == getattr(shipped, name)


def test_a_draft_is_not_offered_for_use(nord):
    lena = open_browser(make.staff(nord, "Lena", make.Role.MARKETING))
    theme = copy_theme(Theme.objects.get(shipped_key="linea"), site=nord, name="Ours")
    use = reverse("sitesettings_theme_use", args=[theme.pk])
    address = "/admin/snippets/sitesettings/theme/"
    before = lena.get(address).content.decode()

    Theme.objects.filter(pk=theme.pk).update(live=False)
    after = lena.get(address).content.decode()

    assert use in before
    assert use not in after
