"""The host names under which a firm's portal answers."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from portal_cms.access.querysets import FirmQuerySet
from sitesettings.validators import hostname, normalise_hostname, shown_hostname


class SiteHost(models.Model):
    """One host name of one firm. The primary one is used in every mail and address we write (C14)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("firm"))
    hostname = models.CharField(_("host name"), max_length=253, unique=True, validators=[hostname])
    is_primary = models.BooleanField(
        _("primary"), default=False, help_text=_("Links in mails start with the primary host name.")
    )

    checked_at = models.DateTimeField(_("last check"), null=True, editable=False)
    check_result = models.JSONField(default=dict, editable=False)  # see portal_cms.guide.checking

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("host name")
        verbose_name_plural = _("host names")
        ordering = ["-is_primary", "hostname"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(is_primary=True),
                name="sitesettings_one_primary_host",
                violation_error_message=_("This firm has a primary host name already."),
            )
        ]

    def __str__(self):
        return self.shown

    @transaction.atomic
    def save(self, **kwargs):
        """A firm has exactly one primary host: its first one is, and a new one takes over from the old."""
        self.hostname = normalise_hostname(self.hostname)
        others = SiteHost.objects.filter(site_id=self.site_id).exclude(pk=self.pk)
        if self.is_primary:
            others.filter(is_primary=True).update(is_primary=False)
        elif not others.filter(is_primary=True).exists():
            self.is_primary = True
        super().save(**kwargs)
        if self.is_primary:
            Site.objects.filter(pk=self.site_id).update(hostname=self.hostname)

    def validate_constraints(self, exclude=None):
        """A second primary host is no mistake: `save` lets it take over."""
        super().validate_constraints({*(exclude or ()), "is_primary"})

    def clean(self):
        if self.hostname:
            self.hostname = normalise_hostname(self.hostname)

    @transaction.atomic
    def delete(self, **kwargs):
        successor = SiteHost.objects.filter(site_id=self.site_id).exclude(pk=self.pk).first()
        result = super().delete(**kwargs)
        if self.is_primary and successor:
            successor.is_primary = True
            successor.save()
        return result

    @property
    def shown(self):
        """The name as people read it; the stored one is for machines."""
        return shown_hostname(self.hostname)

    @property
    def is_sound(self):
        """The last check met this portal; a name that was never checked, or changed since, is not."""
        return self.checked_at is not None and not self.check_result.get("problem")
