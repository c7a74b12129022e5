from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "portal_cms.guide"
    label = "portal_guide"
    verbose_name = _("Set-up guide")

    def ready(self):
        from portal_cms.guide import letters

        letters.register_letters()
