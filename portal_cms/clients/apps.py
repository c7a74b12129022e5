from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "portal_cms.clients"
    label = "portal_clients"
    verbose_name = _("Clients")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.clients import receivers  # noqa: F401 - connects itself
        from portal_cms.clients.models import Client

        register_permission_policy(Client, ScopedPolicy(Client))
