from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "portal_cms.dashboard"
    label = "portal_dashboard"
    verbose_name = _("Dashboard")

    def ready(self):
        from portal_cms.dashboard.samples import register_samples

        register_samples()
