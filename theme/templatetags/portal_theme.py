"""Small helpers the portal's templates share: icons, times in words, initials.

They format; they never query. Times are written as people say them, with the exact moment in the
`datetime` attribute, so that a page is readable by people and by programs.
"""

from datetime import datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

DAY_FORMATS = {"de": "j. F", "en": "j F", "es": r"j \d\e F"}
YEAR_FORMATS = {"de": "j. F Y", "en": "j F Y", "es": r"j \d\e F \d\e Y"}
# The first that matches wins: each browser also names those it descends from.
BROWSERS = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari/", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
]  # fmt: skip


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration and hidden from screen readers."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon icon-{}" width="20" height="20" {} focusable="false"><use href="{}#{}"></use></svg>',
        name,
        spoken,
        static("theme/icons.svg"),
        name,
    )


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last name; titles ("Dr.") do not count."""
    words = [word for word in str(name or "").split() if not word.endswith(".")]
    if not words:
        return "?"
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


@register.filter
def before_colon(text) -> str:
    """A label with the colon before what is said of it, unless it ends in a sign of its own: "Which day?"."""
    text = str(text or "")
    return text if text.endswith((":", "?", "!", ".", "…")) else f"{text}:"


@register.filter
def in_words(value) -> str:
    """A day as people say it: "3 May", with the year only when it is not this one."""
    if not value:
        return ""
    day = _local(value)
    if day.year != timezone.localdate().year:
        return _full_date(day)
    return date_format(day, DAY_FORMATS.get(_language(), "MONTH_DAY_FORMAT"))


@register.filter
def ago(value) -> str:
    """How long ago, while that is easier to grasp than a date; then the date."""
    if not value:
        return ""
    moment, now = _local(value), timezone.localtime()
    passed = now - moment
    if timedelta(minutes=-1) < passed < timedelta(minutes=1):
        return gettext("just now")
    if timedelta() < passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if timedelta() < passed < timedelta(hours=6):
        hours = int(passed.total_seconds() // 3600)
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return _day_and_time(moment, now)


@register.simple_tag
def moment(value) -> SafeString:
    """A `<time>` element: words to read, the exact moment for machines and as a title."""
    if not value:
        return mark_safe("")
    local = _local(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        f"{_full_date(local)}, {date_format(local, 'H:i')}",
        ago(local),
    )


@register.filter
def due_in_words(value) -> str:
    """A due date: "by Friday, 9 May, in 3 days"; overdue is said, not only coloured."""
    day = _local(value).date() if isinstance(value, datetime) else value
    left = (day - timezone.localdate()).days
    if left < 0:
        return gettext("was due on %(date)s") % {"date": in_words(day)}
    if left == 0:
        return gettext("today")
    if left == 1:
        return gettext("by tomorrow, %(date)s") % {"date": in_words(day)}
    return ngettext(
        "by %(weekday)s, %(date)s, in %(count)d day", "by %(weekday)s, %(date)s, in %(count)d days", left
    ) % {"weekday": date_format(day, "l"), "date": in_words(day), "count": left}


@register.filter
def device(agent: str) -> str:
    """ "Firefox on Windows" for what a browser calls itself; a text that is no such thing stays as it is."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if not browser or not system:
        return agent
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}


@register.filter
def phone_link(number: str) -> str:
    """A telephone number as a `tel:` link wants it: digits and a leading plus, "(0)" left out."""
    plain = str(number).replace("(0)", "")
    return ("+" if plain.strip().startswith("+") else "") + "".join(c for c in plain if c.isdigit())


def _full_date(day) -> str:
    return date_format(day, YEAR_FORMATS.get(_language(), "DATE_FORMAT"))


def _language() -> str:
    return (get_language() or "")[:2]


def _day_and_time(moment: datetime, now: datetime) -> str:
    words = {"date": in_words(moment), "time": date_format(moment, "H:i")}
    if moment.date() == now.date():
        return gettext("today at %(time)s") % words
    if moment.date() == now.date() - timedelta(days=1):
        return gettext("yesterday at %(time)s") % words
    if moment.year == now.year:
        return gettext("%(date)s, %(time)s") % words
    return words["date"]


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
