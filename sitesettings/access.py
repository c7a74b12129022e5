"""Who may change what a firm says about itself and how its portal works."""

from wagtail.permissions import policy_registry

from sitesettings.models import FirmSettings


def may_set_up(user, site):
    """Whoever may change the firm's settings sees what of them is missing."""
    policy = policy_registry.get_by_type(FirmSettings)
    return policy.user_has_permission_for_instance(user, "change", site)
