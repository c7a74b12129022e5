"""Every URL of the client portal. Named `capability:page`; ids in paths are names, never rights."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("sitesettings.urls")),
    path("", include("portal_cms.accounts.urls")),
    path("", include("portal_cms.dashboard.urls")),
    path("", include("portal_cms.parts.urls")),
    path("", include("portal_cms.documents.urls")),
    path("", include("portal_cms.messaging.urls")),
    path("", include("portal_cms.billing.urls")),
    path("", include("portal_cms.requests.urls")),
    path("", include("portal_cms.signing.urls")),
    path("", include("portal_cms.pdfforms.urls")),
    path("", include("portal_cms.questionnaires.urls")),
    path("", include("portal_cms.help.urls")),
    path("", include("portal_cms.pages.urls")),
    path("", include("wagtail.urls")),
]

if settings.DEBUG or getattr(
    settings, "PORTAL_STYLEGUIDE", False
):  # for those who build pages, not for firms
    urlpatterns.insert(0, path("styleguide/", include("theme.urls")))
