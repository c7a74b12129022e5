"""The firm's stylesheet (its colours and type as CSS custom properties), and the proof that an address is its own."""

from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from sitesettings import tokens
from sitesettings.firm import CACHE_SECONDS, look_of_firm
from sitesettings.models import Branding
from sitesettings.proof import proof_of

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def stylesheet(request, digest):
    """The sheet whose content has that hash; any other hash is a 404, so no address changes its content."""
    firm = request.firm
    if firm is None or digest != firm.stylesheet_hash:
        raise Http404
    css = cache.get(f"firm-css:{digest}")
    if css is None:
        css = _css_of(firm.site_id)
        if tokens.digest(css) != digest:  # changed since the firm was read
            raise Http404
        cache.set(f"firm-css:{digest}", css, CACHE_SECONDS)
    return _answer(css, FOREVER)


@require_safe
def preview_stylesheet(request, token):
    """The sheet of a theme that is still being edited. Its look travels signed in the address."""
    try:
        look = tokens.unpack(signing.loads(token, salt=tokens.PREVIEW_SALT, max_age=tokens.PREVIEW_SECONDS))
    except signing.BadSignature:
        raise Http404 from None
    return _answer(tokens.stylesheet(look), "private, max-age=600")


@require_safe
def prove(request, nonce):
    """Asked by the check of an address (`portal_cms.guide`); tells nobody anything else."""
    return HttpResponse(
        proof_of(request.site.pk, nonce), content_type="text/plain", headers={"Cache-Control": "no-store"}
    )


def _css_of(site_id):
    row = Branding.objects.select_related("theme").get(site_id=site_id)
    return tokens.stylesheet(look_of_firm(row))


def _answer(css, cache_control):
    return HttpResponse(
        css,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": cache_control, "X-Content-Type-Options": "nosniff"},
    )
