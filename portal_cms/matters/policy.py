"""Wagtail's question "may this person do that with this matter", answered by the matter's querysets."""

from wagtail.permissions import policy_registry

from portal_cms.access.policies import ScopedPolicy


class MatterPolicy(ScopedPolicy):
    """Publishing is narrower than changing: it is what clients get to see (A34). Nobody deletes a matter in
    the admin; it is closed, and what becomes of it later follows the rules of retention."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"delete"})

    def scope(self, user, actions):
        if set(actions) == {"publish"}:
            return self.model.objects.publishable_by(user)
        return super().scope(user, actions)


def may_publish(user, matter):
    """A model permission and, for this matter, the right to show it to its clients."""
    return policy_registry.get_by_type(type(matter)).user_has_permission_for_instance(user, "publish", matter)
