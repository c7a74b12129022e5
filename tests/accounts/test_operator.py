"""The operator's account is made on the command line and belongs to no firm."""

import pytest
from django.core.management import CommandError, call_command

from portal_cms.accounts.models import User
from tests import make
from tests.conftest import open_browser


def test_the_operator_signs_in_at_any_firm(nord, sur, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", make.PASSWORD)
    call_command("createsuperuser", email="ops@example.com")
    for site in (nord, sur):
        browser = open_browser(site=site)
        answer = browser.post("/sign-in/", {"email": "OPS@example.com", "password": make.PASSWORD})
        assert answer["Location"] == "/admin/"
        assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("nobody", make.PASSWORD), ("ops@example.com", "short")],
)
def test_a_wrong_address_or_weak_password_makes_no_operator(db, monkeypatch, email, password):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("createsuperuser", email=email)
    assert not User.objects.filter(is_superuser=True).exists()
