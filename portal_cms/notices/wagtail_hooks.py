"""Registers the outbox in the reports menu, the mail texts in the settings menu, and what staff choose for themselves."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from portal_cms.notices.account_panel import NoticesPanel
from portal_cms.notices.reports import OutboxAdmin
from portal_cms.notices.staff import MailTextViewSet

modeladmin_register(OutboxAdmin)
register_snippet(MailTextViewSet)


@hooks.register("register_account_settings_panel")
def notices_panel(request, user, profile):
    return NoticesPanel(request, user, profile)
