"""A text that is being worked on can be locked, and unlocked by those who work on the matter."""

from django.urls import reverse

from tests import make
from tests.conftest import open_browser


def test_a_matters_text_is_locked_and_unlocked_and_strangers_do_neither(cast, sur):
    lock, unlock = (
        reverse(f"portal_matters_admin:{name}", args=[cast.matter.pk]) for name in ("lock", "unlock")
    )
    open_browser(make.staff(sur, "Sofia")).post(lock)
    cast.matter.refresh_from_db()
    assert not cast.matter.locked
    open_browser(cast.carla).post(lock)
    cast.matter.refresh_from_db()
    assert cast.matter.locked
    open_browser(cast.dario).post(unlock)
    cast.matter.refresh_from_db()
    assert not cast.matter.locked
