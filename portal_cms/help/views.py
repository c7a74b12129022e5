"""The help page, open to everybody: most questions come before somebody can sign in."""

from django.views.generic import TemplateView

from portal_cms.help.page import help_page


class HelpView(TemplateView):
    template_name = "portal_help/help.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**help_page(self.request), **kwargs)
