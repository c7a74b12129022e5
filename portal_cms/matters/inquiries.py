"""The life of an inquiry: opened, then accepted or declined, each once."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.matters import services
from portal_cms.matters.face import watched
from portal_cms.matters.mandates import Mandate
from portal_cms.matters.models import Matter
from portal_cms.matters.numbers import is_taken, suggest_inquiry_number
from portal_cms.matters.signals import inquiry_declined


def open_inquiry(matter, *, by, clients):
    """Save a new inquiry with its clients, able to ask them but not published. `matter` is unsaved and carries
    subject and handler; it gets the next number of an inquiry. Returns it."""
    matter.mandate, matter.live, matter.has_portal = Mandate.INQUIRY, False, True
    for _try in range(3):  # two people at once may be offered the same number
        matter.reference = matter.inquiry_number = suggest_inquiry_number(matter.site)
        try:
            with transaction.atomic():
                services.open_matter(matter, by=by, clients=clients)
                matter.save_revision(user=by, log_action=False)
                return matter
        except IntegrityError:
            matter.pk, matter._state.adding = None, True
    raise PortalError(_("Somebody else opened an inquiry at the same moment. Please try again."))


def accept_inquiry(matter, reference, *, by):
    """Turn the inquiry into a matter with this reference number; all that is in it stays. Raises PortalError."""
    if is_taken(matter.site_id, reference, by_other_than=matter.pk):
        raise PortalError(
            _("Another matter of the firm has this reference number. Please enter a different one.")
        )
    try:
        with watched(matter, by=by):
            matter = _lock(matter)
            _renumber(matter, reference, by)
            record("inquiry.accepted", on=matter, by=by, matter=matter)
    except IntegrityError:
        raise PortalError(
            _("Another matter of the firm has this reference number. Please enter a different one.")
        ) from None
    return Matter.objects.get(pk=matter.pk)


def _renumber(matter, reference, by):
    """The row, what clients read if they see it, and the draft, which may say something else."""
    is_draft_new = matter.has_unpublished_changes
    Matter.objects.filter(pk=matter.pk).update(mandate=Mandate.ACCEPTED, reference=reference)
    draft = Matter.objects.get(pk=matter.pk).get_latest_revision_as_object()
    draft.reference = reference
    revision = draft.save_revision(user=by, log_action=False)
    if matter.live and not is_draft_new:
        revision.publish(user=by, log_action=False)
    else:
        Matter.objects.filter(pk=matter.pk).update(has_unpublished_changes=is_draft_new)


def decline_inquiry(matter, reason, *, by):
    """Close the inquiry, with a reason for the firm's own file. Its clients see it no more and nothing waits for
    them; it is kept as long as any closed matter."""
    with watched(matter, by=by):
        matter = _lock(matter)
        matter.mandate, matter.state = Mandate.DECLINED, Matter.State.CLOSED
        Matter.objects.filter(pk=matter.pk).update(
            mandate=matter.mandate, state=matter.state, declined_because=reason.strip()
        )
        record("inquiry.declined", on=matter, by=by, matter=matter)
        inquiry_declined.send(None, matter=matter, by=by)
        if matter.live:
            services.withdraw_matter(matter, by=by)
    return Matter.objects.get(pk=matter.pk)


def _lock(matter):
    """The row as it is now, held until the end of the transaction; PortalError if it is no inquiry any more."""
    fresh = Matter.objects.select_for_update(of=("self",)).select_related("site").get(pk=matter.pk)
    if not fresh.is_inquiry:
        raise PortalError(_("Somebody has decided about this inquiry already. Please look again."))
    return fresh
