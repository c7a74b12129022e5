from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "portal_cms.matters"
    label = "portal_matters"
    verbose_name = _("Matters")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.matters import receivers  # noqa: F401 - connects itself
        from portal_cms.matters.activities import register_activities
        from portal_cms.matters.models import Matter
        from portal_cms.matters.new import register_matters
        from portal_cms.matters.news import register_letters
        from portal_cms.matters.policy import MatterPolicy

        register_permission_policy(Matter, MatterPolicy(Matter))
        register_activities()
        register_letters()
        register_matters()
