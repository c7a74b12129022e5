"""The append-only record. Rows are never updated or deleted by the portal."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.access.querysets import FirmQuerySet


class AuditHead(models.Model):
    """The newest link of a firm's chain; locking it gives events their number."""

    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.site} #{self.number}"


class AuditEvent(models.Model):
    """One thing somebody did to one object. Holds names of fields and objects' ids, never contents or secrets."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.PROTECT, related_name="+", verbose_name=_("firm")
    )
    number = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("time"), default=timezone.now)
    action = models.CharField(_("action"), max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=320, blank=True)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_uuid = models.CharField(_("object"), max_length=40, blank=True)
    matter_uuid = models.CharField(_("matter"), max_length=40, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("seal"), max_length=64)

    objects = models.Manager.from_queryset(FirmQuerySet)()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="one_event_per_number")]
        indexes = [
            models.Index(fields=["site", "-at"], name="audit_time"),
            models.Index(fields=["site", "action"], name="audit_action"),
        ]

    def __str__(self):
        return f"{self.number} {self.action}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise PermissionDenied(_("Audit events can not be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied(_("Audit events can not be deleted."))
