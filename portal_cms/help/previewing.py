"""The help page with a text that is not published yet, and as a sample for a firm's branding."""

from django.contrib.auth.models import AnonymousUser
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy, override

from portal_cms.help.page import help_page
from sitesettings.firm import firm_for
from sitesettings.previews import register_page

TEMPLATE = "portal_help/help.html"


def answer(text, request):
    """The page in the text's own language, as somebody reads it who is not signed in."""
    request.site, request.user = text.site, AnonymousUser()
    request.firm = firm_for(text.site)
    with override(text.language):
        context = help_page(request, draft=text, language=text.language)
        shown = text.key or f"own-{text.pk}"
        return TemplateResponse(request, TEMPLATE, {**context, "opened": shown}).render()


def sample(request):
    request.user = AnonymousUser()
    return TemplateResponse(request, TEMPLATE, help_page(request))


def register_sample():
    register_page("help", gettext_lazy("Help"), sample, place=50)
