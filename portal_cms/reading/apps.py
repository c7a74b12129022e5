from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "portal_cms.reading"
    label = "portal_reading"
    verbose_name = _("Automatic reading")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ReadOnlyPolicy
        from portal_cms.reading import checks, receivers  # noqa: F401 - they connect themselves
        from portal_cms.reading.models import Reading, Suggestion

        for model in (Reading, Suggestion):
            register_permission_policy(model, ReadOnlyPolicy(model))
