"""Rights on a matter are changed by the people tab alone, and each change leaves an event."""

from portal_cms.audit.models import AuditEvent
from portal_cms.matters import grants
from portal_cms.matters.models import Matter
from portal_cms.matters.services import set_portal


def test_an_open_editor_that_saves_late_brings_no_old_rights_back(cast):
    """A text is saved by a request that read the matter before somebody restricted it."""
    late = Matter.objects.get(pk=cast.matter.pk)
    grants.set_people(cast.matter, by=cast.carla, handler=cast.dario, assistant=None, restricted=True)
    set_portal(cast.matter, has_portal=False, by=cast.dario)
    late.description = "typed meanwhile"
    late.save()
    now = Matter.objects.get(pk=cast.matter.pk)
    assert (now.handler, now.assistant, now.is_restricted, now.has_portal) == (cast.dario, None, True, False)
    assert now.description == "typed meanwhile"
    assert not Matter.objects.visible_to(cast.eva).filter(pk=now.pk).exists()


def test_publishing_an_old_text_late_brings_no_old_rights_back(cast):
    revision = cast.matter.save_revision(user=cast.carla)
    late = revision.as_object()
    grants.set_people(cast.matter, by=cast.carla, handler=cast.carla, restricted=True)
    late.save()
    assert Matter.objects.get(pk=cast.matter.pk).is_restricted


def test_restricting_a_matter_leaves_an_event_and_so_does_opening_it(cast):
    for restricted in (True, False):
        grants.set_people(
            cast.matter, by=cast.carla, handler=cast.carla, assistant=cast.dario, restricted=restricted
        )
    events = AuditEvent.objects.filter(action="matter.people_changed", object_uuid=str(cast.matter.uuid))
    assert [event.details["restricted"] for event in events.order_by("number")][-2:] == [True, False]


def test_letting_a_named_person_send_leaves_an_event(cast):
    before = AuditEvent.objects.filter(action="matter.people_changed").count()
    for sharers in ((), (cast.eva,), ()):
        grants.set_people(
            cast.matter,
            by=cast.carla,
            handler=cast.carla,
            assistant=cast.dario,
            named=[cast.eva],
            sharers=sharers,
        )
    assert AuditEvent.objects.filter(action="matter.people_changed").count() == before + 3
