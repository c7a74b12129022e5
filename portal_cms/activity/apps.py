from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "portal_cms.activity"
    label = "portal_activity"
    verbose_name = _("Activity")

    def ready(self):
        from portal_cms.activity.letters import register_letters

        register_letters()
