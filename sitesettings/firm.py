"""The firm as pages and mails see it: one frozen object, built from the settings and cached.

The cache key carries the version read with the host in the same query, so every worker shows a change at
its next request and nobody has to clear a cache.
"""

from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from sitesettings import richtext, tokens
from sitesettings.fields import language_choices
from sitesettings.hours import Exceptional, OfficeHours, Slot
from sitesettings.models import Branding, FirmPortrait, FirmSettings, OfficeLocation, SiteHost

HANDBOOK_URL_NAME = "portal_pages:handbook"
HELP_URL_NAME = "portal_help:help"
IMPRINT_URL_NAME = "portal_pages:imprint"
PRIVACY_URL_NAME = "portal_pages:privacy"
STYLESHEET_URL_NAME = "sitesettings:stylesheet"
MAP_ADDRESS = "https://www.openstreetmap.org/search"
CACHE_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Office:
    """An office location with its hours, ready to show."""

    pk: int
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    phone: str
    email: str
    hours: OfficeHours

    @property
    def phone_href(self) -> str:
        return "tel:" + "".join(sign for sign in self.phone if sign in "+0123456789")

    @property
    def map_url(self) -> str:
        """A map found by address; nothing of it is loaded before somebody follows the link."""
        place = [self.street, f"{self.postal_code} {self.city}".strip(), self.country]
        return f"{MAP_ADDRESS}?{urlencode({'query': ', '.join(filter(None, place))})}"

    @property
    def is_open(self) -> bool:
        return self.hours.is_open

    @property
    def status(self) -> str:
        return self.hours.status_text

    @property
    def week(self):
        return self.hours.week()


@dataclass(frozen=True)
class Portrait:
    title: str
    html: str
    image_url: str
    image_alt: str
    image_width: int
    image_height: int


@dataclass(frozen=True)
class Firm:
    site_id: int
    version: int
    name: str
    logo_url: str
    logo_width: int
    logo_height: int
    favicon_url: str
    stylesheet_hash: str
    colours: dict  # of the light mode; mails can not read a stylesheet
    font_text: str
    languages: tuple[tuple[str, str], ...]
    default_language: str
    portal_enabled: bool
    is_public: bool
    upload_max_bytes: int
    access_mode: str
    primary_host: str
    base_url: str
    mail_from: str
    mail_reply_to: str
    mail_shows_content: bool
    calendar_shows_details: bool
    descriptions: dict[str, str]
    welcomes: dict[str, str]
    request_needs_code: bool
    filing_folder: str
    filing_name: str
    greetings: dict[str, str]
    footers: dict[str, str]
    portraits: dict[str, Portrait]
    offices: dict[int, Office]
    standard_office_id: int | None

    @property
    def logo_alt(self) -> str:
        return self.name

    @property
    def stylesheet_url(self) -> str:
        return reverse(STYLESHEET_URL_NAME, args=[self.stylesheet_hash])

    @property
    def handbook_url(self) -> str:
        return reverse(HANDBOOK_URL_NAME)

    @property
    def help_url(self) -> str:
        return reverse(HELP_URL_NAME)

    @property
    def imprint_url(self) -> str:
        return reverse(IMPRINT_URL_NAME)

    @property
    def privacy_url(self) -> str:
        return reverse(PRIVACY_URL_NAME)

    @property
    def language_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _name in self.languages)

    @property
    def standard_office(self) -> Office | None:
        """The chosen office; a firm with a single one need not choose."""
        only = next(iter(self.offices.values())) if len(self.offices) == 1 else None
        return self.offices.get(self.standard_office_id, only)

    def office(self, pk: int | None) -> Office | None:
        """The office of a lawyer; without one of this firm, the standard address (C11)."""
        return self.offices.get(pk) or self.standard_office

    def description(self, language: str | None = None) -> str:
        """What the portal is, in the firm's words; the page has words of its own if there are none."""
        return self._in_language(self.descriptions, language) or ""

    def welcome(self, language: str | None = None) -> str:
        return self._in_language(self.welcomes, language) or ""

    def footer(self, language: str | None = None) -> str:
        return self._in_language(self.footers, language) or ""

    def greeting(self, language: str | None = None) -> str:
        return self._in_language(self.greetings, language) or ""

    def portrait(self, language: str | None = None) -> Portrait | None:
        return self._in_language(self.portraits, language)

    def absolute_url(self, path: str) -> str:
        """The address of a path of this firm's portal for mails."""
        return self.base_url + path

    def best_language(self, *wanted: str | None) -> str:
        """The first of the wanted languages this firm offers, else its standard one."""
        return next((code for code in wanted if code in self.language_codes), self.default_language)

    def _in_language(self, texts, language):
        order = (language or get_language(), self.default_language, *self.language_codes)
        return next((texts[code] for code in order if texts.get(code)), None)


@dataclass(frozen=True)
class DraftFirm(Firm):
    """A firm in a look that is still being worked on, with a stylesheet of its own."""

    draft_stylesheet_url: str

    @property
    def stylesheet_url(self) -> str:
        return self.draft_stylesheet_url


def find_firm(hostname: str) -> tuple[Site, Firm] | None:
    """The site and the firm of a host; one narrow query while nothing of them has changed."""
    hosts = SiteHost.objects.filter(hostname=hostname)
    found = hosts.values_list("site_id", "site__firmsettings__version").first()
    if found is None:
        return None
    site_id, version = found
    return _cached(site_id, version or _settings_of(Site.objects.get(pk=site_id)).version)


