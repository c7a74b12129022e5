"""Headers of every answer: private unless a view says otherwise; a content policy that starts from nothing.

Two constant policies, so two constant strings: Wagtail's admin needs inline styles and scripts and gets
its own, looser policy by path. (Django itself can do this from 6.0 on; until 5.2 is gone this is shorter
than a library.)
"""

from django.urls import reverse
from django.utils.functional import cached_property

PORTAL_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ]
)
PREVIEW_POLICY = PORTAL_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
ADMIN_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


class PrivateResponseMiddleware:
    """`Cache-Control: private, no-store`, `Referrer-Policy` and the Content-Security-Policy.

    A view that sets one of these headers itself keeps its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def admin_path(self):
        return reverse("wagtailadmin_home")

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self._policy(request))
        headers.setdefault("Cache-Control", "private, no-store")
        headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def _policy(self, request):
        if getattr(request, "is_dummy", False):  # a preview, which the admin shows in a frame
            return PREVIEW_POLICY
        return ADMIN_POLICY if request.path.startswith(self.admin_path) else PORTAL_POLICY
