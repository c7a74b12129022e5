from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    name = "portal_cms.signing"
    label = "portal_signing"
    verbose_name = _("Signing")

    def ready(self):
        from portal_cms.requests.kinds import register_kind
        from portal_cms.signing import checks, receivers  # noqa: F401 - they connect themselves
        from portal_cms.signing.activities import register_activities
        from portal_cms.signing.kinds import Sign
        from portal_cms.signing.letters import register_letters

        register_activities()
        register_kind(Sign())
        register_letters()
