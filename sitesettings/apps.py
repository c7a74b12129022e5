"""Django app of the firm's settings."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteSettingsConfig(AppConfig):
    name = "sitesettings"
    label = "sitesettings"
    verbose_name = _("Firm settings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from sitesettings import freshness, models, shipped

        own = (models.Branding, models.OfficeLocation, models.FirmPortrait, models.SiteHost, models.Theme)
        for model in own:
            register_permission_policy(model, ScopedPolicy(model))
        freshness.connect()
        post_migrate.connect(shipped.load_after_migrate, sender=self, dispatch_uid="sitesettings.shipped")
