"""The simplest scope: rows of a firm that any of its staff with the model permission may see."""

from django.db import models
from django.db.models import Q


class FirmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the person's own firm; operators see all; clients none."""
        if not user.is_authenticated or user.kind != "staff":
            return self.none()
        return self if user.is_superuser else self.filter(site_id=user.site_id)


class SharedFirmQuerySet(FirmQuerySet):
    """Like above, and rows without a firm, which ship with the portal and are everybody's to read."""

    def visible_to(self, user):
        if not user.is_authenticated or user.kind != "staff":
            return self.none()
        return self if user.is_superuser else self.filter(Q(site_id=user.site_id) | Q(site_id=None))

    def changeable_by(self, user):
        rows = super().visible_to(user)
        return rows if user.is_superuser else rows.filter(site_id__isnull=False)
