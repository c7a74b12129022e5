"""The command that compares the grants with what lists use."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal_cms.matters.models import Matter, MatterAccess, MatterUserObjectPermission


def run(*options):
    output = StringIO()
    call_command("verify_access", *options, stdout=output)
    return output.getvalue()


def test_all_is_well_after_the_usual_changes(cast):
    assert "1 matters checked, 0 repaired" in run()


def test_a_row_too_many_is_found_and_taken_away(cast):
    MatterAccess.objects.create(user=cast.clara.user, matter=cast.matter, source="client")
    with pytest.raises(CommandError, match="1 of 1 matters differ"):
        run()
    assert Matter.objects.visible_to(cast.clara.user).exists()
    assert "1 repaired" in run("--repair")
    assert not Matter.objects.visible_to(cast.clara.user).exists()
    run()


def test_a_missing_row_is_found_in_either_book_and_written(cast):
    MatterAccess.objects.filter(user=cast.anna.user).delete()
    MatterUserObjectPermission.objects.filter(user=cast.dario).delete()
    with pytest.raises(CommandError):
        run()
    run("--repair")
    assert Matter.objects.visible_to(cast.anna.user).get() == cast.matter
    assert Matter.objects.shareable_by(cast.dario).get() == cast.matter
    run()
