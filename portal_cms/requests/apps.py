from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "portal_cms.requests"
    label = "portal_requests"
    verbose_name = _("Requests")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ReadOnlyPolicy, ScopedPolicy
        from portal_cms.parts.entries import register_dates
        from portal_cms.requests import receivers  # noqa: F401 - they connect themselves
        from portal_cms.requests.activities import register_activities
        from portal_cms.requests.dates import due_dates
        from portal_cms.requests.letters import register_letters
        from portal_cms.requests.models import Request, RequestTemplate

        register_permission_policy(Request, ReadOnlyPolicy(Request))
        register_permission_policy(RequestTemplate, ScopedPolicy(RequestTemplate))
        register_activities()
        register_letters()
        register_dates(due_dates)
