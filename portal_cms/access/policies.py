"""Wagtail permission policies that know objects.

The model permission says whether a person may do a thing at all; the queryset's `visible_to` /
`changeable_by` says on which objects. Both are needed.
"""

from django.contrib.auth import get_user_model
from wagtail.permission_policies import ModelPermissionPolicy

READ_ACTIONS = {"view", "choose"}


class ScopedPolicy(ModelPermissionPolicy):
    """For models whose queryset has `visible_to(user)` and perhaps `changeable_by(user)`."""

    def scope(self, user, actions):
        """The objects on which `user` may do any of `actions`, model permission left aside."""
        rows = self.model.objects.all()
        if set(actions) & READ_ACTIONS or not hasattr(rows, "changeable_by"):
            return rows.visible_to(user)
        return rows.changeable_by(user)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._base_manager.none()
        return self.scope(user, actions)

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Trap: Wagtail's lists of actions contain "add"; for a saved object that must never count."""
        if instance is None or instance.pk is None:
            return self.user_has_any_permission(user, actions)
        actions = set(actions) - {"add"}
        if not actions or not self.user_has_any_permission(user, actions):
            return False
        return self.scope(user, actions).filter(pk=instance.pk).exists()

    def users_with_any_permission_for_instance(self, actions, instance):
        """Everybody of the firm for whom the answer above is yes (a firm has few staff)."""
        users = self.users_with_any_permission(actions).filter(is_active=True)
        site_id = getattr(instance, "site_id", None)
        if site_id:
            users = users.filter(site_id=site_id)
        allowed = [
            user.pk for user in users if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        return get_user_model().objects.filter(pk__in=allowed)

    def users_with_permission_for_instance(self, action, instance):
        return self.users_with_any_permission_for_instance([action], instance)


class ReadOnlyPolicy(ScopedPolicy):
    """For records nobody edits by hand: only reading is ever allowed."""

    def user_has_permission(self, user, action):
        return action in READ_ACTIONS and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in set(actions) & READ_ACTIONS)
