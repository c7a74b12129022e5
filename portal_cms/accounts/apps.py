from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "portal_cms.accounts"
    label = "portal_accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self):
        from django.contrib.auth import get_user_model
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.accounts.roles import renew_roles
        from portal_cms.accounts.samples import register_samples

        register_samples()
        register_permission_policy(get_user_model(), ScopedPolicy(get_user_model()))
        # by then the permissions of every app exist that a role needs
        post_migrate.connect(renew_roles, sender=apps.get_app_config("auth"), dispatch_uid="portal roles")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, showing the staff of one's own firm only."""

    default = False
    user_viewset = "portal_cms.accounts.staff.StaffViewSet"

    def ready(self):
        """Accounts have a policy of their own (AccountsConfig), so only groups take Wagtail's."""
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        register_permission_policy(Group)
