"""The outbox. A row holds who is told of what by ids; text is made, and the right to know checked, when it is sent."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.access.querysets import FirmQuerySet
from portal_cms.common.models import FirmModel
from sitesettings.events import label


class OutboxQuerySet(FirmQuerySet):
    def due(self, now=None):
        """Rows a worker may take: waiting, their time has come, and no other worker holds them."""
        now = now or timezone.now()
        return self.filter(state=OutboxMessage.State.WAITING, next_attempt_at__lte=now).filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now)
        )


class OutboxMessage(FirmModel):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not sent: no longer allowed to know")
        FAILED = "failed", _("Given up")

    event = models.CharField(_("event"), max_length=40)
    recipient = models.ForeignKey(
        "portal_accounts.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("address"))
    context = models.JSONField(default=dict)
    merge_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    message_id = models.CharField(_("message ID"), max_length=200, blank=True)
    last_error = models.CharField(_("last answer"), max_length=500, blank=True)

    objects = models.Manager.from_queryset(OutboxQuerySet)()

    class Meta:
        verbose_name = _("mail in the outbox")
        verbose_name_plural = _("outbox")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merge_key"], condition=Q(state="waiting") & ~Q(merge_key=""), name="one_waiting_mail"
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="outbox_due"),
            models.Index(fields=["site", "-created_at"], name="outbox_list"),
        ]

    def __str__(self):
        return f"{label(self.event)} → {self.address}"
