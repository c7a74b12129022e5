"""What Wagtail's "Site history" may show: labels in it would otherwise tell of rows one may not see."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry
from wagtail.models.audit_log import ModelLogEntryManager

# Of notices the mail texts, of billing the firm's own data.
PUBLIC_WORK = (
    "sitesettings", "wagtailimages", "portal_notices", "portal_help", "portal_billing", "portal_questionnaires",
)  # fmt: skip


class FirmLogEntryManager(ModelLogEntryManager):
    def viewable_by_user(self, user):
        """Changes to public things, made by the own firm's staff.

        Matters, clients and their documents have histories of their own, which ask who may see the object.
        """
        entries = super().viewable_by_user(user)
        if user.is_superuser:
            return entries
        return entries.filter(user__site_id=user.site_id, content_type__app_label__in=PUBLIC_WORK)


class FirmLogEntry(ModelLogEntry):
    """The same table as Wagtail's log, read firm by firm (registered in `wagtail_hooks`)."""

    objects = FirmLogEntryManager()

    class Meta:
        proxy = True
        verbose_name = _("change")
        verbose_name_plural = _("changes")
