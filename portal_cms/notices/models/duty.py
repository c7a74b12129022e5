"""How a member of staff wants to be told of what clients did, and who stands in while the person is away."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.accounts.models import User


class Notice(models.TextChoices):
    """What those in charge of a matter can be told of."""

    UPLOAD = "upload", _("Files from clients")
    MESSAGE = "message", _("Messages from clients")
    QUESTIONNAIRE = "questionnaire", _("Completed questionnaires")
    DOCUMENT = "document", _("Filled-in or signed documents")
    REQUEST = "request", _("Requests that were handed in")


class Pace(models.TextChoices):
    NOW = "now", pgettext_lazy("mail about activity", "At once")
    DAILY = "daily", pgettext_lazy("mail about activity", "Once a day")
    OFF = "off", pgettext_lazy("mail about activity", "No mail")


class NoticeChoice(models.Model):
    """A deviation from the rule, which is a mail at once. `since` is when it was chosen: a daily summary begins there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    notice = models.CharField(max_length=14, choices=Notice)
    pace = models.CharField(max_length=5, choices=Pace)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="one_pace_per_notice")]

    def __str__(self):
        return f"{self.user}: {self.get_notice_display()} ({self.get_pace_display()})"


class AbsenceQuerySet(models.QuerySet):
    def current(self, day=None):
        """Those of this day whose deputy can still sign in."""
        day = day or timezone.localdate()
        return self.filter(first_day__lte=day, last_day__gte=day, deputy__is_active=True)


class Absence(models.Model):
    """While the person is away, mails and bell go to the deputy, for matters the deputy may see."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="absence")
    deputy = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="stands_in_for", verbose_name=_("deputy")
    )
    first_day = models.DateField(_("away from"))
    last_day = models.DateField(_("away until"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="nobody_is_the_own_deputy"),
        ]

    def __str__(self):
        return f"{self.user} → {self.deputy}"
