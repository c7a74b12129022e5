"""Public things of a firm (settings, texts, pictures, pages) are changed in Wagtail's own screens, which write
Wagtail's log. Each such entry becomes one event of the record, in the same transaction."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import PageLogEntry, Site

from portal_cms.audit.services import record
from sitesettings.models import FirmLogEntry
from sitesettings.models.history import PUBLIC_WORK
from sitesettings.signals import portal_switched


@receiver(post_save, sender=FirmLogEntry)
def settings_changed(sender, instance, created, **kwargs):
    model = instance.content_type.model_class()
    if created and model is not None and model._meta.app_label in PUBLIC_WORK:
        _record("settings.changed", instance, model._meta.model_name, instance.object_id)


@receiver(portal_switched)
def switched(sender, site, by, is_on, **kwargs):
    record("portal.switched_on" if is_on else "portal.switched_off", on=site, site=site, by=by)


@receiver(post_save, sender=PageLogEntry)
def page_changed(sender, instance, created, **kwargs):
    if created:
        _record("page.changed", instance, "page", instance.page_id)


def _record(action, entry, kind, pk):
    """Under the firm of the person; what the operator does is recorded at each firm it may touch."""
    user = entry.user
    if user is None:
        return
    sites = [user.site] if user.site_id else Site.objects.filter(hosts__isnull=False).distinct()
    for site in sites:
        record(action, on=site, site=site, by=user, kind=kind, id=str(pk), wagtail_action=entry.action)
