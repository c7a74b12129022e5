"""Parties, courts and proceedings of a matter, and the calendars clients fetch their dates with.

They are rows of their own, not children of the matter's revisions: reverting the matter's text must not show a
person to clients again.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.common.models import FirmModel
from portal_cms.matters.models import Matter
from sitesettings.validators import phone, single_line

INTERNAL = _("For the firm only. Clients never see this.")


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff: parts of the matters they see. Clients: the published ones of the matters they see."""
        parts = self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))
        return parts.filter(is_published=True) if getattr(user, "is_client", False) else parts


class Part(FirmModel):
    """One row of a matter that is shown to its clients by itself. The firm is always the matter's."""

    PRIVATE = ("note",)  # fields whose change no client could notice

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, editable=False, verbose_name=_("matter"))
    is_published = models.BooleanField(_("show to clients"), default=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=2000, help_text=INTERNAL)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.site_id = self.matter.site_id
        super().save(**kwargs)


class Party(Part):
    """A person or company involved. Clients see it only if it was published: it may be a third person."""

    role = models.CharField(
        _("role"),
        max_length=80,
        validators=[single_line],
        help_text=_("For example: opponent, insurer, witness."),
    )
    name = models.CharField(_("name"), max_length=200, validators=[single_line])
    detail = models.CharField(_("detail"), max_length=250, blank=True, validators=[single_line])

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["pk"]
        indexes = [models.Index(fields=["matter", "id"], name="party_list")]

    def __str__(self):
        return self.name


class Court(Part):
    """Where the matter is heard."""

    name = models.CharField(_("name"), max_length=200, validators=[single_line])
    branch = models.CharField(
        _("branch"), max_length=120, blank=True, validators=[single_line], help_text=_("For example: labour court, first instance.")
    )  # fmt: skip
    file_number = models.CharField(
        _("file number of the court"), max_length=80, blank=True, validators=[single_line]
    )
    chamber = models.CharField(_("judge or chamber"), max_length=160, blank=True, validators=[single_line])
    address = models.CharField(_("address"), max_length=250, blank=True, validators=[single_line])
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[phone])

    class Meta:
        verbose_name = _("court")
        verbose_name_plural = _("courts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["matter", "id"], name="court_list")]

    def __str__(self):
        return f"{self.name}, {self.file_number}" if self.file_number else self.name


class ProceedingQuerySet(PartQuerySet):
    def dates_from(self, day):
        """Those with a date on `day` or later, the nearest first; on one day, what has no time comes first."""
        order = ("next_date", F("next_time").asc(nulls_first=True), "pk")
        return self.filter(next_date__gte=day).order_by(*order)


class Proceeding(Part):
    """A step that was taken, and the date it leads to. Dates and times are those on the wall of the firm's office."""

    date = models.DateField(_("date"))
    kind = models.CharField(
        _("kind"), max_length=120, validators=[single_line], help_text=_("For example: claim filed, hearing, judgment.")
    )  # fmt: skip
    text = models.TextField(_("text"), blank=True, max_length=4000)
    court = models.ForeignKey(
        Court,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proceedings",
        verbose_name=_("court"),
    )
    next_date = models.DateField(_("next date"), null=True, blank=True)
    next_time = models.TimeField(
        _("time"), null=True, blank=True, help_text=_("Leave empty for the whole day.")
    )
    next_kind = models.CharField(
        _("what happens then"), max_length=120, blank=True, validators=[single_line],
        help_text=_("For example: conciliation hearing, deadline for the reply."),
    )  # fmt: skip
    next_place = models.CharField(_("place"), max_length=250, blank=True, validators=[single_line])

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["matter", "-date", "-id"], name="proceeding_list"),
            models.Index(
                fields=["matter", "next_date"], condition=Q(is_published=True, next_date__isnull=False),
                name="proceeding_dates",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(next_date__isnull=False) | Q(next_time__isnull=True),
                name="no_time_without_a_date",
            )
        ]

    def __str__(self):
        return self.kind

    @property
    def next_title(self):
        return self.next_kind or self.kind

    @property
    def public_court(self):
        """The court, if clients may read of it; lists read it along with the proceeding."""
        return self.court if self.court_id and self.court.is_published else None


class CalendarFeed(models.Model):
    """The secret address at which a client's own calendar fetches the dates. Only its hash is kept; a new address
    takes the place of the old one. It belongs to the account, so it ends with it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar of a client")
        verbose_name_plural = _("calendars of clients")

    def __str__(self):
        return str(self.user)

    @property
    def site_id(self):
        return self.user.site_id
