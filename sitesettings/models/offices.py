"""Office locations with weekly hours and the days that differ from them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings import validators


class OfficeLocation(ClusterableModel):
    """A place of the firm people can come to. Each firm has any number; one is the standard address (A8)."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="offices", editable=False, verbose_name=_("firm")
    )
    name = models.CharField(_("name"), max_length=120, validators=[validators.single_line])
    street = models.CharField(_("street and number"), max_length=160, validators=[validators.single_line])
    postal_code = models.CharField(_("postal code"), max_length=16, validators=[validators.single_line])
    city = models.CharField(_("city"), max_length=120, validators=[validators.single_line])
    country = models.CharField(_("country"), max_length=80, blank=True, validators=[validators.single_line])
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[validators.phone])
    email = models.EmailField(_("e-mail"), blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Berlin", validators=[validators.timezone]
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("office location")
        verbose_name_plural = _("office locations")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="sitesettings_office_name")]

    def __str__(self):
        return self.name


class TimeSpan(models.Model):
    """What `OpeningHours` and `HoursException` share; subclasses say whether both ends are needed."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": _("The closing time must be after the opening time.")})


class OpeningHours(TimeSpan):
    """One span of one weekday; a lunch break makes two rows."""

    office = ParentalKey(OfficeLocation, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="sitesettings_opens_before_closes"
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class HoursException(TimeSpan):
    """Days on which the weekly hours do not hold: closed, or open at other times (empty times = closed)."""

    office = ParentalKey(OfficeLocation, on_delete=models.CASCADE, related_name="hours_exceptions")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Leave empty for a single day.")
    )
    opens = models.TimeField(
        _("opens"), null=True, blank=True, help_text=_("Leave both times empty for closed.")
    )
    closes = models.TimeField(_("closes"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True, validators=[validators.single_line])

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["first_day", "opens"]

    def __str__(self):
        return f"{self.first_day} {self.note}".strip()

    @property
    def is_closed(self):
        return self.opens is None

    def clean(self):
        super().clean()
        if self.last_day and self.first_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day must not be before the first day.")})
        if bool(self.opens) != bool(self.closes):
            missing = "closes" if self.opens else "opens"
            raise ValidationError({missing: _("Enter both times, or none for a closed day.")})
