"""What the guide does itself: sending a test mail."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal_cms.accounts import throttle
from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.notices.models import OutboxMessage
from portal_cms.notices.services import enqueue

TEST_EVENT = "sender_tested"
TESTS_PER_HOUR = 5


@transaction.atomic
def send_test_mail(site, *, to):
    """A mail from the firm's sender to the member of staff who asked for it. Raises PortalError when they are many."""
    if to.site_id != site.pk:
        raise PortalError(_("Only staff of the firm can send a test mail to themselves."))
    if not throttle.take(f"test-mail:{to.pk}", limit=TESTS_PER_HOUR, window=throttle.HOUR):
        raise PortalError(_("You have sent several test mails within an hour. Please wait a while."))
    record("firm.sender_tested", on=to, by=to)
    return enqueue("sender_tested", site=site, to=to, context={}, merge="test")


def last_test(site):
    """The newest test mail of the firm, or None."""
    return OutboxMessage.objects.filter(site=site, event=TEST_EVENT).order_by("-pk").first()
