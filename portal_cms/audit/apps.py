from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal_cms.audit"
    label = "portal_audit"
    verbose_name = _("Audit")

    def ready(self):
        from portal_cms.audit import receivers  # noqa: F401 - connects itself
