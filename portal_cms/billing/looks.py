"""The look of a firm on its papers: logo, colours and office of the settings."""

from django.core.cache import cache
from wagtail.models import Site

from portal_cms.billing.paper import Look
from sitesettings.firm import Firm, Office, firm_for
from sitesettings.models import Branding

LOGO = "max-900x300|format-png|bgcolor-ffffff"  # WebP and alpha are drawn alike by every viewer this way
CACHE_SECONDS = 24 * 60 * 60


def look_of(site: Site, office: Office | None = None) -> Look:
    """For `paper.pdf`. `office` is that of the responsible lawyer; without one, the firm's standard address."""
    firm = firm_for(site)
    office = office or firm.standard_office
    return Look(
        name=firm.name,
        brand=firm.colours["brand_text"],
        accent=firm.colours["accent"],
        logo=_logo(firm),
        office=_lines(office) if office else (),
        sender=" · ".join([firm.name, office.street, f"{office.postal_code} {office.city}"])
        if office
        else "",
    )


def _lines(office: Office) -> tuple[str, ...]:
    rows = (office.street, f"{office.postal_code} {office.city}".strip(), office.phone, office.email)
    return tuple(row for row in rows if row)


def _logo(firm: Firm) -> bytes | None:
    """Kept under the version of the firm, so that a new logo is on the next paper."""
    key = f"billing-logo:{firm.site_id}:{firm.version}"
    kept = cache.get(key)
    if kept is None:
        cache.set(key, kept := _read_logo(firm.site_id), CACHE_SECONDS)
    return kept or None


def _read_logo(site_id) -> bytes:
    branding = Branding.objects.select_related("logo").filter(site=site_id).first()
    if not branding or not branding.logo:
        return b""
    try:
        with branding.logo.get_rendition(LOGO).file.open() as file:
            return file.read()
    except OSError:
        return b""
