"""What clients could be told of and have not been told yet."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from sitesettings import events


class PendingNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the matters that staff see; clients see none."""
        from portal_cms.matters.models import Matter  # which imports this module

        if not user.is_authenticated or user.kind != User.Kind.STAFF:
            return self.none()
        return self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))

    def reachable(self):
        """Those for clients whose access is active, or who have an invitation."""
        return self.filter(client__user__access_state__in=REACHABLE, client__user__is_active=True)


REACHABLE = (User.Access.ACTIVE, User.Access.PENDING)


class PendingNotice(FirmModel):
    """One thing of a matter that became visible to one client, or changed, without a mail so far.

    `kind` and `item` name the thing (its model's label and its uuid), `event` is the stem of the mail that tells of
    it, `label` says to staff what it is. Written by `pending` alone.
    """

    class Section(models.TextChoices):
        """Where in the portal the client finds it (P45); the mail names it."""

        MATTERS = "matters", events.MATTERS
        INVOICES = "invoices", events.INVOICES
        PROFORMAS = "proformas", events.PROFORMAS
        PROVISIONS = "provisions", events.PROVISIONS

    matter = models.ForeignKey(
        "portal_matters.Matter", on_delete=models.CASCADE, related_name="pending_notices"
    )
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="pending_notices")
    section = models.CharField(max_length=10, choices=Section, default=Section.MATTERS)
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=80)
    item = models.UUIDField()
    label = models.CharField(max_length=250)
    is_new = models.BooleanField(default=True)
    noted_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = models.Manager.from_queryset(PendingNoticeQuerySet)()

    class Meta:
        verbose_name = _("pending notice")
        verbose_name_plural = _("pending notices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "item"], name="one_pending_notice_per_item")
        ]

    def __str__(self):
        return f"{self.label} → {self.client}"

    @property
    def kind_name(self):
        """ "Document", in the reader's language; of a removed capability nothing."""
        app, _dot, model = self.kind.partition(".")
        return apps.get_model(app, model)._meta.verbose_name if model in apps.all_models[app] else ""
