"""Who may change the settings of a firm."""

from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy


class OwnFirmPolicy(SitePermissionPolicy):
    """The permission comes from a role, the firm from the account: nobody edits the settings of another."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        site_id = instance.pk if isinstance(instance, Site) else instance.site_id
        if not self._is_at_home(user, site_id):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def sites_user_has_any_permission_for(self, user, actions):
        sites = super().sites_user_has_any_permission_for(user, actions)
        return sites if user.is_superuser else sites.filter(pk=getattr(user, "site_id", None))

    def users_with_any_permission_for_instance(self, actions, instance):
        users = super().users_with_any_permission_for_instance(actions, instance)
        site_id = instance.pk if isinstance(instance, Site) else instance.site_id
        return users.filter(site_id=site_id)

    @staticmethod
    def _is_at_home(user, site_id):
        return user.is_authenticated and (user.is_superuser or user.site_id == site_id)
