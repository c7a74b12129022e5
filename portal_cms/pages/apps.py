from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "portal_cms.pages"
    label = "portal_pages"
    verbose_name = _("Pages")

    def ready(self):
        from portal_cms.pages.filters import narrow_page_filters

        narrow_page_filters()
