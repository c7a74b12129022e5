from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal_cms.notices"
    label = "portal_notices"
    verbose_name = _("Notices")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.notices import account_letters, previewing, receivers
        from portal_cms.notices.models import MailText

        receivers.connect()
        account_letters.register_letters()
        previewing.register_letters()
        register_permission_policy(MailText, ScopedPolicy(MailText))
