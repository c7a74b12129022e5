"""Setting up a firm: the one place that makes its Site, collection, settings and hosts together."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, Site

from sitesettings.fields import all_languages
from sitesettings.models import Branding, FirmSettings, SiteHost, Theme
from sitesettings.models.branding import TEXTS
from sitesettings.validators import normalise_hostname
from theme.palettes import DEFAULT_PALETTE

BRANDED = {f"{name}_{code}" for name in TEXTS for code in all_languages()}


@transaction.atomic
def create_firm(
    *,
    name: str,
    hosts: Sequence[str],
    root_page: Page,
    default_language: str = "de",
    languages: Sequence[str] | None = None,
    port: int = 443,
    palette: str = DEFAULT_PALETTE,
    **settings,
) -> Site:
    """Make a firm that answers on `hosts`, the first one primary; `settings` are more fields of `FirmSettings`
    and `Branding`.

    Raises `ValidationError` when a host is malformed or belongs to a firm already, or a setting is wrong.
    """
    names = [normalise_hostname(host) for host in hosts]
    _check_free(names)
    _drop_unclaimed_sites(names[0], port)
    site = Site.objects.create(hostname=names[0], port=port, site_name=name, root_page=root_page)
    look = {name: settings.pop(name) for name in BRANDED & set(settings)}
    row = FirmSettings(
        site=site,
        name=name,
        languages=list(languages or all_languages()),
        default_language=default_language,
        collection=Collection.get_first_root_node().add_child(name=name),
        **settings,
    )
    row.full_clean(exclude=["collection"])
    row.save()
    branding = Branding(site=site, theme=Theme.objects.filter(shipped_key=palette).first(), **look)
    branding.full_clean()
    branding.save()
    for position, hostname in enumerate(names):
        SiteHost(site=site, hostname=hostname, is_primary=position == 0).save()
    return site


def _check_free(names):
    if not names:
        raise ValidationError(_("A firm needs at least one host name."))
    taken = SiteHost.objects.filter(hostname__in=names).values_list("hostname", flat=True)
    if taken:
        raise ValidationError(
            _("These host names belong to a firm already: %(hosts)s.") % {"hosts": ", ".join(taken)}
        )


def _drop_unclaimed_sites(hostname, port):
    """Wagtail's first migration leaves a Site "localhost" that is no firm; it would be in the way."""
    Site.objects.filter(hostname=hostname, port=port, hosts__isnull=True).delete()
    Site.objects.filter(is_default_site=True, hosts__isnull=True).delete()
