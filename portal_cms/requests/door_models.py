"""Personal links to one request, the codes asked for besides, and the visits they begin. Of secrets only hashes are kept."""

import time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.accounts.models import User

VISITS = "portal_request_visits"  # the session's key: when which link was opened in it


def open_visits(session):
    """The ids of the links opened in this session that are not too long ago, however busy it was since."""
    begin = time.time() - settings.PORTAL_SESSION_ABSOLUTE
    return [int(pk) for pk, opened_at in session.get(VISITS, {}).items() if opened_at > begin]


class RequestLinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None, expires_at__gt=timezone.now())

    def unused_up(self):
        """Those that can still be opened; a link for another device is opened once."""
        return self.live().exclude(origin=RequestLink.Origin.DEVICE, last_used_at__isnull=False)


class RequestLink(models.Model):
    """A personal link to one request. Several may live at once; one for another device ends with its `parent`."""

    class Origin(models.TextChoices):
        MAIL = "mail", pgettext_lazy("personal link", "By mail")
        HAND = "hand", pgettext_lazy("personal link", "By hand")
        DEVICE = "device", pgettext_lazy("personal link", "For another device")

    request = models.ForeignKey("portal_requests.Request", on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.MAIL)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(RequestLinkQuerySet)()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["request"], condition=models.Q(ended_at=None), name="request_live_links")
        ]

    def __str__(self):
        return f"{self.request} ({self.created_at:%Y-%m-%d})"


class RequestCode(models.Model):
    """Six digits that were asked for with a link, by one browser. They are made when their mail is, so the row has
    no hash before that."""

    link = models.ForeignKey(RequestLink, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.link_id} ({self.created_at:%Y-%m-%d})"
