"""Bulk actions that can neither list nor touch what the person may not see."""

from wagtail.permissions import policy_registry


class ScopedBulkActionMixin:
    """Put before the bulk action class; "select all" means all one may act on."""

    action = "change"

    def get_queryset(self, model, object_ids):
        allowed = policy_registry.get_by_type(model).instances_user_has_permission_for(
            self.request.user, self.action
        )
        return allowed.filter(pk__in=object_ids)

    def get_all_objects_in_listing_query(self, parent_id):
        allowed = policy_registry.get_by_type(self.model).instances_user_has_permission_for(
            self.request.user, self.action
        )
        return allowed.values_list("pk", flat=True)

    def check_perm(self, obj):
        """Each row was asked for in `get_queryset` already; asking again would be a query per row."""
        return True
