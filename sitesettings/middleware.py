"""Which firm a request belongs to is decided by its host, exactly, before anything else looks at it."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.http.request import split_domain_port

from sitesettings.firm import find_firm

HEALTH_PATH = "/healthz"


class FirmMiddleware:
    """Sets `request.site`, `request.firm` and Wagtail's `_wagtail_site`; one query, the rest is cached.

    An unknown host gets a bare 404: never the default site, and no word that says whose server this is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.site = request.firm = request._wagtail_site = None
        if request.path == HEALTH_PATH or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        found = find_firm(host_of(request))
        if found is None:
            return _no_portal_here()
        request.site, request.firm = found
        request._wagtail_site = request.site
        return self.get_response(request)


def host_of(request) -> str:
    """The name the browser asked for; port and trailing dot do not count, a forwarded host is not read."""
    try:
        return split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""


def _no_portal_here():
    return HttpResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        "<title>404</title><p>There is nothing at this address.",
        status=404,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
