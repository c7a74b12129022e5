"""What opens an account: the names it answers to, one-time secrets and personal links."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountName(models.Model):
    """A name that means this account at its firm: the user name and the e-mail address, which are mostly the same.

    The unique column is what keeps a user name from being somebody else's name or address.
    """

    user = models.ForeignKey("portal_accounts.User", on_delete=models.CASCADE, related_name="names")
    identity = models.CharField(max_length=400, unique=True)

    def __str__(self):
        return self.identity


class AccountToken(models.Model):
    """A secret that sets a password: single use, expiring, stored as a hash, bound to person and purpose."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        RESET = "reset", _("Password reset")
        START = "start", _("Start password")  # typed at the sign-in page; opens nothing but the next one
        FIRST = "first", _("First own password")  # the form behind a start password, held by its session

    user = models.ForeignKey("portal_accounts.User", on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "purpose"], name="token_owner")]

    def __str__(self):
        return f"{self.get_purpose_display()} – {self.user}"


class AccessLinkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class AccessLink(models.Model):
    """A personal link: opens the portal without a password until it expires or is ended. Stored as a hash."""

    user = models.ForeignKey("portal_accounts.User", on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # the last time
    ended_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AccessLinkQuerySet)()

    def __str__(self):
        return f"{self.user}, {self.created_at:%Y-%m-%d %H:%M}"
