"""What can be done with a firm's own mail texts besides editing them."""

from django.db import transaction
from wagtail.log_actions import log

from portal_cms.audit.services import record
from portal_cms.notices.letters import TRIAL
from portal_cms.notices.models import MailText
from portal_cms.notices.services import enqueue
from portal_cms.notices.shipped import shipped_text
from sitesettings.firm import firm_for


@transaction.atomic
def start_text(site, event, language, *, by) -> MailText:
    """The firm's own text, begun as a draft of the shipped one if there is none yet. Twice at once gives one."""
    subject, body = shipped_text(event, language, with_content=firm_for(site).mail_shows_content)
    text, is_new = MailText.objects.get_or_create(
        site=site,
        event=event,
        language=language,
        defaults={"subject": subject, "body": body, "live": False},
    )
    if is_new:
        log(text, "wagtail.create", user=by)
        text.save_revision(user=by)
    return text


@transaction.atomic
def reset_text(text: MailText, *, by) -> None:
    """The shipped text is used again, and is the draft to start from. What was written stays in the history."""
    subject, body = shipped_text(
        text.event, text.language, with_content=firm_for(text.site).mail_shows_content
    )
    draft = text.get_latest_revision_as_object()
    draft.subject, draft.body = subject, body
    draft.save_revision(user=by, log_action=True)
    text.refresh_from_db()
    if text.live:
        text.unpublish(user=by)
    MailText.objects.filter(pk=text.pk).update(subject=subject, body=body, has_unpublished_changes=False)
    record("mailtext.reset", on=text, by=by, event=text.event, language=text.language)


@transaction.atomic
def send_trial(text: MailText, *, to) -> None:
    """The text as it was last saved, with samples, to the person who asks; only to the own address."""
    enqueue(text.event, site=text.site, to=to, context={TRIAL: text.pk})
    record("mailtext.tested", on=text, by=to, event=text.event, language=text.language)
