"""Whatever a firm shows, changing it changes the firm's version, and with it the cache key (see `firm`)."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import Site

from sitesettings.models import (
    Branding,
    FirmPortrait,
    FirmSettings,
    HoursException,
    OfficeLocation,
    OpeningHours,
    SiteHost,
    Theme,
)


def connect():
    receivers = {
        Site: _site_changed,
        SiteHost: _row_changed,
        Branding: _branding_changed,
        OfficeLocation: _row_changed,
        FirmPortrait: _row_changed,
        OpeningHours: _hours_changed,
        HoursException: _hours_changed,
        Theme: _theme_changed,
        get_image_model(): _image_changed,
        get_image_model().get_rendition_model(): _rendition_changed,
    }
    for model, receiver in receivers.items():
        for signal in (post_save, post_delete):
            signal.connect(receiver, sender=model, dispatch_uid=f"sitesettings.{model.__name__}")


def _site_changed(instance, **kwargs):
    FirmSettings.touch(site_id=instance.pk)


def _row_changed(instance, **kwargs):
    FirmSettings.touch(site_id=instance.site_id)


def _branding_changed(instance, update_fields=None, **kwargs):
    """Saving a draft notes it in the row, which changes nothing for clients."""
    if not update_fields or set(update_fields) - {"latest_revision", "has_unpublished_changes"}:
        FirmSettings.touch(site_id=instance.site_id)


def _hours_changed(instance, **kwargs):
    FirmSettings.touch(site__offices=instance.office_id)


def _theme_changed(instance, **kwargs):
    FirmSettings.touch(site__branding__theme=instance.pk)


def _image_changed(instance, **kwargs):
    _touch_firms_showing(instance.pk)


def _rendition_changed(instance, signal, **kwargs):
    """A new file for a picture ends its renditions, after it was saved; their addresses are in the firm."""
    if signal is post_delete:
        _touch_firms_showing(instance.image_id)


def _touch_firms_showing(image_id):
    portraits = FirmPortrait.objects.filter(image_id=image_id).values("site_id")
    branding = Q(site__branding__logo=image_id) | Q(site__branding__favicon=image_id)
    shows = branding | Q(site_id__in=portraits)
    FirmSettings.touch(pk__in=FirmSettings.objects.filter(shows).values("pk"))