def firm_for(site: Site) -> Firm:
    """The firm of a site. Costs no query when `site.firmsettings` is loaded and the firm is cached."""
    return _cached(site.pk, _settings_of(site).version)[1]


def _cached(site_id, version):
    key = f"firm:{site_id}:{version}"
    kept = cache.get(key)
    if kept is None:
        site = Site.objects.select_related("firmsettings").get(pk=site_id)
        kept = site, _build(site, site.firmsettings, _branding_of(site))
        cache.set(key, kept, CACHE_SECONDS)
    return kept


def draft_firm(branding: Branding, stylesheet_url: str) -> DraftFirm:
    """The firm as it would be if `branding` were published; built anew, never cached."""
    site = branding.site
    firm = _build(site, _settings_of(site), branding)
    return DraftFirm(
        **{field.name: getattr(firm, field.name) for field in fields(firm)},
        draft_stylesheet_url=stylesheet_url,
    )


def look_of_firm(branding: Branding) -> tokens.Look:
    """The look of the chosen theme while it is published and usable by this firm, else the default one; with the
    firm's own colours, if it has chosen some."""
    theme = branding.theme
    is_usable = theme and theme.live and theme.site_id in (None, branding.site_id)
    return tokens.look_of(theme if is_usable else None, branding.own_colours)


def _branding_of(site):
    rows = Branding.objects.select_related("theme", "logo", "favicon").filter(site=site)
    return rows.first() or Branding.of(site)


def _settings_of(site):
    try:
        return site.firmsettings
    except FirmSettings.DoesNotExist:
        return FirmSettings.for_site(site)


def _build(site, row, branding):
    look = look_of_firm(branding)
    host, base_url = _address(site)
    logo, favicon = (
        _rendition(branding.logo, "max-640x200"),
        _rendition(branding.favicon, "fill-64x64|format-png"),
    )
    languages = tuple((code, name) for code, name in language_choices() if code in row.languages)
    return Firm(
        site_id=site.pk,
        version=row.version,
        name=str(row),
        logo_url=logo.url if logo else "",
        logo_width=logo.width if logo else 0,
        logo_height=logo.height if logo else 0,
        favicon_url=favicon.url if favicon else "",
        stylesheet_hash=tokens.digest(tokens.stylesheet(look)),
        colours=look.light,
        font_text=tokens.FONTS[look.font_text]["stack"],
        languages=languages,
        default_language=row.default_language,
        portal_enabled=row.portal_enabled,
        is_public=row.is_public,
        upload_max_bytes=row.upload_max_mb * 1024 * 1024,
        access_mode=row.access_mode,
        primary_host=host,
        base_url=base_url,
        mail_from=_sender(row),
        mail_reply_to=row.mail_reply_to,
        mail_shows_content=row.mail_shows_content,
        calendar_shows_details=row.calendar_shows_details,
        descriptions=branding.texts("description", row.languages),
        welcomes=branding.texts("welcome", row.languages),
        greetings=branding.texts("greeting", row.languages),
        footers=branding.texts("footer", row.languages),
        request_needs_code=row.request_needs_code,
        filing_folder=row.filing_folder,
        filing_name=row.filing_name,
        portraits=_portraits(site, row),
        offices=_offices(site),
        standard_office_id=row.standard_office_id,
    )


def _address(site):
    """Primary host and base address. Where cookies need TLS the portal is only reachable by it."""
    primary = site.hosts.filter(is_primary=True).values_list("hostname", flat=True).first()
    host = primary or site.hostname
    scheme = "https" if site.port == 443 or settings.SESSION_COOKIE_SECURE else "http"
    port = "" if site.port in (80, 443) else f":{site.port}"
    return host, f"{scheme}://{host}{port}"


def _sender(row):
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(row.mail_from_name or str(row), addr_spec=row.mail_from_address or address))


def _portraits(site, row):
    rows = FirmPortrait.objects.filter(site=site, live=True, language__in=row.languages).select_related(
        "image"
    )
    return {portrait.language: show_portrait(portrait) for portrait in rows}


def show_portrait(portrait: FirmPortrait) -> Portrait:
    picture = _rendition(portrait.image, "max-960x720")
    return Portrait(
        title=portrait.title,
        html=richtext.show(portrait.body),
        image_url=picture.url if picture else "",
        image_alt=portrait.image.description if picture else "",
        image_width=picture.width if picture else 0,
        image_height=picture.height if picture else 0,
    )


def _offices(site):
    rows = OfficeLocation.objects.filter(site=site).prefetch_related("weekly_hours", "hours_exceptions")
    return {row.pk: show_office(row) for row in rows}


def show_office(row: OfficeLocation) -> Office:
    weekly: dict[int, list[Slot]] = {}
    for span in row.weekly_hours.all():
        weekly.setdefault(span.weekday, []).append(Slot(span.opens, span.closes))
    exceptions = [
        Exceptional(
            first=rule.first_day,
            last=rule.last_day or rule.first_day,
            slots=() if rule.is_closed else (Slot(rule.opens, rule.closes),),
            note=rule.note,
        )
        for rule in row.hours_exceptions.all()
    ]
    fields = ("pk", "name", "street", "postal_code", "city", "country", "phone", "email")
    return Office(
        **{name: getattr(row, name) for name in fields},
        hours=OfficeHours(row.timezone, weekly, exceptions),
    )


def _rendition(image, spec):
    """A re-encoded copy of a picture; nothing where there is none or its file is gone."""
    if image is None:
        return None
    try:
        return image.get_rendition(spec)
    except OSError:
        return None
