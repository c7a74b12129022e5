"""The tabs of a matter in the admin. Apps above add theirs from wagtail_hooks, so imports go down only."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url_name: str
    order: int
    is_shown: Callable | None = None
    has_news: Callable | None = None

    def shown_to(self, user, matter):
        return self.is_shown is None or self.is_shown(user, matter)


_tabs: dict[str, Tab] = {}


def register_tab(key, label, url_name, order, is_shown=None, has_news=None):
    """Add a tab. `url_name` is reversed with the matter's pk; `is_shown(user, matter)` may hide it, and
    `has_news(user, matter)` puts a dot at it while the person has yet to see something there.

    Hiding is no protection: the view asks for its rights itself.
    """
    _tabs[key] = Tab(key, label, url_name, order, is_shown, has_news)


def tabs_for(user, matter, active):
    """Rows for the template: label, url, is_active, is_new; in order, without those hidden from `user`."""
    shown = [tab for tab in _tabs.values() if tab.shown_to(user, matter)]
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[matter.pk]),
            "is_active": tab.key == active,
            "is_new": tab.key != active and tab.has_news is not None and tab.has_news(user, matter),
        }
        for tab in sorted(shown, key=lambda tab: tab.order)
    ]


def has_news_besides(key, user, matter):
    """Whether something in another tab than this one waits to be seen by `user`."""
    others = [tab for tab in _tabs.values() if tab.key != key and tab.has_news]
    return any(tab.has_news(user, matter) for tab in others)


def url_name_of(key):
    """The URL name of a tab, or of the first one if there is no such tab."""
    return _tabs.get(key, _tabs["general"]).url_name


register_tab("general", _("General"), "portal_matters_admin:edit", order=100)
register_tab("people", _("People and access"), "portal_matters_admin:people", order=600)
