"""Registers the outbox in the reports menu, the mail texts in the settings menu, and what staff choose for themselves."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from portal_cms.notices.account_panel import NoticesPanel
from portal_cms.notices.reports import OutboxAdmin
from portal_cms.notices.staff import MailTextViewSet
from portal_cms.notices.staff_absence import AbsenceView, absence_button

modeladmin_register(OutboxAdmin)
register_snippet(MailTextViewSet)


@hooks.register("register_account_settings_panel")
def notices_panel(request, user, profile):
    return NoticesPanel(request, user, profile)


@hooks.register("register_admin_urls")
def absence_url():
    return [path("users/absence/<int:pk>/", AbsenceView.as_view(), name="portal_notices_absence")]


@hooks.register("register_user_listing_buttons")
def buttons_of_staff(user, request_user):
    return absence_button(user, request_user)
