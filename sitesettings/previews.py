"""Pages of the portal in a look that nobody else sees yet, filled with samples.

The pages are known further up, so they are registered here from `AppConfig.ready()`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal_cms.common.headers import PREVIEW_POLICY
from sitesettings import tokens
from sitesettings.firm import draft_firm, firm_for, look_of_firm
from sitesettings.models import Branding

# Nothing of a sample leads anywhere: its links stay on the page, and the browser sends no form of it.
SAMPLE_POLICY = f"{PREVIEW_POLICY}; sandbox allow-same-origin allow-scripts"
_LINK = re.compile(rb'(<a\b[^>]*?\shref=")[^"#][^"]*(")')


@dataclass(frozen=True)
class Page:
    """`render(request)` answers with the page; `request.firm` has the look that is tried out."""

    key: str
    label: Promise
    render: Callable
    place: int


_pages: list[Page] = []


def register_page(key, label, render, *, place):
    """Offer a page for the preview of a firm's look; `place` orders the list."""
    _pages.append(Page(key, label, render, place))
    _pages.sort(key=lambda page: page.place)


def modes(site):
    """Every page in every language of the firm, as Wagtail's preview offers them."""
    firm = firm_for(site)
    order = sorted(firm.languages, key=lambda language: language[0] != firm.default_language)
    return [
        (f"{page.key}-{code}", _("%(page)s (%(language)s)") % {"page": page.label, "language": name})
        for page in _pages
        for code, name in order
    ]


def answer(branding, request, mode):
    """The page and language named by `mode`, in the look of `branding`. An unknown mode is a 404."""
    key, _dash, language = mode.rpartition("-")
    page = next((page for page in _pages if page.key == key), None)
    firm = draft_firm(branding, _sheet(branding))
    if page is None or language not in firm.language_codes:
        raise Http404
    request.site, request.firm = branding.site, firm
    request.simulation = None  # the sample shows nobody's portal, also to who simulates a client besides
    request.LANGUAGE_CODE = language
    with override(language):
        response = page.render(request)
        if hasattr(response, "render"):
            response.render()
    response.content = _LINK.sub(rb"\1#main\2", response.content)
    response["Content-Security-Policy"] = SAMPLE_POLICY
    return response


def _sheet(branding):
    """The address of the draft's stylesheet, which carries its colours, signed."""
    look = tokens.pack(look_of_firm(branding))
    return reverse(
        "sitesettings:preview_stylesheet",
        args=[signing.dumps(look, salt=tokens.PREVIEW_SALT, compress=True)],
    )


@require_safe
@xframe_options_sameorigin
def saved_draft(request, pk, mode):
    """What was saved last, published or not, as a page of its own; for browsers without scripts."""
    branding = get_object_or_404(Branding.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("sitesettings.change_branding"):
        raise Http404
    return branding.get_latest_revision_as_object().make_preview_request(request, mode)
