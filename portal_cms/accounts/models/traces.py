"""What is left of visits: open sessions, tries that are counted, and the record of sign-ins."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models.accounts import User


class AccountSession(models.Model):
    """Where a person is signed in, so that the person can end it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_seen_at"]

    def __str__(self):
        return f"{self.user}, {self.started_at:%Y-%m-%d %H:%M}"


class Throttle(models.Model):
    """How often something was tried in the current window. Shared by all processes, survives a restart."""

    bucket = models.CharField(max_length=100, unique=True)
    count = models.PositiveIntegerField(default=0)
    window_ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.bucket


class SignInQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sign-ins at the person's own firm; the operator's sees all."""
        if not user.is_authenticated or user.kind != User.Kind.STAFF:
            return self.none()
        return self if user.is_superuser else self.filter(site_id=user.site_id)


class SignInEvent(models.Model):
    """Append-only record of sign-ins and refused tries, for the compliance list."""

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        REFUSED = "refused", _("Refused")
        THROTTLED = "throttled", _("Too many tries")
        SIGNED_OUT = "signed_out", _("Signed out")

    site = models.ForeignKey("wagtailcore.Site", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="sign_ins", verbose_name=_("account")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    network = models.CharField(_("network"), max_length=50, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)

    objects = models.Manager.from_queryset(SignInQuerySet)()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "outcome", "network"], name="known_network")]

    def __str__(self):
        return f"{self.get_outcome_display()} – {self.at:%Y-%m-%d %H:%M}"
