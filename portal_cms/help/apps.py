from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "portal_cms.help"
    label = "portal_help"
    verbose_name = _("Help")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.help.models import HelpText
        from portal_cms.help.previewing import register_sample

        register_permission_policy(HelpText, ScopedPolicy(HelpText))
        register_sample()
