"""The portal as one Django app: commands, translations and the checks of its settings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal_cms"
    label = "portal_cms"
    verbose_name = _("Client portal")

    def ready(self):
        from portal_cms.common import checks as _settings_checks  # noqa: F401 - register themselves
        from portal_cms.documents.inspection import checks as _scanner_checks  # noqa: F401
