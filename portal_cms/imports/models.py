"""One file on its way in."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.common.models import FirmModel

KEPT = timedelta(days=1)


def end_of_keeping():
    return timezone.now() + KEPT


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own only: a file may hold more than its owner's colleagues should read."""
        if not user.is_authenticated or user.kind != User.Kind.STAFF:
            return self.none()
        return self.filter(owner=user)

    def open(self):
        return self.filter(state=ImportRun.State.OPEN, expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(state=ImportRun.State.OPEN, expires_at__lte=timezone.now())


class ImportRun(FirmModel):
    class Kind(models.TextChoices):
        CLIENTS = "clients", _("Clients")
        MATTERS = "matters", _("Matters")

    class State(models.TextChoices):
        OPEN = "open", _("Not imported yet")
        DONE = "done", _("Imported")

    kind = models.CharField(_("what the file holds"), max_length=7, choices=Kind)
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.OPEN)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("from"))
    original_name = models.CharField(_("file name"), max_length=200)
    rows = models.PositiveIntegerField(_("rows"))
    columns = models.JSONField(default=dict)  # name of a field -> number of its column in the file
    counts = models.JSONField(default=dict)  # what was done, by action
    expires_at = models.DateTimeField(default=end_of_keeping)
    done_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField()
    storage_name = models.CharField(max_length=200, unique=True, null=True)  # none once it is done
    key_id = models.CharField(max_length=32)
    wrapped_key = models.BinaryField()

    objects = models.Manager.from_queryset(ImportRunQuerySet)()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(storage_name__isnull=True), name="file_only_while_open"
            )
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="import_list")]

    def __str__(self):
        return self.original_name
